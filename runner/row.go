package runner

import (
	"encoding/json"
	"iter"

	"github.com/fhirview/fhirview/viewdef/row"
)

// Row is one row of a table. It is a small value and never changes.
type Row struct {
	schema *row.Schema
	cells  []row.Cell
}

// Schema returns the columns.
func (r Row) Schema() *row.Schema { return r.schema }

// Cells returns the cells in the order of the columns. They are shared with all who have the table: the caller does not
// change them.
func (r Row) Cells() []row.Cell { return r.cells }

// Map returns the row by the names of the columns, in a map of the caller's own: nil for null, bool, int64,
// [json.Number] for decimals with all their digits, string, [json.RawMessage] for complex elements, and []any for lists.
func (r Row) Map() map[string]any {
	out := make(map[string]any, len(r.cells))
	for i := range r.cells {
		out[r.schema.Columns[i].Name] = valueOf(&r.cells[i])
	}
	return out
}

// valueOf is a cell as a value of Go.
func valueOf(c *row.Cell) any {
	switch c.Kind {
	case row.KindBoolean:
		return c.Bool()
	case row.KindInteger:
		return c.Int
	case row.KindDecimal:
		return json.Number(c.Text)
	case row.KindString:
		return c.Text
	case row.KindJSON:
		return json.RawMessage(c.Text)
	case row.KindList:
		items := c.Items()
		out := make([]any, len(items))
		for i := range items {
			out[i] = valueOf(&items[i])
		}
		return out
	default:
		return nil
	}
}

// Scan sets what dest points to, one for each column, as [Cursor.Scan] does.
func (r Row) Scan(dest ...any) error { return scanRow(r.schema, r.cells, dest) }

// Rows yields the rows in order, any number of times.
func (t *Table) Rows() iter.Seq[Row] {
	return func(yield func(Row) bool) {
		for i := range t.Len() {
			if !yield(t.Row(i)) {
				return
			}
		}
	}
}

// Maps yields the rows as [Row.Map] returns them.
func (t *Table) Maps() iter.Seq[map[string]any] {
	return func(yield func(map[string]any) bool) {
		for row := range t.Rows() {
			if !yield(row.Map()) {
				return
			}
		}
	}
}
