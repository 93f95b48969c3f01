package resource

import "math/bits"

// index tells where the structure of a JSON text is, a bit for each byte. The decoder finds the end of a string and of
// a skipped object in it, without looking at the bytes in between.
type index struct {
	quotes   []uint64 // quotes that begin or end a string
	brackets []uint64 // brackets outside of strings
	special  []uint64 // bytes that are no plain text in a string: backslashes, control characters, and not ASCII
	// odd is true where the text cannot be JSON and the index cannot be relied on: it ends inside a string, or there is
	// a backslash outside of strings.
	odd bool
}

// blockSize is how many bytes one word of an index speaks of.
const blockSize = 64

// scanState is what one block has to know of the blocks before it.
type scanState struct {
	inString uint64 // all ones inside a string, otherwise 0
	escaped  uint64 // 1 where the first byte is escaped by a backslash before it, otherwise 0
	stray    uint64 // not 0 where there was a backslash outside of strings
}

// build makes the index of a text.
func (x *index) build(data []byte) {
	blocks := (len(data) + blockSize - 1) / blockSize
	x.grow(blocks)
	var state scanState
	whole := len(data) / blockSize
	if whole > 0 {
		scanBlocks(data[:whole*blockSize], x.quotes, x.brackets, x.special, &state)
	}
	if whole < blocks {
		var last [blockSize]byte
		for i := copy(last[:], data[whole*blockSize:]); i < blockSize; i++ {
			last[i] = ' '
		}
		scanBlocks(last[:], x.quotes[whole:], x.brackets[whole:], x.special[whole:], &state)
	}
	x.odd = state.inString|state.stray != 0
}

func (x *index) grow(blocks int) {
	if cap(x.quotes) < blocks {
		size := blocks + blocks/4
		x.quotes, x.brackets, x.special = make([]uint64, size), make([]uint64, size), make([]uint64, size)
	}
	x.quotes, x.brackets, x.special = x.quotes[:blocks], x.brackets[:blocks], x.special[:blocks]
}

// quote returns the place of the first quote from i on, or -1.
func (x *index) quote(i int) int {
	b := i / blockSize
	if b >= len(x.quotes) {
		return -1
	}
	if w := x.quotes[b] >> (i % blockSize); w != 0 {
		return i + bits.TrailingZeros64(w)
	}
	for b++; b < len(x.quotes); b++ {
		if w := x.quotes[b]; w != 0 {
			return b*blockSize + bits.TrailingZeros64(w)
		}
	}
	return -1
}

// plain is true where the bytes of a string between two places are plain text.
func (x *index) plain(from, to int) bool {
	if from >= to {
		return true
	}
	first, last := from/blockSize, (to-1)/blockSize
	head := x.special[first] >> (from % blockSize)
	if first == last {
		return head<<(blockSize-(to-from)) == 0
	}
	if head != 0 {
		return false
	}
	for b := first + 1; b < last; b++ {
		if x.special[b] != 0 {
			return false
		}
	}
	return x.special[last]<<(blockSize-1-(to-1)%blockSize) == 0
}

// skipBrackets returns the place after the bracket that closes the one at i. depth is how many are open already.
func (x *index) skipBrackets(data []byte, i, depth int) (int, error) {
	limit := min(maxDepth-depth, 64) // as many as fit a word; deeper ones are skipped byte by byte
	var square uint64                // a bit for each open bracket, the innermost lowest: 1 for [
	open := 0
	b := i / blockSize
	w := x.brackets[b] >> (i % blockSize) << (i % blockSize)
	for {
		for ; w != 0; w &= w - 1 {
			at := b*blockSize + bits.TrailingZeros64(w)
			c := data[at]
			// [ and ] are 0x5b and 0x5d, { and } are 0x7b and 0x7d.
			kind := uint64(^c>>5) & 1
			if c&6 == 2 {
				if open == limit {
					return skipBrackets(data, i, depth)
				}
				square = square<<1 | kind
				open++
				continue
			}
			if square&1 != kind {
				return 0, fail(at, msgBrackets)
			}
			square >>= 1
			if open--; open == 0 {
				return at + 1, nil
			}
		}
		if b++; b >= len(x.brackets) {
			return skipBrackets(data, i, depth) // it ends early: this tells how
		}
		w = x.brackets[b]
	}
}
