package plan

import (
	"fmt"
	"unicode/utf8"
)

// AppendEscaped appends the characters of a JSON string, without the quotes around it.
func AppendEscaped(b []byte, s string) []byte {
	for _, r := range s {
		switch r {
		case '"', '\\':
			b = append(b, '\\', byte(r))
		case '\n':
			b = append(b, `\n`...)
		case '\r':
			b = append(b, `\r`...)
		case '\t':
			b = append(b, `\t`...)
		case '\f':
			b = append(b, `\f`...)
		case '\b':
			b = append(b, `\b`...)
		default:
			if r < ' ' {
				b = fmt.Appendf(b, `\u%04x`, r)
				continue
			}
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}

// appendString appends a JSON string.
func appendString(b []byte, s string) []byte {
	return append(AppendEscaped(append(b, '"'), s), '"')
}
