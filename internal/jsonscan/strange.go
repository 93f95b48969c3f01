package jsonscan

import (
	"math/bits"
	"unicode/utf8"
)

// strange is not 0 where something in a block cannot stand where it does, of what is no printable ASCII: a control
// character in a string, or anything but white space outside of strings. inString are the bytes in strings, low the
// control characters and what is not ASCII, foreign the latter, and white the white space among the former.
func strange(inString, low, foreign, white uint64) uint64 {
	return low & (inString&^foreign | ^(inString | white))
}

// isUTF8 is true where what is not ASCII in a part of a text is valid UTF-8. special are the part's, which begins at from.
func isUTF8(data []byte, from int, special []uint64) bool {
	checked := 0 // up to where it is
	for b, w := range special {
		for ; w != 0; w &= w - 1 {
			i := from + b*blockSize + bits.TrailingZeros64(w)
			if i < checked || data[i] < utf8.RuneSelf {
				continue
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
