package resource

import (
	"math/bits"
	"unicode/utf8"
)

// settled is true where what is strange in a part of a text is right where it stands: control characters are white space
// outside of strings, and what is not ASCII is valid UTF-8 in strings. The index is that of the part, which begins at
// from, and inString tells whether it begins inside a string.
func settled(data []byte, from int, quotes, special []uint64, inString uint64) bool {
	checked := 0 // up to where text was found to be UTF-8
	for b, q := range quotes {
		open := prefixXor(q) ^ inString
		inString = uint64(int64(open) >> 63)
		for w := special[b]; w != 0; w &= w - 1 {
			bit := bits.TrailingZeros64(w)
			i := from + b*blockSize + bit
			if i < checked || data[i] == '\\' {
				continue
			}
			within := open>>bit&1 == 1
			if data[i] < ' ' {
				if within || !isSpace(data[i]) {
					return false
				}
				continue
			}
			if !within {
				return false
			}
			first := i
			for first > 0 && data[first-1] >= utf8.RuneSelf { // only where the part before ends in it
				first--
			}
			for checked = i; checked < len(data) && data[checked] >= utf8.RuneSelf; checked++ {
			}
			if !utf8.Valid(data[first:checked]) {
				return false
			}
		}
	}
	return true
}

// isSpace is true for JSON's white space.
func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }
