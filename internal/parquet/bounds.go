package parquet

import (
	"bytes"
	"cmp"
	"encoding/binary"

	"github.com/parquet-go/parquet-go/format"
)

// maxBound is how long a text may be to stand in the statistics: a longer one would have to be cut, which older readers
// take for the text itself.
const maxBound = 256

// statistics returns what readers can pass the row group over by: its least and its greatest value.
func (b *buffer) statistics() format.Statistics {
	s := format.Statistics{NullCount: int64(b.nulls)}
	var low, high []byte
	if width := b.width(); width > 0 {
		low, high = bounds(b.values, width, b.compare())
	} else {
		low, high = b.textBounds()
	}
	if len(low) <= maxBound && len(high) <= maxBound {
		s.MinValue, s.MaxValue = bytes.Clone(low), bytes.Clone(high) // the buffer is for the next row group then
	}
	return s
}

// textBounds returns the least and the greatest text, or nil where there is none.
func (b *buffer) textBounds() (low, high []byte) {
	for _, texts := range [][]byte{b.dict.values, b.values} {
		for len(texts) > 0 {
			end := 4 + binary.LittleEndian.Uint32(texts)
			text := texts[4:end:end]
			texts = texts[end:]
			if low == nil || bytes.Compare(text, low) < 0 {
				low = text
			}
			if high == nil || bytes.Compare(text, high) > 0 {
				high = text
			}
		}
	}
	return low, high
}

func bounds(values []byte, width int, compare func(a, b []byte) int) (low, high []byte) {
	for len(values) > 0 {
		v := values[:width:width]
		values = values[width:]
		if low == nil || compare(v, low) < 0 {
			low = v
		}
		if high == nil || compare(v, high) > 0 {
			high = v
		}
	}
	return low, high
}

// compare returns the order of values that have a width.
func (b *buffer) compare() func(x, y []byte) int {
	switch b.width() {
	case 4:
		return func(x, y []byte) int {
			return cmp.Compare(int32(binary.LittleEndian.Uint32(x)), int32(binary.LittleEndian.Uint32(y)))
		}
	case 8:
		return func(x, y []byte) int {
			return cmp.Compare(int64(binary.LittleEndian.Uint64(x)), int64(binary.LittleEndian.Uint64(y)))
		}
	case 16:
		return func(x, y []byte) int {
			if c := cmp.Compare(int8(x[0]), int8(y[0])); c != 0 {
				return c
			}
			return bytes.Compare(x, y)
		}
	}
	return bytes.Compare
}
