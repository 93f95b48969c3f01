package runner

import (
	"encoding/binary"
	"slices"
	"strings"
	"unsafe"

	"github.com/fhirview/fhirview/viewdef/row"
)

// sameAsAbove stands in encoded rows for a cell that is that of the row before: the rows of a forEach repeat what stands
// outside of it, and codes repeat anyway. It is none of row's kinds.
const sameAsAbove = 0xff

// appendRows appends every cell as its kind and its value: a varint for booleans and integers, the length and the text,
// or the number of items and the items.
func appendRows(dst []byte, batch *row.Batch) []byte {
	var above []row.Cell
	for r := range batch.Rows() {
		cells := batch.Row(r)
		for i := range cells {
			if above != nil && above[i] == cells[i] {
				dst = append(dst, sameAsAbove)
			} else {
				dst = appendCell(dst, &cells[i])
			}
		}
		above = cells
	}
	return dst
}

// rowStore holds rows in few pieces of memory, so that what they take is known and costs the garbage collector little:
// slices of the cells of pieceRows rows, and texts of up to largestText bytes that the cells are parts of.
type rowStore struct {
	width int
	rows  int
	full  [][]row.Cell // of pieceRows rows each
	cells []row.Cell   // of the rows after them
	bytes int64        // of texts, items and full

	text strings.Builder // the newest text
	at   int             // of the next cell in what is added
}

const (
	pieceRows   = 512
	largestText = 256 << 10
)

const cellBytes = int64(unsafe.Sizeof(row.Cell{}))

// size is how much memory the rows take.
func (s *rowStore) size() int64 { return s.bytes + int64(cap(s.cells))*cellBytes }

// add adds rows that appendRows has encoded. The memory of encoded may be used again.
func (s *rowStore) add(encoded []byte, rows int) {
	text := s.keep(encoded)
	s.at = 0
	for range rows {
		if s.rows > 0 && s.rows%pieceRows == 0 {
			s.full = append(s.full, s.cells)
			s.bytes += int64(cap(s.cells)) * cellBytes
			s.cells = make([]row.Cell, 0, pieceRows*s.width)
		}
		s.addRow(encoded, text)
	}
}

// addRow adds the row at s.at.
func (s *rowStore) addRow(encoded []byte, text string) {
	var above []row.Cell
	if s.rows > 0 {
		above = s.row(s.rows - 1)
	}
	from := len(s.cells)
	s.cells = slices.Grow(s.cells, s.width)[:from+s.width]
	cells := s.cells[from:]
	for i := range cells {
		if encoded[s.at] == sameAsAbove {
			cells[i] = above[i]
			s.at++
			continue
		}
		s.cell(&cells[i], encoded, text)
	}
	s.rows++
}

// keep returns a copy of encoded. It is kept as a whole, for what is not text in it is little.
func (s *rowStore) keep(encoded []byte) string {
	if s.text.Cap()-s.text.Len() < len(encoded) {
		// Each text is as long as all before it, so that short tables take little and long ones have few.
		size := max(len(encoded), int(min(s.bytes, largestText)))
		s.text = strings.Builder{}
		s.text.Grow(size)
		s.bytes += int64(s.text.Cap())
	}
	from := s.text.Len()
	s.text.Write(encoded) // has room, so that the text so far stays where it is
	return s.text.String()[from:]
}

// cell reads the cell at s.at into a zero one.
func (s *rowStore) cell(c *row.Cell, encoded []byte, text string) {
	kind := row.Kind(encoded[s.at])
	s.at++
	switch kind {
	case row.KindBoolean, row.KindInteger:
		v, n := binary.Varint(encoded[s.at:])
		c.Int = v
		s.at += n
	case row.KindDecimal, row.KindString, row.KindJSON:
		n := s.length(encoded)
		c.Text = text[s.at : s.at+n]
		s.at += n
	case row.KindList:
		items := make([]row.Cell, s.length(encoded))
		s.bytes += int64(len(items)) * cellBytes
		for i := range items {
			s.cell(&items[i], encoded, text)
		}
		*c = row.List(items)
	}
	c.Kind = kind
}

func (s *rowStore) length(encoded []byte) int {
	v, n := binary.Uvarint(encoded[s.at:])
	s.at += n
	return int(v)
}

// end gives back memory that was reserved and not needed, where it is much.
func (s *rowStore) end() {
	if spare := cap(s.cells) - len(s.cells); spare > len(s.cells)/8 {
		s.cells = append(make([]row.Cell, 0, len(s.cells)), s.cells...)
	}
	s.text = strings.Builder{}
}

// row returns the cells of row i.
func (s *rowStore) row(i int) []row.Cell {
	cells := s.cells
	if piece := i / pieceRows; piece < len(s.full) {
		cells = s.full[piece]
	}
	from := i % pieceRows * s.width
	return cells[from : from+s.width : from+s.width]
}
