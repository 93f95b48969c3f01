package arrow

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/fhirview/fhirview/internal/typed"
	"github.com/fhirview/fhirview/viewdef/row"
)

// A chunk is what Encode makes of rows: the length of all of it and the number of rows, each in four bytes, and then the
// columns. Of a column, or of the items of its lists, it has
//
//	how many cells there are, how many of them are null, and in how many bytes their values are: four bytes each
//	unless all are null:
//	a bit for each cell, in words of eight bytes: is there a value
//	texts: where each ends, counted from the first byte of the first, in four bytes; and their bytes
//	lists: where each ends, counted in items, in four bytes; and the items as a column
//	other values: a bit each, in words of eight bytes, or as many bytes as the type has
//
// All numbers have their lowest byte first. A null has a value, too, which means nothing. Chunks never leave the process.
const chunkHead, columnHead = 8, 12

// maxTexts is how many bytes the texts of a column of a chunk may have. Chunks with more are made of fewer rows; so the
// texts of a record batch, which is closed when it is large, stay within what offsets of 32 bits can say.
var maxTexts = 1 << 30

var errTooLong = errors.New("its values are too long")

// cells are the cells of one column: every stride-th, n of them.
type cells struct {
	all    []row.Cell
	stride int
	n      int
}

// words returns in how many bytes there is a bit for each cell.
func (c cells) words() int { return (c.n + 63) / 64 * 8 }

// appendChunks appends the rows from one to another of the batch to dst, as one chunk where they are not too long together.
func (s *recordSink) appendChunks(dst []byte, batch *row.Batch, from, to int) ([]byte, error) {
	start := len(dst)
	dst, err := s.appendChunk(dst, batch, from, to)
	if errors.Is(err, errTooLong) && to-from > 1 {
		half := from + (to-from)/2
		if dst, err = s.appendChunks(dst[:start], batch, from, half); err == nil {
			dst, err = s.appendChunks(dst, batch, half, to)
		}
	}
	if err != nil {
		return dst[:start], err
	}
	return dst, nil
}

func (s *recordSink) appendChunk(dst []byte, batch *row.Batch, from, to int) ([]byte, error) {
	start, width := len(dst), batch.Width()
	dst = append(dst, make([]byte, chunkHead)...)
	for i, c := range s.columns {
		var err error
		if dst, err = c.append(dst, cells{batch.Cells()[from*width+i:], width, to - from}); err != nil {
			return dst, err
		}
	}
	if len(dst)-start > math.MaxUint32 {
		return dst, fmt.Errorf("encode arrow: %w", errTooLong)
	}
	put32(dst, start, len(dst)-start)
	put32(dst, start+4, to-from)
	return dst, nil
}

// append appends a column.
func (c *column) append(dst []byte, of cells) ([]byte, error) {
	start := len(dst)
	dst = slices.Grow(dst, columnHead+of.words())[:start+columnHead+of.words()]
	var nulls int
	var err error
	body := len(dst)
	switch {
	case c.list:
		dst, nulls, err = c.appendLists(dst, of)
	case c.ends():
		dst, nulls, err = c.appendTexts(dst, of)
	case c.bits():
		dst, nulls, err = c.appendBits(dst, of)
	default:
		dst, nulls, err = c.appendNumbers(dst, of)
	}
	if err != nil {
		return dst, err
	}
	size := len(dst) - body
	if nulls == of.n {
		dst, size = dst[:start+columnHead], 0
	}
	put32(dst, start, of.n)
	put32(dst, start+4, nulls)
	put32(dst, start+8, size)
	return dst, nil
}

// appendTexts appends texts or bytes to dst, which ends in the words for the bits that say where there is one.
func (c *column) appendTexts(dst []byte, of cells) (out []byte, nulls int, err error) {
	bit, end := len(dst)-of.words(), len(dst)
	first := end + 4*of.n
	dst = slices.Grow(dst, 4*of.n)[:first]
	word := uint64(0)
	for i := range of.n {
		cell := &of.all[i*of.stride]
		switch {
		case cell.Kind == row.KindNull:
			nulls++
		case cell.Kind == row.KindString && c.Kind != typed.Binary:
			word |= 1 << (i % 64)
			dst = append(dst, cell.Text...)
		default:
			word |= 1 << (i % 64)
			if dst, err = c.appendText(dst, cell); err != nil {
				return dst, 0, err
			}
		}
		if len(dst)-first > maxTexts {
			return dst, 0, c.fail(errTooLong)
		}
		put32(dst, end+4*i, len(dst)-first)
		if i%64 == 63 || i == of.n-1 {
			binary.LittleEndian.PutUint64(dst[bit:], word)
			bit, word = bit+8, 0
		}
	}
	if c.Kind != typed.Binary && !areTexts(dst[end:first], dst[first:]) {
		return c.appendTexts(dst[:end], repaired(of))
	}
	return dst, nulls, nil
}

