package parquet

import (
	"encoding/binary"
	"hash/maphash"
	"unicode/utf8"
)

// Encoder turns rows into chunks, a column at a time. It belongs to one goroutine from Writer.Encoder to Release.
type Encoder struct {
	w      *Writer
	column ColumnEncoder
}

// Encoder returns an encoder for chunks that Write takes.
func (w *Writer) Encoder() *Encoder { return w.encoders.Get().(*Encoder) } //nolint:forcetypeassert // it holds nothing else

// Release gives the encoder back. It keeps nothing of what it was given.
func (e *Encoder) Release() {
	e.column.forget()
	e.w.encoders.Put(e)
}

// Begin appends the head of a chunk of so many rows to dst. The columns follow, each by Column and AppendTo, in the order of
// the file, and then End.
func (e *Encoder) Begin(dst []byte, rows int) []byte {
	dst = appendUint32(dst, 0) // known at the end
	return appendUint32(dst, uint32(rows))
}

// Column returns what takes the cells of column i. It is valid until Column is called again.
func (e *Encoder) Column(i int) *ColumnEncoder {
	e.column.reset(e.w.columns[i])
	return &e.column
}

// End ends the chunk that begins at start, and returns dst.
func (e *Encoder) End(dst []byte, start int) []byte {
	binary.LittleEndian.PutUint32(dst[start:], uint32(len(dst)-start))
	return dst
}

// ColumnEncoder takes the cells of one column, one call for each: Null, Text, Bytes, Int or Wide, as the column's type has it. Where
// the column is a list, List comes first, or Null for no list, and then a call for each of the items.
//
// Texts that are equal become one: cells are numbers of texts then, and Write has to look at few texts only. A column of
// which the writer knows that hardly any text comes twice is left as it is.
type ColumnEncoder struct {
	top    byte // the level of a value
	null   byte // the level of a null
	list   bool
	plain  bool // values are written as they come
	width  int
	items  int    // how many items are to follow
	count  int    // values, which nulls are not
	levels []byte // by cell or item: is it null, a value …
	starts []byte // by cell or item of a column of lists: 0 where a row begins, 1 for a further item

	values []byte // as in a file, where they are plain
	index  []uint32
	texts  []string
	hashes []uint32
	table  []uint32 // by hash, the number of a text and 1
	last   uint32   // the number of the text before
}

// smallTable is how many places the table has at the start: cleared for each column of each chunk.
const smallTable = 512

func (c *ColumnEncoder) reset(col *column) {
	c.list, c.width, c.top, c.null = col.List, col.width(), col.topLevel(), levelNull
	c.plain = col.alwaysPlain() || col.plain.Load()
	c.items, c.count, c.last = 0, 0, 0
	c.levels, c.starts, c.values, c.index, c.hashes = c.levels[:0], c.starts[:0], c.values[:0], c.index[:0], c.hashes[:0]
	c.texts = c.texts[:0]
	if c.plain {
		return
	}
	if c.table == nil {
		c.table = make([]uint32, smallTable)
	}
	c.table = c.table[:smallTable]
	clear(c.table)
}

// forget drops the texts, which are others' memory.
func (c *ColumnEncoder) forget() { clear(c.texts[:cap(c.texts)]) }

// List begins a list. As many calls for its items follow.
func (c *ColumnEncoder) List(items int) {
	if items == 0 {
		c.starts, c.levels = append(c.starts, 0), append(c.levels, levelEmpty)
		return
	}
	c.items, c.null = items, levelItemNull
	c.starts = append(c.starts, 0)
	for range items - 1 {
		c.starts = append(c.starts, 1)
	}
}

// item counts an item of a list. Without a list it is a list's null.
func (c *ColumnEncoder) item() {
	if c.items == 0 {
		c.starts = append(c.starts, 0)
		return
	}
	if c.items--; c.items == 0 {
		c.null = levelNull
	}
}

// Null adds a null: a cell, or an item of a list.
func (c *ColumnEncoder) Null() {
	c.levels = append(c.levels, c.null)
	if c.list {
		c.item()
	}
}

// value counts a value.
func (c *ColumnEncoder) value() {
	c.levels = append(c.levels, c.top)
	c.count++
	if c.list {
		c.item()
	}
}

// Int adds a value of any type that is no text.
func (c *ColumnEncoder) Int(v int64) {
	c.value()
	switch c.width {
	case 1:
		c.values = append(c.values, byte(v))
	case 4:
		c.values = appendUint32(c.values, uint32(v))
	case 8:
		c.values = binary.LittleEndian.AppendUint64(c.values, uint64(v))
	default:
		c.values = appendWide(c.values, v>>63, uint64(v))
	}
}

// Wide adds a Decimal of more than 18 digits: an integer of 128 bits, of which high has the upper 64.
func (c *ColumnEncoder) Wide(high int64, low uint64) {
	c.value()
	c.values = appendWide(c.values, high, low)
}

func appendWide(dst []byte, high int64, low uint64) []byte {
	dst = binary.BigEndian.AppendUint64(dst, uint64(high))
	return binary.BigEndian.AppendUint64(dst, low)
}

// Bytes adds a value of a Binary.
func (c *ColumnEncoder) Bytes(b []byte) {
	c.value()
	c.values = append(appendUint32(c.values, uint32(len(b))), b...)
}

// Text adds a text. Bytes in it that are not UTF-8 become U+FFFD, each of them.
func (c *ColumnEncoder) Text(s string) {
	c.value()
	if c.plain {
		s = repaired(s)
		c.values = append(appendUint32(c.values, uint32(len(s))), s...)
		return
	}
	// The rows of a forEach repeat the cells that stand outside of it, and many columns repeat what the resource before had.
	if int(c.last) < len(c.texts) && c.texts[c.last] == s {
		c.index = append(c.index, c.last)
		return
	}
	c.last = c.number(s)
	c.index = append(c.index, c.last)
}

func repaired(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}

var seed = maphash.MakeSeed()

// number returns the number of a text, which is a new one where the text is new. The hash differs from process to process,
// which no file shows: numbers are given in the order of the rows.
func (c *ColumnEncoder) number(s string) uint32 {
	hash := uint32(maphash.String(seed, s))
	mask := uint32(len(c.table) - 1)
	at := hash & mask
	for ; c.table[at] != 0; at = (at + 1) & mask {
		if n := c.table[at] - 1; c.hashes[n] == hash && c.texts[n] == s {
			return n
		}
	}
	n := uint32(len(c.texts))
	c.texts, c.hashes = append(c.texts, s), append(c.hashes, hash)
	c.table[at] = n + 1
	if 2*len(c.texts) > len(c.table) {
		c.table = grown(c.table, c.hashes)
	}
	return n
}

// grown returns a table of twice the size with the numbers of the hashes.
func grown(table, hashes []uint32) []uint32 {
	size := 2 * len(table)
	if cap(table) < size {
		table = make([]uint32, size)
	}
	table = table[:size]
	clear(table)
	mask := uint32(size - 1)
	for i, hash := range hashes {
		at := hash & mask
		for table[at] != 0 {
			at = (at + 1) & mask
		}
		table[at] = uint32(i) + 1
	}
	return table
}

func appendUint32(dst []byte, v uint32) []byte { return binary.LittleEndian.AppendUint32(dst, v) }
