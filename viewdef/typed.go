package viewdef

import (
	"fmt"
	"slices"

	"github.com/fhirview/fhirview/internal/typed"
	"github.com/fhirview/fhirview/viewdef/row"
)

// Types say that the columns of a view have the types of SQL, for sinks that store typed values: those of the
// specification, and what the fields add. A resource with a value that its column's type would change, such as a partial
// date in a DATE, fails. The text of cells stays what was read.
//
// A tag ansi/type decides about the type of its column, whatever the fields say. What it says is stored as text where no
// type of ours holds it without loss, as for DOUBLE PRECISION.
//
// Specification: SQL on FHIR, "Generating Schemas".
type Types struct {
	// Native makes DATE of date, TIMESTAMP WITH TIME ZONE of dateTime and TIME of time. A point in time is kept to the
	// microsecond, and the offset that it was written with is not. Default: false; they are text, only an instant is a
	// TIMESTAMP WITH TIME ZONE.
	Native bool
	// Precision and Scale make DECIMAL(Precision,Scale) of decimals, of 38 digits at most. Default: 0; decimals are text.
	Precision, Scale int
	// Spans keeps columns of date and dateTime as text, and puts two columns behind each, NAME_start and NAME_end: the
	// first and the last day, or moment in UTC, that the text can stand for. So partial dates, leap seconds and digits
	// finer than a microsecond do not fail. What has no offset counts as UTC. A column whose ansi/type is no date stays
	// alone. Default: false.
	Spans bool
}

// typing is what there is to do with the cells of a row, in a view whose columns have types.
type typing struct {
	columns []typedColumn
	// places are, for each cell of a row, its place in the frame, or -1 where a span is; nil where there are no spans.
	places []int
}

// typedColumn is a column whose type does not hold every cell that the column could have.
type typedColumn struct {
	typed.Type
	place      int // in the frame
	span       int // the place of the first of two cells in the row, or 0 where the cell is checked
	list       bool
	path, name string
}

// typing gives the schema's columns their types; it is nil where every row is right as it is.
func (c *compiler) typing(opts *Types, set *columnSet, schema *row.Schema) *typing {
	if opts == nil {
		return nil
	}
	if opts.Precision < 0 || opts.Precision > typed.MaxPrecision || opts.Scale < 0 || opts.Scale > opts.Precision {
		c.failf("", "there is no DECIMAL(%d,%d): it has 1 to %d digits, and no more than that after the point", opts.Precision, opts.Scale, typed.MaxPrecision)
		return nil
	}
	t := &typing{}
	columns := make([]row.Column, 0, len(schema.Columns))
	for i := range schema.Columns {
		slot, col := set.slots[i], schema.Columns[i]
		tagged := slices.ContainsFunc(slot.columns, func(c *column) bool { return c.tagged })
		if !tagged {
			col.SQLType = opts.sqlType(&col)
		}
		col.Typed = true
		one := typedColumn{Type: typed.Of(&col), place: i, list: col.Collection, path: slot.columns[0].path, name: col.Name}
		t.places = append(t.places, i)
		if span := spanType(&col, tagged); opts.Spans && span.Kind != typed.Text {
			one.Type, one.span, col.SQLType = span, len(columns)+1, "CHARACTER VARYING"
			t.columns = append(t.columns, one)
			t.places = append(t.places, -1, -1)
			columns = append(columns, append([]row.Column{col}, c.spanColumns(&one, set)...)...)
			continue
		}
		if !one.holdsAll(col.Type) {
			t.columns = append(t.columns, one)
		}
		columns = append(columns, col)
	}
	if len(columns) == len(schema.Columns) {
		t.places = nil
	}
	schema.Columns = columns
	if len(t.columns) == 0 {
		return nil
	}
	return t
}

// clone returns a copy that its caller cannot change.
func (o *Types) clone() *Types {
	if o == nil {
		return nil
	}
	return new(*o)
}

// sqlType returns the SQL type of a column without a tag.
func (o *Types) sqlType(c *row.Column) string {
	if o.Precision > 0 && c.Type == row.Decimal {
		return typed.Type{Kind: typed.Decimal, Precision: o.Precision, Scale: o.Scale}.String()
	}
	if kind, ok := native[c.FHIRType]; ok && o.Native {
		return typed.Type{Kind: kind}.String()
	}
	return c.SQLType
}

// native are the types that there are in SQL too, by the names that FHIR and FHIRPath have for them.
var native = map[string]typed.Kind{
	"date": typed.Date, "Date": typed.Date, "dateTime": typed.Timestamp, "DateTime": typed.Timestamp, "time": typed.Time, "Time": typed.Time,
}

// spanType returns the type of a column's span: a Date or a Timestamp, or Text for a column that has none.
func spanType(c *row.Column, tagged bool) typed.Type {
	kind := native[c.FHIRType]
	if kind != typed.Date && kind != typed.Timestamp {
		return typed.Type{}
	}
	if tagged {
		if kind = typed.Of(c).Kind; kind != typed.Date && kind != typed.Timestamp {
			return typed.Type{}
		}
	}
	return typed.Type{Kind: kind}
}

// spanColumns returns the two columns of a span.
func (c *compiler) spanColumns(of *typedColumn, set *columnSet) []row.Column {
	fhirType, unit := "date", "day"
	if of.Kind == typed.Timestamp {
		fhirType, unit = "instant", "moment"
	}
	column := func(end, which string) row.Column {
		name := of.name + end
		if set.has(name) {
			c.failf(of.path+".name", "the span of column %q needs a column %q, and the view has one", of.name, name)
		}
		return row.Column{
			Name: name, Collection: of.list, FHIRType: fhirType, SQLType: of.String(), Typed: true,
			Description: fmt.Sprintf("The %s %s that %s can stand for.", which, unit, of.name),
		}
	}
	return []row.Column{column("_start", "first"), column("_end", "last")}
}

// holdsAll is true for a type that holds every cell of a column whose cells hold values of t.
func (c *typedColumn) holdsAll(t row.Type) bool {
	switch c.Kind {
	case typed.Text, typed.JSON:
		return true
	case typed.Boolean:
		return t == row.Boolean
	case typed.Int32:
		return t == row.Integer && c.Bits == 32
	case typed.Int64:
		return t == row.Integer || t == row.Integer64
	}
	return false
}
