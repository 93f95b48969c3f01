package jsonscan

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// quoted is where a text that comes in parts stands between two of them.
type quoted struct {
	inString uint64 // all ones in a string, otherwise 0
	escaped  uint64 // 1 after a backslash that escapes the next byte, otherwise 0
}

// structural are the bytes that matter outside of strings to who looks for the end of a value.
var structural = [256]bool{'"': true, '{': true, '}': true, '[': true, ']': true}

// string goes on in a string with a part that is not empty, and returns how much of it is the string's, with the quote that
// ends it. Where none does, it is all of the part, and inString stays what it is.
func (q *quoted) string(part []byte) (n int) {
	from := int(q.escaped)
	q.escaped = 0
	if i := Quote(part, from); i >= 0 {
		q.inString = 0
		return i + 1
	}
	for i := len(part); i > from && part[i-1] == '\\'; i-- {
		q.escaped ^= 1
	}
	return len(part)
}

// Quote returns the place of the quote that ends a string, which goes on from i on, or -1. What else is in the string is not
// looked at.
func Quote(data []byte, i int) int {
	from := i
	for {
		if i = nextQuote(data, i); i < 0 {
			return -1
		}
		first := i
		for first > from && data[first-1] == '\\' {
			first--
		}
		if (i-first)%2 == 0 {
			return i
		}
		i++
	}
}

// shortString is how many bytes of a string are looked at eight at a time, which is faster for the short strings that most
// are than to call bytes.IndexByte.
const shortString = 64

// nextQuote returns the place of the next quote from i on, or -1.
func nextQuote(data []byte, i int) int {
	for end := min(len(data)-8, i+shortString); i <= end; i += 8 {
		w := binary.LittleEndian.Uint64(data[i:]) ^ '"'*lows
		// Subtracting borrows from the next byte only where this one is found already, so the lowest bit is right.
		if found := (w - lows) &^ w & highs; found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	n := bytes.IndexByte(data[i:], '"')
	if n < 0 {
		return -1
	}
	return i + n
}
