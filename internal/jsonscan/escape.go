package jsonscan

import (
	"unicode/utf16"
	"unicode/utf8"
)

// Unescape appends the text of a string with its escapes resolved. offset is where raw begins in the input.
func Unescape(dst, raw []byte, offset int) ([]byte, error) {
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			dst = append(dst, raw[i])
			continue
		}
		i++
		if i == len(raw) {
			return nil, Fail(offset+i-1, msgEscape)
		}
		if raw[i] != 'u' {
			c := simpleEscape(raw[i])
			if c == 0 {
				return nil, Fail(offset+i-1, msgEscape)
			}
			dst = append(dst, c)
			continue
		}
		r, size := unicodeEscape(raw[i-1:])
		if size == 0 {
			return nil, Fail(offset+i-1, msgEscape)
		}
		dst = utf8.AppendRune(dst, r)
		i += size - 2
	}
	return dst, nil
}

func simpleEscape(c byte) byte {
	switch c {
	case '"', '\\', '/':
		return c
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	}
	return 0
}

// unicodeEscape reads \uXXXX, or two of them where they are a surrogate pair, and returns how many bytes it took. A
// surrogate by itself is no character: size 0.
func unicodeEscape(b []byte) (r rune, size int) {
	r, ok := hex4(b)
	if !ok {
		return 0, 0
	}
	if !utf16.IsSurrogate(r) {
		return r, 6
	}
	if low, ok := hex4(b[6:]); ok {
		if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
			return r, 12
		}
	}
	return 0, 0
}

// hex4 reads \uXXXX at the start of b.
func hex4(b []byte) (rune, bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	var r rune
	for _, c := range b[2:6] {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}
