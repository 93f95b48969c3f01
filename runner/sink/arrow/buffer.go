package arrow

import (
	"encoding/binary"
	"errors"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/bitutil"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// buffer is what the record batch that is being put together has of a column, or of the items of its lists.
type buffer struct {
	*column
	item    *buffer // of lists
	n       int
	nulls   int
	valid   []byte  // a bit for each cell: is there a value; empty as long as there is no null
	values  []byte  // the bytes of texts, numbers, or bits
	offsets []int32 // of texts and lists: where each ends, after a 0
}

func newBuffer(c *column) *buffer {
	b := &buffer{column: c}
	if c.list {
		b.item = newBuffer(c.items)
	}
	b.reset(true)
	return b
}

// reset empties the buffer. It keeps its memory only where nobody else has it.
func (b *buffer) reset(keep bool) {
	if keep {
		b.valid, b.values, b.offsets = b.valid[:0], b.values[:0], b.offsets[:0]
	} else {
		b.valid, b.values, b.offsets = make([]byte, 0, len(b.valid)), make([]byte, 0, len(b.values)), make([]int32, 0, len(b.offsets))
	}
	b.n, b.nulls = 0, 0
	if b.ends() {
		b.offsets = append(b.offsets, 0)
	}
	if b.list {
		b.item.reset(keep)
	}
}

// size returns how many bytes the values take.
func (b *buffer) size() int {
	n := len(b.values) + 4*len(b.offsets)
	if b.list {
		n += b.item.size()
	}
	return n
}

var errChunk = errors.New("write arrow: the encoded rows are damaged; pass to Write what Encode returned")

// add adds a column of a chunk, and returns what follows it.
func (b *buffer) add(chunk []byte) (rest []byte, err error) {
	if len(chunk) < columnHead {
		return nil, errChunk
	}
	n, nulls, size := get32(chunk, 0), get32(chunk, 4), get32(chunk, 8)
	rest = chunk[columnHead:]
	if nulls == n {
		b.addNulls(n)
		return rest, nil
	}
	set := cells{n: n}.words()
	if len(rest) < set+size {
		return nil, errChunk
	}
	b.addValid(rest[:set], n, nulls)
	if err := b.addValues(rest[set:set+size], n); err != nil {
		return nil, err
	}
	b.n += n
	return rest[set+size:], nil
}

// addNulls adds n cells without values.
func (b *buffer) addNulls(n int) {
	if n == 0 {
		return
	}
	b.beginNulls()
	b.valid = grown(b.valid, b.n, n)
	bitutil.SetBitsTo(b.valid, int64(b.n), int64(n), false)
	b.nulls += n
	switch {
	case b.ends():
		last := b.offsets[len(b.offsets)-1]
		for range n {
			b.offsets = append(b.offsets, last)
		}
	case b.bits():
		b.values = grown(b.values, b.n, n)
		bitutil.SetBitsTo(b.values, int64(b.n), int64(n), false)
	default:
		from := len(b.values)
		b.values = slices.Grow(b.values, n*b.width)[:from+n*b.width]
		clear(b.values[from:])
	}
	b.n += n
}

// beginNulls says of all cells so far that they have values, before the first that has none.
func (b *buffer) beginNulls() {
	if b.nulls == 0 && b.n > 0 {
		b.valid = grown(b.valid, 0, b.n)
		bitutil.SetBitsTo(b.valid, 0, int64(b.n), true)
	}
}

// addValid adds which of n cells have values.
func (b *buffer) addValid(set []byte, n, nulls int) {
	if nulls > 0 {
		b.beginNulls()
	}
	b.nulls += nulls
	if b.nulls > 0 {
		b.valid = grown(b.valid, b.n, n)
		bitutil.CopyBitmap(set, 0, n, b.valid, b.n)
	}
}

// addValues adds the values of n cells.
func (b *buffer) addValues(body []byte, n int) error {
	switch {
	case b.ends():
		if len(body) < 4*n {
			return errChunk
		}
		b.addEnds(body[:4*n])
		if b.list {
			_, err := b.item.add(body[4*n:])
			return err
		}
		b.values = append(b.values, body[4*n:]...)
	case len(body) < n*b.width:
		return errChunk
	case b.bits():
		b.values = grown(b.values, b.n, n)
		bitutil.CopyBitmap(body, 0, n, b.values, b.n)
	default:
		b.values = append(b.values, body...)
	}
	return nil
}

func (b *buffer) addEnds(ends []byte) {
	from, n := len(b.offsets), len(ends)/4
	base := b.offsets[from-1]
	b.offsets = slices.Grow(b.offsets, n)[:from+n]
	for i, to := 0, b.offsets[from:]; i < len(to); i++ {
		to[i] = base + int32(binary.LittleEndian.Uint32(ends[4*i:])) // see maxTexts
	}
}

// grown returns the bitmap with room for n bits after the first so many.
func grown(bitmap []byte, so, n int) []byte {
	size := (so + n + 7) / 8
	return slices.Grow(bitmap, size-len(bitmap))[:size]
}

// data returns what has been added as the data of an array. It shares the buffer's memory.
func (b *buffer) data() *array.Data {
	buffers := []*memory.Buffer{nil}
	if b.nulls > 0 {
		buffers[0] = memory.NewBufferBytes(b.valid)
	}
	if b.ends() {
		buffers = append(buffers, memory.NewBufferBytes(arrow.Int32Traits.CastToBytes(b.offsets)))
	}
	if b.list {
		items := b.item.data()
		defer items.Release()
		return array.NewData(b.dataType(), b.n, buffers, []arrow.ArrayData{items}, b.nulls, 0)
	}
	return array.NewData(b.value, b.n, append(buffers, memory.NewBufferBytes(b.values)), nil, b.nulls, 0)
}