func (c *column) appendText(dst []byte, cell *row.Cell) ([]byte, error) {
	switch {
	case c.Kind == typed.Binary:
		dst, err := c.AppendBinary(dst, cell)
		if err != nil {
			return dst, c.fail(err)
		}
		return dst, nil
	case cell.Kind == row.KindList:
		return dst, c.mismatch(cell)
	}
	return c.AppendText(dst, cell), nil
}

// areTexts is true where each of the texts is valid UTF-8.
func areTexts(ends, bytes []byte) bool {
	if !utf8.Valid(bytes) {
		return false
	}
	for i := 0; i < len(ends); i += 4 {
		if end := get32(ends, i); end < len(bytes) && !utf8.RuneStart(bytes[end]) {
			return false
		}
	}
	return true
}

// repaired returns copies of the cells with U+FFFD for each byte that is no valid UTF-8.
func repaired(of cells) cells {
	copies := make([]row.Cell, of.n)
	for i := range copies {
		copies[i] = of.all[i*of.stride]
		copies[i].Text = string([]rune(copies[i].Text))
	}
	return cells{copies, 1, of.n}
}

// appendNumbers appends values of the same number of bytes.
func (c *column) appendNumbers(dst []byte, of cells) (out []byte, nulls int, err error) {
	bit, at := len(dst)-of.words(), len(dst)
	dst = slices.Grow(dst, of.n*c.width)[:at+of.n*c.width]
	word := uint64(0)
	for i := range of.n {
		cell := &of.all[i*of.stride]
		if cell.Kind == row.KindNull {
			nulls++
			clear(dst[at : at+c.width])
		} else {
			word |= 1 << (i % 64)
			if err := c.put(dst[at:], cell); err != nil {
				return dst, 0, c.fail(err)
			}
		}
		at += c.width
		if i%64 == 63 || i == of.n-1 {
			binary.LittleEndian.PutUint64(dst[bit:], word)
			bit, word = bit+8, 0
		}
	}
	return dst, nulls, nil
}

// put writes a value of so many bytes as the column has.
func (c *column) put(dst []byte, cell *row.Cell) error {
	if c.Kind == typed.Decimal {
		n, err := c.Decimal(cell)
		binary.LittleEndian.PutUint64(dst, n.Lo)
		binary.LittleEndian.PutUint64(dst[8:], uint64(n.Hi))
		return err
	}
	n, err := c.Int(cell)
	if c.width == 4 {
		binary.LittleEndian.PutUint32(dst, uint32(n))
	} else {
		binary.LittleEndian.PutUint64(dst, uint64(n))
	}
	return err
}

// appendBits appends booleans.
func (c *column) appendBits(dst []byte, of cells) (out []byte, nulls int, err error) {
	words := of.words()
	valid, values := len(dst)-words, len(dst)
	dst = slices.Grow(dst, words)[:values+words]
	clear(dst[valid:])
	for i := range of.n {
		cell := &of.all[i*of.stride]
		if cell.Kind == row.KindNull {
			nulls++
			continue
		}
		n, err := c.Int(cell)
		if err != nil {
			return dst, 0, c.fail(err)
		}
		dst[valid+i/8] |= 1 << (i % 8)
		dst[values+i/8] |= byte(n&1) << (i % 8)
	}
	return dst, nulls, nil
}

// itemsPool has memory for the items of the lists of a chunk.
var itemsPool = sync.Pool{New: func() any { return new([]row.Cell) }}

// appendLists appends lists.
func (c *column) appendLists(dst []byte, of cells) (out []byte, nulls int, err error) {
	bit, end := len(dst)-of.words(), len(dst)
	dst = slices.Grow(dst, 4*of.n)[:end+4*of.n]
	memory := itemsPool.Get().(*[]row.Cell) //nolint:forcetypeassert // it holds nothing else
	items := (*memory)[:0]
	defer func() {
		clear(items) // or it would keep texts
		*memory = items
		itemsPool.Put(memory)
	}()
	clear(dst[bit : bit+of.words()])
	for i := range of.n {
		switch cell := &of.all[i*of.stride]; cell.Kind {
		case row.KindList:
			dst[bit+i/8] |= 1 << (i % 8)
			items = append(items, cell.Items()...)
		case row.KindNull:
			nulls++
		default:
			return dst, 0, c.mismatch(cell)
		}
		put32(dst, end+4*i, len(items))
	}
	if nulls == of.n {
		return dst, nulls, nil
	}
	dst, err = c.items.append(dst, cells{items, 1, len(items)})
	return dst, nulls, err
}

func put32(b []byte, at, n int) { binary.LittleEndian.PutUint32(b[at:], uint32(n)) }

func get32(b []byte, at int) int { return int(binary.LittleEndian.Uint32(b[at:])) }
