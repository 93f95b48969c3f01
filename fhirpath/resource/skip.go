package resource

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// maxDepth is how deeply objects and arrays may be nested. FHIR data stays under 40.
const maxDepth = 512

// skipSpace returns the index of the first byte from i on that is not JSON white space.
func skipSpace(data []byte, i int) int {
	for i < len(data) && (data[i] == ' ' || data[i] == '\n' || data[i] == '\r' || data[i] == '\t') {
		i++
	}
	return i
}

// skipString returns the index after the closing quote of a string whose text begins at i.
func skipString(data []byte, i int) (int, error) {
	from := i - 1
	for {
		if i = nextQuote(data, i); i < 0 {
			return 0, fail(from, msgString)
		}
		if data[i-1] != '\\' || !oddBackslashes(data, i) {
			return i + 1, nil
		}
		i++
	}
}

// nextQuote returns the index of the first quote from i on, or -1. Most strings are short: looking at their first bytes
// here is faster than the call of bytes.IndexByte, which is faster for the rest.
func nextQuote(data []byte, i int) int {
	for end := i + 16; i < end && i+8 <= len(data); i += 8 {
		w := binary.LittleEndian.Uint64(data[i:]) ^ '"'*lows
		if found := (w - lows) &^ w & highs; found != 0 {
			return i + bits.TrailingZeros64(found)>>3
		}
	}
	q := bytes.IndexByte(data[i:], '"')
	if q < 0 {
		return -1
	}
	return i + q
}

// oddBackslashes is true where an odd number of backslashes stands before i, so that the byte at i is escaped.
func oddBackslashes(data []byte, i int) bool {
	n := 0
	for data[i-1-n] == '\\' {
		n++
	}
	return n%2 == 1
}

// skipValue returns the index after the value that begins at i, which is no white space. depth is how many brackets
// are open already.
func skipValue(data []byte, i, depth int) (int, error) {
	if i >= len(data) {
		return 0, fail(i, msgTruncated)
	}
	switch data[i] {
	case '"':
		return skipString(data, i+1)
	case '{', '[':
		return skipBrackets(data, i, depth)
	}
	return skipScalar(data, i)
}

// skipScalar returns the index after a number, true, false or null. What stands there is not looked at.
func skipScalar(data []byte, i int) (int, error) {
	from := i
	for ; i < len(data); i++ {
		switch data[i] {
		case ',', '}', ']', ' ', '\n', '\r', '\t':
			if i == from {
				return 0, fail(i, msgValue)
			}
			return i, nil
		case '"', '{', '[', ':':
			return 0, fail(i, msgComma)
		}
	}
	return 0, fail(i, msgTruncated)
}

// skipBrackets returns the index after the bracket that closes the one at i.
func skipBrackets(data []byte, i, depth int) (int, error) {
	var square [maxDepth / 64]uint64 // a bit for each open bracket: 1 for [
	open := 0
	for ; i < len(data); i++ {
		switch data[i] {
		case '"':
			end, err := skipString(data, i+1)
			if err != nil {
				return 0, err
			}
			i = end - 1
		case '{', '[':
			if depth+open >= maxDepth {
				return 0, fail(i, msgDepth)
			}
			bit := uint64(1) << (open % 64)
			if data[i] == '[' {
				square[open/64] |= bit
			} else {
				square[open/64] &^= bit
			}
			open++
		case '}', ']':
			open--
			if (square[open/64]>>(open%64)&1 == 1) != (data[i] == ']') {
				return 0, fail(i, msgBrackets)
			}
			if open == 0 {
				return i + 1, nil
			}
		}
	}
	return 0, fail(len(data), msgTruncated)
}
