package schema

import (
	"fmt"
	"strings"
)

// Create returns the statements that create the table in a database: CREATE TABLE, and what says what the table and its
// columns are. Every statement ends with a semicolon and a line end. An error says why that database cannot have the table.
func (t *Table) Create(d *Dialect) (string, error) {
	if err := t.check(d); err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "CREATE TABLE %s (\n", d.name(t.Name))
	if d.comments == inLines && t.comment() != "" {
		b.WriteString("  -- " + t.comment() + "\n")
	}
	for i := range t.Columns {
		c := &t.Columns[i]
		fmt.Fprintf(&b, "  %s %s", d.name(c.Name), d.typeOf(c))
		text := c.comment()
		if d.comments == inColumns && text != "" {
			b.WriteString(" COMMENT " + d.text(text))
		}
		if i < len(t.Columns)-1 {
			b.WriteByte(',')
		}
		if d.comments == inLines && text != "" {
			b.WriteString(" -- " + text)
		}
		b.WriteByte('\n')
	}
	b.WriteString(")" + d.after)
	if d.comments == inColumns && t.comment() != "" {
		b.WriteString(" COMMENT " + d.text(t.comment()))
	}
	b.WriteString(";\n")
	if d.comments == inStatements {
		t.describe(&b, d)
	}
	return b.String(), nil
}

// describe adds statements with the comments.
func (t *Table) describe(b *strings.Builder, d *Dialect) {
	if text := t.comment(); text != "" {
		fmt.Fprintf(b, "COMMENT ON TABLE %s IS %s;\n", d.name(t.Name), d.text(text))
	}
	for i := range t.Columns {
		c := &t.Columns[i]
		if text := c.comment(); text != "" {
			fmt.Fprintf(b, "COMMENT ON COLUMN %s.%s IS %s;\n", d.name(t.Name), d.name(c.Name), d.text(text))
		}
	}
}

// check makes sure that the database takes the names, and that they are different names to it.
func (t *Table) check(d *Dialect) error {
	if len(t.Columns) == 0 {
		return fmt.Errorf("%s: a view without columns has no table", t.Name)
	}
	names := map[string]string{}
	for _, name := range append([]string{t.Name}, columnNames(t.Columns)...) {
		if d.longest > 0 && len(name) > d.longest {
			return fmt.Errorf("%s: %q has %d bytes, and a name in %s has %d at most", t.Name, name, len(name), d.Name, d.longest)
		}
		if oneLine(name) != name || name == "" {
			return fmt.Errorf("%s: %q is no name for a table or a column", t.Name, name)
		}
	}
	for _, name := range columnNames(t.Columns) {
		key := name
		if !d.cases {
			key = strings.ToLower(name)
		}
		if other, ok := names[key]; ok {
			return fmt.Errorf("%s: %s takes the columns %q and %q for one", t.Name, d.Name, other, name)
		}
		names[key] = name
	}
	return nil
}

func columnNames(columns []Column) []string {
	out := make([]string, len(columns))
	for i := range columns {
		out[i] = columns[i].Name
	}
	return out
}
