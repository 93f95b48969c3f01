package jsonscan

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// One bit, and the highest bit, of each byte of a word.
const (
	lows  = 0x0101010101010101
	highs = 0x8080808080808080
)

// String reads a string whose text begins at i: it returns the index of the closing quote and whether there are
// escapes in it. Control characters and bad UTF-8 are errors; escapes are left to Unescape.
func String(data []byte, i int) (end int, hasEscapes bool, err error) {
	from, ascii := i, true
	for {
		i = PlainText(data, i)
		if i >= len(data) {
			return 0, false, Fail(from-1, msgString)
		}
		switch c := data[i]; {
		case c == '"':
			if !ascii && !utf8.Valid(data[from:i]) {
				return 0, false, Fail(from+validPrefix(data[from:i]), msgUTF8)
			}
			return i, hasEscapes, nil
		case c == '\\':
			hasEscapes = true
			i += 2
		case c < ' ':
			return 0, false, Fail(i, msgControl)
		default:
			ascii = false
			for i < len(data) && data[i] >= utf8.RuneSelf {
				i++
			}
		}
	}
}

// PlainText returns the index of the first byte from i on that is a quote, a backslash, a control character or not
// ASCII.
func PlainText(data []byte, i int) int {
	for ; i+8 <= len(data); i += 8 {
		w := binary.LittleEndian.Uint64(data[i:])
		quote, backslash := w^'"'*lows, w^'\\'*lows
		// Subtracting borrows from the next byte only where this one is found already, so the lowest bit is right.
		if found := (w | (w - ' '*lows) | (quote - lows) | (backslash - lows)) & highs; found != 0 {
			return i + bits.TrailingZeros64(found)>>3
		}
	}
	for i < len(data) && data[i] >= ' ' && data[i] < utf8.RuneSelf && data[i] != '"' && data[i] != '\\' {
		i++
	}
	return i
}

// validPrefix returns how many bytes of b are valid UTF-8 up to the first that is not.
func validPrefix(b []byte) int {
	i := 0
	for i < len(b) {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		i += size
	}
	return i
}
