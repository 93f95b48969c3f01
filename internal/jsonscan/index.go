package jsonscan

import (
	"math/bits"
	"unsafe"
)

// Index tells where the structure of a JSON text is, a bit for each byte. The decoder finds the end of a string and of
// a skipped object in it, without looking at the bytes in between.
type Index struct {
	quotes []uint64 // quotes that begin or end a string
	// quoteBytes is quotes and one word that is 0, as bytes. The bytes are in the order of their bits on all
	// processors that an index is used on.
	quoteBytes []byte
	brackets   []uint64 // brackets outside of strings
	special    []uint64 // bytes that are no plain text in a string: backslashes, control characters, and not ASCII
	// Odd is true where the text cannot be JSON, and is for those to read who look at every byte: it ends inside a string,
	// there is a backslash or what is not ASCII outside of strings, a control character that is not white space outside of
	// strings, bad UTF-8, or a structural character after one that it cannot follow.
	Odd bool
	// Simple is true where nothing is special.
	Simple bool
	state  scanState

	matched matched
}

// stretch is how much of a text is scanned at a time, a multiple of the block size.
const stretch = 1 << 20

// MinIndexed is how long a text has to be for an index of it to pay.
const MinIndexed = 2 * blockSize

// blockSize is how many bytes one word of an index speaks of.
const blockSize = 64

// scanState is what one block has to know of the blocks before it.
type scanState struct {
	inString uint64 // all ones inside a string, otherwise 0
	escaped  uint64 // 1 where the first byte is escaped by a backslash before it, otherwise 0
	stray    uint64 // not 0 where there was a backslash outside of strings
	special  uint64 // not 0 where anything was special
	strange  uint64 // not 0 where there was what cannot stand there, see strange
	foreign  uint64 // not 0 where there was what is not ASCII

	jars      uint64 // not 0 where a structural character followed one that it cannot follow
	preceding preceding
	codes     []byte // the structural characters, after the one before them, where they are written one after the other
	count     int    // how many of them
}

// grow makes room for the structural characters of a text of a size, for one before them, and for zeros after them.
func (s *scanState) grow(size int) {
	if room := size + 1 + 2*blockSize; len(s.codes) < room {
		s.codes = append(s.codes, make([]byte, room+size/4-len(s.codes))...) // keeps the one before
	}
}

// begin makes the state that is before a text.
func (s *scanState) begin() {
	s.inString, s.escaped, s.stray, s.special, s.strange, s.foreign, s.jars = 0, 0, 0, 0, 0, 0, 0
	s.preceding = preceding{comma: 1}
	if len(s.codes) == 0 {
		s.grow(0)
	}
	s.codes[0] = ','
}

// structural are the structural characters of a text of one stretch, where this processor writes them.
func (x *Index) structural() []byte { return x.state.codes[1:][:x.state.count] }

// blocksOf returns how many words an index of a text takes.
func blocksOf(data []byte) int { return (len(data) + blockSize - 1) / blockSize }

// Build makes the index of a text.
func (x *Index) Build(data []byte) {
	blocks := blocksOf(data)
	if cap(x.quotes) <= blocks {
		x.grow(blocks)
	}
	x.quotes, x.brackets, x.special = x.quotes[:blocks], x.brackets[:blocks], x.special[:blocks]
	x.quotes[:blocks+1][blocks] = 0
	x.quoteBytes = x.quoteBytes[:8*(blocks+1)]
	state := &x.state
	state.begin()
	x.Odd = false
	if len(data) > stretch {
		x.buildLong(data)
	} else if blocks > 0 {
		scan(data, x.quotes, x.brackets, x.special, state)
		x.Odd = state.strange != 0 || state.foreign != 0 && !isUTF8(data, 0, x.special)
	}
	x.Odd = x.Odd || state.inString|state.stray|state.jars != 0
	x.Simple = state.special == 0
	x.matched.reset(blocks)
}

