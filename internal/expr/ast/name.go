package ast

import (
	"fmt"
	"strings"
)

// memberName writes a name as it stands behind a dot, where every word is a name.
func memberName(name string) string {
	if isSimple(name) {
		return name
	}
	return quote(name, '`')
}

// rootName writes a name as it stands at the start of an expression.
func rootName(name string) string {
	if isReserved(name) {
		return quote(name, '`')
	}
	return memberName(name)
}

// isSimple says whether name is a simple identifier of the section "Identifiers".
func isSimple(name string) bool {
	for i, r := range name {
		letter := r == '_' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		digit := '0' <= r && r <= '9'
		if !letter && (i == 0 || !digit) {
			return false
		}
	}
	return name != ""
}

// isReserved says whether name is a reserved word of the section "Keywords". Our parser lets some of them pass as names;
// printed text has the backticks that every other parser needs.
func isReserved(name string) bool {
	switch name {
	case "and", "div", "false", "implies", "in", "mod", "or", "true", "xor",
		"year", "month", "week", "day", "hour", "minute", "second", "millisecond",
		"years", "months", "weeks", "days", "hours", "minutes", "seconds", "milliseconds":
		return true
	}
	return false
}

// quote writes s between two of the given quotes, with the escapes of the section "String". What is not ASCII stays as
// it is, but for control characters.
func quote(s string, mark rune) string {
	var b strings.Builder
	b.WriteRune(mark)
	for _, r := range s {
		switch {
		case r == mark || r == '\\':
			b.WriteRune('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\f':
			b.WriteString(`\f`)
		case r < ' ' || 0x7f <= r && r <= 0x9f:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteRune(mark)
	return b.String()
}
