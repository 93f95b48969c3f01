package runner

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/fhirview/fhirview/viewdef/row"
)

// Cursor goes over a table row by row, as [database/sql.Rows] does, with the same methods, so that it can be given to
// packages that fill structs from those. One goroutine uses it; a Table makes any number.
type Cursor struct {
	silent

	table  *Table
	next   int // number of the current row, from 1
	closed bool
}

// Cursor returns a cursor before the first row.
func (t *Table) Cursor() *Cursor { return &Cursor{table: t} }

// Columns returns the names of the columns. The error is nil.
func (c *Cursor) Columns() ([]string, error) {
	columns := c.table.schema.Columns
	names := make([]string, len(columns))
	for i := range columns {
		names[i] = columns[i].Name
	}
	return names, nil
}

// Next goes to the next row. It is false where there is none, and after Close.
func (c *Cursor) Next() bool {
	if c.next >= c.table.Len() {
		return false
	}
	c.next++
	return true
}

// NextResultSet is false: a table is all there is.
func (c *Cursor) NextResultSet() bool {
	_ = c.Close()
	return false
}

// Err is nil: what a table lacks is in its Info and Failures.
func (c *Cursor) Err() error { return nil }

// Close ends the rows. It need not be called, and its error is nil.
func (c *Cursor) Close() error {
	c.next, c.closed = c.table.Len(), true
	return nil
}

// Scan sets what dest points to from the current row: one pointer for each column, or nil for a column that is not wanted.
// They can point to what fields of [Scan] can be. An error names the column and nothing of the row; what comes before that
// column is set.
func (c *Cursor) Scan(dest ...any) error {
	switch {
	case c.closed:
		return errors.New("scan: the cursor is closed")
	case c.next == 0:
		return errors.New("scan: there is no row yet: call Next first")
	}
	if err := c.table.Row(c.next - 1).Scan(dest...); err != nil {
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
