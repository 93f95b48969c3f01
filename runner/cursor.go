package runner

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/fhirview/fhirview/viewdef/row"
)

// Cursor goes over a table row by row, as [database/sql.Rows] does. One goroutine uses it; a Result makes any number.
type Cursor struct {
	result *Result
	next   int
}

// Cursor returns a cursor before the first row.
func (r *Result) Cursor() *Cursor { return &Cursor{result: r} }

// Columns returns the names of the columns.
func (c *Cursor) Columns() []string { return c.result.Columns() }

// Next goes to the next row. It is false where there is none.
func (c *Cursor) Next() bool {
	if c.next >= c.result.Len() {
		return false
	}
	c.next++
	return true
}

// Scan sets what dest points to from the current row: one pointer for each column, or nil for a column that is not wanted.
// They can point to what fields of [Scan] can be. An error names the column and nothing of the row; what comes before that
// column is set.
func (c *Cursor) Scan(dest ...any) error {
	if c.next == 0 {
		return errors.New("scan: there is no row yet: call Next first")
	}
	if err := c.result.Row(c.next - 1).Scan(dest...); err != nil {
		return fmt.Errorf("row %d: %w", c.next-1, err)
	}
	return nil
}

// scanRow sets what dest points to from cells.
func scanRow(schema *row.Schema, cells []row.Cell, dest []any) error {
	if len(dest) != len(cells) {
		return fmt.Errorf("scan: there are %d columns and %d destinations: give a pointer for each column, or nil", len(cells), len(dest))
	}
	for i, d := range dest {
		if d == nil {
			continue
		}
		v := reflect.ValueOf(d)
		if v.Kind() != reflect.Pointer || v.IsNil() {
			return columnError(schema, i, errors.New("the destination is no pointer, or a nil one"))
		}
		if err := assign(v.Elem(), &cells[i]); err != nil {
			return columnError(schema, i, err)
		}
	}
	return nil
}

func columnError(schema *row.Schema, column int, err error) error {
	return fmt.Errorf("column %s: %w", schema.Columns[column].Name, err)
}
