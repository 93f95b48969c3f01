// Package row holds what a view produces: a schema, and batches of cells.
//
// It is a leaf: a sink needs this package and nothing else of fhirview.
package row

import "slices"

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

var typeNames = [...]string{
	String: "string", Boolean: "boolean", Integer: "integer", Integer64: "integer64", Decimal: "decimal", JSON: "json",
}

// String returns the name of the type in lower case.
func (t Type) String() string { return nameOf(typeNames[:], int(t)) }

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
	// Typed is true where the view was compiled with types: every cell holds a value of SQLType, as far as that says more than
	// Type, and sinks whose formats have types store it as such. A cell is the same text as otherwise.
	Typed bool
	// Description is the view's own description of the column, or "".
	Description string
}

// Schema is the list of a view's columns, in the view's column order. It is immutable.
type Schema struct {
	// View is the name of the view, URL its canonical URL and Version its version; each is "" where the view has none.
	View, URL, Version string
	// Digest tells views apart that make other rows, in hexadecimal digits, or is "" where that cannot be told.
	Digest  string
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
	KindList    // items, by Cell.Items
)

var kindNames = [...]string{
	KindNull: "null", KindBoolean: "boolean", KindInteger: "integer", KindDecimal: "decimal", KindString: "string",
	KindJSON: "json", KindList: "list",
}

// String returns the name of the kind in lower case.
func (k Kind) String() string { return nameOf(kindNames[:], int(k)) }

func nameOf(names []string, i int) string {
	if i < len(names) {
		return names[i]
	}
	return "unknown"
}

// Cell is one value of one row. It is small, 32 bytes with one pointer, because every value of every row is copied as
// one: into the frame of its row, from there to the batch, and past the garbage collector.
//
// Text and items may share memory with the input and with the batch: they are valid until the batch is emptied.
type Cell struct {
	// Text is the text of a decimal, a string or JSON. In a list it is not text, but where the items are: look at it
	// only after Kind.
	Text string
	Int  int64 // KindInteger; 1 for a true KindBoolean
	Kind Kind
}

// Bool returns a boolean cell's value.
func (c Cell) Bool() bool { return c.Int != 0 }

// Equal reports whether two cells are of the same kind and hold the same value, or lists of equal cells. Decimals and
// JSON are compared as text.
func (c Cell) Equal(d Cell) bool {
	if c.Kind == KindList && d.Kind == KindList {
		return slices.EqualFunc(c.Items(), d.Items(), Cell.Equal)
	}
	return c == d
}

// Batch is a number of rows, one after the other in one piece of memory. It is reused: whoever fills it empties
// it first, and no reader keeps any part of it.
type Batch struct {
	cells []Cell
	width int
	rows  int
}

// NewBatch returns an empty batch for rows of the schema.
func NewBatch(s *Schema) *Batch { return &Batch{width: len(s.Columns)} }

// Width returns the number of cells in a row, which is the number of columns.
func (b *Batch) Width() int { return b.width }

// Rows returns the number of rows in the batch. A batch without columns still counts its rows.
func (b *Batch) Rows() int { return b.rows }

// Row returns the cells of row i, in the order of the columns. They are the batch's own: they change with it, and are
// valid until it is appended to or truncated.
func (b *Batch) Row(i int) []Cell {
	from, to := i*b.width, (i+1)*b.width
	return b.cells[from:to:to]
}

// Cells returns the cells of all rows, one row after the other, so that a column is every Width-th cell from its place on.
// Like those of Row they are the batch's own, and valid as long.
func (b *Batch) Cells() []Cell { return b.cells }

// Append adds one row. The cells are copied; it panics unless there is one for each column, for the rows after it would
// be shifted.
func (b *Batch) Append(cells []Cell) {
	if len(cells) != b.width {
		panic("row: a row has another number of cells than its batch has columns")
	}
	b.cells = append(b.cells, cells...)
	b.rows++
}

// Truncate drops all rows from row n on, and keeps their memory for others: Truncate(0) empties the batch.
func (b *Batch) Truncate(n int) {
	b.cells, b.rows = b.cells[:n*b.width], n
}
