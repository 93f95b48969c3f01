package parse

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// unescape resolves the escapes of the section "String" in s, the text between two quotes. A backslash before anything
// that is no escape is dropped. surrogate is called with the place of each \u escape that is half of a pair
// without its other half, which no string can hold.
func unescape(s string, surrogate func(start, end int)) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if s[i] != '\\' {
			b.WriteByte(s[i])
			i++
			continue
		}
		r, size := escape(s[i:])
		if utf16.IsSurrogate(r) {
			surrogate(i, i+size)
			r = utf8.RuneError
		}
		if r >= 0 {
			b.WriteRune(r)
		}
		i += size
	}
	return b.String()
}

// escape reads the escape at the start of s: its rune, or a negative one if it stands for nothing, and its length. What
// it returns as a surrogate has no other half.
func escape(s string) (r rune, size int) {
	if len(s) == 1 {
		return -1, 1
	}
	switch s[1] {
	case 'r':
		return '\r', 2
	case 'n':
		return '\n', 2
	case 't':
		return '\t', 2
	case 'f':
		return '\f', 2
	case 'u':
		return unicodeEscape(s)
	}
	r, size = utf8.DecodeRuneInString(s[1:])
	return r, 1 + size
}

const lenUnicodeEscape = len(`\u0000`)

func unicodeEscape(s string) (r rune, size int) {
	high, ok := codeUnit(s)
	if !ok {
		return 'u', len(`\u`)
	}
	if utf16.IsSurrogate(high) {
		low, _ := codeUnit(s[lenUnicodeEscape:])
		if r := utf16.DecodeRune(high, low); r != utf8.RuneError {
			return r, 2 * lenUnicodeEscape
		}
	}
	return high, lenUnicodeEscape
}

// codeUnit reads one \uXXXX.
func codeUnit(s string) (rune, bool) {
	if len(s) < lenUnicodeEscape || s[:2] != `\u` {
		return 0, false
	}
	unit, err := strconv.ParseUint(s[2:lenUnicodeEscape], 16, 16)
	return rune(unit), err == nil
}
