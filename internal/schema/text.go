package schema

import (
	"strings"
	"unicode/utf8"
)

// Text returns the table for people: a line for each column with its name, its types and what it is.
func (t *Table) Text() string {
	var b strings.Builder
	b.WriteString(t.Name + " of " + t.Resource)
	if t.Description != "" {
		b.WriteString(": " + oneLine(t.Description))
	}
	b.WriteByte('\n')
	lines := make([][]string, len(t.Columns))
	var widths [3]int
	for i := range t.Columns {
		c := &t.Columns[i]
		typ, list := c.FHIRType, ""
		if typ == "" {
			typ = "any"
		}
		if c.Collection {
			list = " ARRAY"
		}
		lines[i] = []string{oneLine(c.Name), oneLine(c.SQLType) + list, typ, oneLine(c.Description)}
		for j := range widths {
			widths[j] = max(widths[j], utf8.RuneCountInString(lines[i][j]))
		}
	}
	for _, line := range lines {
		for j, field := range line[:len(widths)] {
			line[j] = field + strings.Repeat(" ", widths[j]-utf8.RuneCountInString(field)+1)
		}
		b.WriteString(strings.TrimRight("  "+strings.Join(line, " "), " ") + "\n")
	}
	return b.String()
}
