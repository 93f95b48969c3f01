// Package row holds what a view produces: a schema, and batches of cells.
//
// It is a leaf: a sink needs this package and nothing else of fhirview.
package row

// Type is the kind of value that a column's cells hold, as an output format sees it.
type Type uint8

// The types of columns. Each names the values that a cell of the column can hold; any cell can also be null.
const (
	// String is text: FHIR strings, codes, uris, ids, dates and times, and whatever has no better type.
	String Type = iota
	// Boolean is true or false.
	Boolean
	// Integer is a 32-bit integer.
	Integer
	// Integer64 is a 64-bit integer.
	Integer64
	// Decimal is an exact decimal in the lexical form that it was read or computed in: 1.0 is not 1.
	Decimal
	// JSON is a complex element, as the JSON text of the input.
	JSON
)

// Column describes one column of a schema.
type Column struct {
	// Name is the column's name in the view.
	Name string
	// Type is what its cells hold.
	Type Type
	// Collection is true where a cell holds a list of values of Type. A list may be empty; a cell is null only in the
	// row of a forEachOrNull that found nothing.
	Collection bool
	// FHIRType is the FHIR type of the values by name ("dateTime"), or "" where it is not known.
	FHIRType string
	// SQLType is the ISO/IEC 9075 type to store the column in, by the specification's default mapping or by the
	// column's ansi/type tag.
	SQLType string
	// Description is the view's own description of the column, or "".
	Description string
}

// Schema is the list of a view's columns, in the view's column order. It is immutable.
type Schema struct {
	// View is the name of the view, or "" where it has none.
	View    string
	Columns []Column
}

// Kind says what a cell holds.
type Kind uint8

// The kinds of cells. Null is the zero value.
const (
	KindNull Kind = iota
	KindBoolean
	KindInteger // of 32 or 64 bits, in Cell.Int
	KindDecimal // lexical form, in Cell.Text
	KindString  // in Cell.Text
	KindJSON    // valid JSON text, in Cell.Text
	KindList    // items, in Cell.List
)

// Cell is one value of one row.
//
// Text and List may share memory with the input and with the batch: they are valid until the batch is reset.
type Cell struct {
	Text string
	List []Cell
	Int  int64 // KindInteger; 1 for a true KindBoolean
	Kind Kind
}

// Bool returns a boolean cell's value.
func (c Cell) Bool() bool { return c.Int != 0 }

// Batch is a number of rows, kept by column. It is reused: whoever fills it resets it first, and no reader keeps
// any part of it.
type Batch struct {
	// Columns holds the cells of each column of the schema; all have the same length.
	Columns [][]Cell
	rows    int
}

// NewBatch returns an empty batch for rows of the schema.
func NewBatch(s *Schema) *Batch { return &Batch{Columns: make([][]Cell, len(s.Columns))} }

// Rows returns the number of rows in the batch. A batch without columns still counts its rows.
func (b *Batch) Rows() int { return b.rows }

// Append adds one row. The cells are copied; len(cells) is the number of columns.
func (b *Batch) Append(cells []Cell) {
	for i, c := range cells {
		b.Columns[i] = append(b.Columns[i], c)
	}
	b.rows++
}

// Truncate drops all rows from row n on.
func (b *Batch) Truncate(n int) {
	for i := range b.Columns {
		b.Columns[i] = b.Columns[i][:n]
	}
	b.rows = n
}

// Reset empties the batch and keeps its memory.
func (b *Batch) Reset() { b.Truncate(0) }
