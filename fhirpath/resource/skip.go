package resource

import "unicode/utf8"

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
	end, _, err := scanString(data, i)
	return end + 1, err
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

// skipScalar returns the index after a number, true, false or null. That it is one of these is not looked at.
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
		if !isPrintable(data[i]) {
			return 0, fail(i, msgInvalid)
		}
	}
	return 0, fail(i, msgTruncated)
}

// isPrintable is true for bytes that may stand outside of strings, but for white space.
func isPrintable(c byte) bool { return c > ' ' && c < utf8.RuneSelf && c != '\\' }

// skipBrackets returns the index after the bracket that closes the one at i.
func skipBrackets(data []byte, i, depth int) (int, error) {
	var square [maxDepth / 64]uint64 // a bit for each open bracket: 1 for [
	open, last := 0, byte(',')
	for ; i < len(data); i++ {
		c := data[i]
		switch c {
		case '{', '}', '[', ']', ':', ',':
			if !mayFollow(last, c) {
				return 0, fail(i, msgInvalid)
			}
			last = c
		}
		switch c {
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
			if c == '[' {
				square[open/64] |= bit
			} else {
				square[open/64] &^= bit
			}
			open++
		case '}', ']':
			open--
			if (square[open/64]>>(open%64)&1 == 1) != (c == ']') {
				return 0, fail(i, msgBrackets)
			}
			if open == 0 {
				return i + 1, nil
			}
		default:
			if !isPrintable(c) && !isSpace(c) {
				return 0, fail(i, msgInvalid)
			}
		}
	}
	return 0, fail(len(data), msgTruncated)
}