// buildLong fills the index of a text of more than one stretch, one after the other.
func (x *Index) buildLong(data []byte) {
	state := &x.state
	for from := 0; from < len(data) && !x.Odd; from += stretch {
		part, b := data[from:min(len(data), from+stretch)], from/blockSize
		state.foreign = 0
		scan(part, x.quotes[b:], x.brackets[b:], x.special[b:], state)
		x.Odd = state.strange != 0 || state.foreign != 0 && !isUTF8(data, from, x.special[b:][:blocksOf(part)])
	}
}

// grow makes room for a text of so many blocks.
func (x *Index) grow(blocks int) {
	size := blocks + blocks/4 + 1
	x.quotes, x.brackets, x.special = make([]uint64, size), make([]uint64, size), make([]uint64, size)
	x.quoteBytes = unsafe.Slice((*byte)(unsafe.Pointer(&x.quotes[0])), 8*size)
}

// Quote returns the place of the first quote from i on, or -1.
func (x *Index) Quote(i int) int {
	if w := x.Near(i); w != 0 {
		return i + bits.TrailingZeros64(w)
	}
	return x.FarQuote(i)
}

// Near returns a bit for each of the next 57 bytes from i on, or more, that is a quote. i is not after the text's end.
// The word that begins with the byte that has i's bit mostly knows enough, where the word that has i's bit often ends too
// early, which the processor cannot foresee.
func (x *Index) Near(i int) uint64 { return Load(x.quoteBytes, i>>3) >> (uint(i) & 7) }

// FarQuote is Quote where there is none in the next bytes.
//
//go:noinline
func (x *Index) FarQuote(i int) int {
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

// Plain is true where the bytes of a string between two places are plain text.
func (x *Index) Plain(from, to int) bool {
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

// SkipBrackets returns the place after the bracket that closes the one at i. depth is how many are open already.
func (x *Index) SkipBrackets(data []byte, i, depth int) (int, error) {
	if x.matched.state == allMatch {
		if end := x.closing(data, i, depth); end >= 0 {
			return end, nil
		}
	}
	if depth == 0 && x.whole(data, i) {
		return lastBit(x.brackets) + 1, nil
	}
	n := nesting{limit: min(MaxDepth-depth, maxNesting)}
	first, ask := i/blockSize, -1
	if x.matched.state == notAsked {
		ask = first + patience
	}
	at, done := n.follow(data, x.brackets[first]>>(i%blockSize)<<(i%blockSize), first*blockSize)
	for b := first + 1; !done && b < len(x.brackets); b++ {
		if b == ask && x.matches() {
			return x.SkipBrackets(data, i, depth)
		}
		if w := x.brackets[b]; w != 0 {
			at, done = n.follow(data, w, b*blockSize)
		}
	}
	if at < 0 || n.bad != 0 {
		return SkipBrackets(data, i, depth) // this tells how
	}
	return at + 1, nil
}

// Has is true where one of the strings from some place on, with its quotes, is a text.
func (x *Index) Has(data []byte, from int, quoted string) bool {
	words, distance := x.quotes[:len(x.quotes)+1], len(quoted)-1 // after the last word, there is one that is 0
	for b := from / blockSize; b < len(words)-1; b++ {
		w := words[b] & (words[b]>>distance | words[b+1]<<(blockSize-distance))
		for ; w != 0; w &= w - 1 {
			i := b*blockSize + bits.TrailingZeros64(w)
			if i >= from && i+len(quoted) <= len(data) && string(data[i:i+len(quoted)]) == quoted {
				return true
			}
		}
	}
	return false
}

// firstBit returns the place of the first bit that is set, of which there is one.
func firstBit(words []uint64) int {
	b := 0
	for words[b] == 0 {
		b++
	}
	return b*blockSize + bits.TrailingZeros64(words[b])
}

// lastBit returns the place of the last bit that is set, of which there is one.
func lastBit(words []uint64) int {
	b := len(words) - 1
	for words[b] == 0 {
		b--
	}
	return b*blockSize + bits.Len64(words[b]) - 1
}
