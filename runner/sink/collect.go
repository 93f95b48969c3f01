package sink

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/fhirview/fhirview/viewdef/row"
)

// Collect returns a sink that passes each row to fn, in input order and one at a time, on the goroutine that calls
// Write. A row has a cell for each column of the schema.
//
// The cells are copies, and fn may keep them; they share memory with the other rows of their Write and with nothing
// else. An empty collection has an empty list, not a nil one. When fn fails, its error is returned, wrapped, by that
// Write, by every later one and by End, and fn is not called again.
func Collect(fn func(cells []row.Cell) error) Sink { return &collectSink{fn: fn} }

type collectSink struct {
	fn      func([]row.Cell) error
	columns int
	err     error
}

func (s *collectSink) Begin(schema *row.Schema) error {
	s.columns = len(schema.Columns)
	return nil
}

// Encode appends every cell as its kind and its value: a varint for booleans and integers, the length and the text,
// or the number of items and the items.
func (s *collectSink) Encode(dst []byte, batch *row.Batch) ([]byte, error) {
	if err := checkBatch("rows", s.columns, batch); err != nil {
		return dst, err
	}
	for r := range batch.Rows() {
		cells := batch.Row(r)
		for i := range cells {
			dst = cells[i].AppendBinary(dst)
		}
	}
	return dst, nil
}

func (s *collectSink) Write(encoded []byte, rows int) error {
	if s.err == nil {
		s.err = s.pass(encoded, rows)
	}
	return s.err
}

func (s *collectSink) pass(encoded []byte, rows int) error {
	d := decoder{bytes: encoded, text: string(encoded)}
	for range rows {
		cells := make([]row.Cell, s.columns)
		for i := range cells {
			cells[i] = d.cell()
		}
		if d.bad {
			return errEncoding
		}
		if err := s.fn(cells); err != nil {
			return fmt.Errorf("collect rows: %w", err)
		}
	}
	if d.at != len(encoded) {
		return errEncoding
	}
	return nil
}

func (s *collectSink) End(error) error { return s.err }

var errEncoding = errors.New("collect rows: the encoded rows are damaged or their number is wrong; " +
	"pass to Write what Encode returned")

// decoder reads what Cell.AppendBinary wrote. It is bad, and yields nulls, from the first cell on that cannot be read.
type decoder struct {
	bytes []byte
	text  string // a copy of bytes, which the cells share
	at    int
	bad   bool
}

func (d *decoder) cell() row.Cell {
	if d.bad || d.at == len(d.bytes) {
		d.bad = true
		return row.Cell{}
	}
	c := row.Cell{Kind: row.Kind(d.bytes[d.at])}
	d.at++
	switch c.Kind {
	case row.KindNull:
	case row.KindBoolean, row.KindInteger:
		c.Int = d.integer()
	case row.KindDecimal, row.KindString, row.KindJSON:
		n := d.length()
		c.Text = d.text[d.at : d.at+n]
		d.at += n
	case row.KindList:
		return row.List(d.list())
	default:
		d.bad = true
	}
	return c
}

func (d *decoder) list() []row.Cell {
	items := make([]row.Cell, d.length())
	for i := range items {
		items[i] = d.cell()
	}
	return items
}

func (d *decoder) integer() int64 {
	v, n := binary.Varint(d.bytes[d.at:])
	if n <= 0 {
		d.bad = true
		return 0
	}
	d.at += n
	return v
}

// length reads a number of bytes or of items. An item has one byte at least, so neither can be more than what is left.
func (d *decoder) length() int {
	v, n := binary.Uvarint(d.bytes[d.at:])
	if n <= 0 || v > uint64(len(d.bytes)-d.at-n) {
		d.bad = true
		return 0
	}
	d.at += n
	return int(v)
}
