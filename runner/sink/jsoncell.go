package sink

import (
	"strconv"
	"unicode/utf8"

	"github.com/fhirview/fhirview/viewdef/row"
)

// appendJSONCell appends the cell as JSON text without insignificant whitespace: it never holds a line end.
func appendJSONCell(dst []byte, c *row.Cell) []byte {
	switch c.Kind {
	case row.KindString:
		return appendJSONString(dst, c.Text)
	case row.KindInteger:
		return strconv.AppendInt(dst, c.Int, 10)
	case row.KindDecimal:
		return appendJSONNumber(dst, c.Text)
	case row.KindBoolean:
		return strconv.AppendBool(dst, c.Bool())
	case row.KindJSON:
		return appendCompact(dst, c.Text)
	case row.KindList:
		return appendJSONList(dst, c.Items())
	default:
		return append(dst, "null"...)
	}
}

func appendJSONList(dst []byte, items []row.Cell) []byte {
	dst = append(dst, '[')
	for i := range items {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendJSONCell(dst, &items[i])
	}
	return append(dst, ']')
}

func appendJSONString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	n := plainASCII(s)
	dst = append(dst, s[:n]...)
	if rest := s[n:]; rest != "" {
		if utf8.ValidString(rest) {
			dst = appendEscaped(dst, rest)
		} else {
			dst = appendRepaired(dst, rest)
		}
	}
	return append(dst, '"')
}

// isUnescaped reports whether s is valid UTF-8 that a JSON string holds as it is.
func isUnescaped(s string) bool { return unescaped(s) == len(s) && utf8.ValidString(s) }

// appendEscaped appends valid UTF-8 with what JSON asks for escaped.
func appendEscaped(dst []byte, s string) []byte {
	for {
		n := unescaped(s)
		dst = append(dst, s[:n]...)
		if n == len(s) {
			return dst
		}
		dst = appendEscape(dst, s[n])
		s = s[n+1:]
	}
}

// appendRepaired is appendEscaped for text with bytes that are not UTF-8: each of them becomes U+FFFD, as
// encoding/json has it.
func appendRepaired(dst []byte, s string) []byte {
	start := 0
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			dst = appendEscaped(dst, s[start:i])
			dst = utf8.AppendRune(dst, utf8.RuneError)
			start = i + 1
		}
		i += size
	}
	return appendEscaped(dst, s[start:])
}

// appendEscape appends the escape of a quote, a backslash or a control character.
func appendEscape(dst []byte, c byte) []byte {
	const hex = "0123456789abcdef"
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	case '\b':
		return append(dst, '\\', 'b')
	case '\f':
		return append(dst, '\\', 'f')
	}
	return append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
}
