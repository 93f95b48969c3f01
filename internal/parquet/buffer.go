package parquet

import (
	"encoding/binary"
	"slices"
	"sync/atomic"
)

// column is a column of the file, with what all its encoders and row groups have to know.
type column struct {
	Column
	// plain is true for texts that a dictionary does not pay for. It never becomes false again.
	plain atomic.Bool
	// sampled are how many values were looked at to tell that, as long as they are few.
	sampled int
}

// alwaysPlain is true for a column of a type that has no dictionaries.
func (c *column) alwaysPlain() bool { return c.Type != String && c.Type != JSON }

const (
	// pageSlots and pageBytes are how large a page becomes before it ends.
	pageSlots, pageBytes = 128 << 10, 1 << 20
	// sample is after how many values a column's texts are looked at: a dictionary pays where at most two of three are new.
	sample = 4096
	// maxDictionary is how many bytes of texts are kept as a dictionary. The values of the row group that come later are plain.
	maxDictionary = 2 << 20
)

func dictionaryPays(texts, values int) bool { return 3*texts <= 2*values }

// buffer is what a row group has of a column.
type buffer struct {
	*column
	levels []byte
	starts []byte
	nulls  int
	dict   dictionary
	index  []int32 // texts of the dictionary
	values []byte  // plain values, which all come after those of the dictionary
	count  int     // plain values
	closed bool    // the dictionary takes no more
	pages  []mark
	remap  []int32 // of a part's texts, memory of add
}

// mark is a place in a buffer: where a page ends.
type mark struct{ slots, index, values, count int }

func (b *buffer) mark() mark {
	return mark{slots: len(b.levels), index: len(b.index), values: len(b.values), count: b.count}
}

// reset empties the buffer.
func (b *buffer) reset() {
	b.dict.reset()
	b.levels, b.starts, b.index, b.values = b.levels[:0], b.starts[:0], b.index[:0], b.values[:0]
	b.pages, b.nulls, b.count = b.pages[:0], 0, 0
}

// begin prepares the empty buffer for the next row group.
func (b *buffer) begin() { b.closed = b.alwaysPlain() || b.plain.Load() }

// bytes returns about how much memory the values take.
func (b *buffer) bytes() int {
	return len(b.levels) + len(b.starts) + 4*len(b.index) + len(b.dict.values) + len(b.values)
}

// add adds a column of a chunk, whose rows stay in one page.
func (b *buffer) add(p *part) {
	b.addLevels(p)
	switch {
	case p.count == 0:
	case p.plain:
		b.closeDictionary()
		b.values, b.count = append(b.values, p.values...), b.count+p.count
	case b.closed:
		b.addPlain(p)
	default:
		b.addIndex(p)
		b.judge()
	}
	from := b.pageStart()
	if len(b.levels)-from.slots >= pageSlots || len(b.values)-from.values >= pageBytes {
		b.endPage()
	}
}

func (b *buffer) pageStart() mark {
	if n := len(b.pages); n > 0 {
		return b.pages[n-1]
	}
	return mark{}
}

// endPage ends a page, unless it is empty.
func (b *buffer) endPage() {
	if len(b.levels) > b.pageStart().slots {
		b.pages = append(b.pages, b.mark())
	}
}

var ones = slices.Repeat([]byte{1}, 1024)

func (b *buffer) addLevels(p *part) {
	b.nulls += p.slots - p.count
	switch p.kind {
	case levelsFull:
		for n := p.slots; n > 0; n -= len(ones) {
			b.levels = append(b.levels, ones[:min(n, len(ones))]...)
		}
	case levelsNull:
		n := len(b.levels)
		b.levels = slices.Grow(b.levels, p.slots)[:n+p.slots]
		clear(b.levels[n:])
	default:
		b.levels, b.starts = append(b.levels, p.levels...), append(b.starts, p.starts...)
	}
}

// addIndex adds texts to the dictionary and to the column.
func (b *buffer) addIndex(p *part) {
	b.remap = b.remap[:0]
	for rest := p.values; len(rest) > 0; {
		hash, text, more := cutText(rest)
		b.remap = append(b.remap, int32(b.dict.number(hash, text)))
		rest = more
	}
	n := len(b.index)
	b.index = slices.Grow(b.index, p.count)[:n+p.count]
	added := b.index[n:]
	for i := range added {
		added[i] = b.remap[p.text(i)]
	}
}

// addPlain adds texts that an encoder has put together, one by one.
func (b *buffer) addPlain(p *part) {
	b.remap = b.remap[:0] // where the texts stand
	for rest := p.values; len(rest) > 0; {
		b.remap = append(b.remap, int32(len(p.values)-len(rest)))
		_, _, rest = cutText(rest)
	}
	for i := range p.count {
		from := int(b.remap[p.text(i)])
		b.values = append(b.values, p.values[from+4:from+8+int(binary.LittleEndian.Uint32(p.values[from+4:]))]...)
	}
	b.count += p.count
}

// judge closes the dictionary where it does not pay, or is large.
func (b *buffer) judge() {
	if b.sampled < sample {
		if b.sampled = len(b.index); b.sampled >= sample && !dictionaryPays(b.dict.len(), len(b.index)) {
			b.plain.Store(true)
			b.closeDictionary()
		}
	}
	if len(b.dict.values) > maxDictionary {
		b.plain.Store(b.plain.Load() || !dictionaryPays(b.dict.len(), len(b.index)))
		b.closeDictionary()
	}
}

// end looks at the whole row group: where most of its texts were new, the next ones have no dictionary.
func (b *buffer) end() {
	if !b.closed && len(b.index) >= sample && !dictionaryPays(b.dict.len(), len(b.index)) {
		b.plain.Store(true)
	}
}

// closeDictionary has all values that come be plain: pages hold either kind.
func (b *buffer) closeDictionary() {
	if !b.closed {
		b.closed = true
		b.endPage()
	}
}
