package parquet

import (
	"encoding/binary"
	"errors"
	"slices"
)

// A chunk is what an Encoder makes of some rows: its length in bytes and its number of rows, and for each column
//
//	cells or items, values, how the levels are given, texts, bytes of the values   each in four bytes
//	the levels, a byte each, where they are given; and for lists where rows begin, a byte each
//	the numbers of the texts, four bytes each, unless the values are plain
//	the values as in a file: texts after their length in four bytes. Unless they are plain, the hash of each stands before it.
//
// It never leaves the process.

// How the levels of a column of a chunk are given.
const (
	levelsFull  = iota // all are values
	levelsNull         // all are null
	levelsGiven        // a byte each
)

// plainTexts stands in place of the number of texts where the values are plain.
const plainTexts = 1<<32 - 1

const chunkHead, columnHead = 8, 20

// AppendTo appends the column to its chunk.
func (c *ColumnEncoder) AppendTo(dst []byte) []byte {
	kind, texts := uint32(levelsGiven), uint32(plainTexts)
	switch {
	case c.list:
	case c.count == len(c.levels):
		kind = levelsFull
	case c.count == 0:
		kind = levelsNull
	}
	if !c.plain {
		texts = uint32(len(c.texts))
	}
	dst = slices.Grow(dst, columnHead+2*len(c.levels)+4*len(c.index)+len(c.values))
	for _, v := range [...]uint32{uint32(len(c.levels)), uint32(c.count), kind, texts, 0} {
		dst = appendUint32(dst, v)
	}
	at := len(dst) - 4 // the last of these is known at the end
	if kind == levelsGiven {
		dst = append(append(dst, c.levels...), c.starts...)
	}
	for _, n := range c.index {
		dst = appendUint32(dst, n)
	}
	values := len(dst)
	for i, s := range c.texts {
		s = repaired(s)
		dst = append(appendUint32(appendUint32(dst, c.hashes[i]), uint32(len(s))), s...)
	}
	dst = append(dst, c.values...)
	binary.LittleEndian.PutUint32(dst[at:], uint32(len(dst)-values))
	return dst
}

// part is a column of a chunk.
type part struct {
	slots  int // cells or items
	count  int // values
	kind   uint32
	plain  bool
	texts  int
	levels []byte
	starts []byte
	index  []byte
	values []byte
}

var errChunk = errors.New("parquet: what is to be written is not what this writer's encoders make")

// cutPart takes a column off the chunk.
func cutPart(chunk []byte, list bool) (p part, rest []byte, err error) {
	if len(chunk) < columnHead {
		return p, nil, errChunk
	}
	at := func(i int) int { return int(binary.LittleEndian.Uint32(chunk[4*i:])) }
	p.slots, p.count, p.kind, p.texts = at(0), at(1), uint32(at(2)), at(3)
	p.plain = uint32(p.texts) == plainTexts
	size := at(4)
	rest = chunk[columnHead:]
	cut := func(n int) (piece []byte) {
		if n > len(rest) {
			rest, err = nil, errChunk
			return nil
		}
		piece, rest = rest[:n], rest[n:]
		return piece
	}
	if p.kind == levelsGiven {
		p.levels = cut(p.slots)
		if list {
			p.starts = cut(p.slots)
		}
	}
	if !p.plain {
		p.index = cut(4 * p.count)
	}
	p.values = cut(size)
	return p, rest, err
}

// text returns the i-th number.
func (p *part) text(i int) uint32 { return binary.LittleEndian.Uint32(p.index[4*i:]) }

// cutText takes a text with its hash off the values of a part that is not plain. The text begins with its length.
func cutText(values []byte) (hash uint32, text, rest []byte) {
	hash = binary.LittleEndian.Uint32(values)
	end := 8 + int(binary.LittleEndian.Uint32(values[4:]))
	return hash, values[4:end], values[end:]
}
