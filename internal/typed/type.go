// Package typed says what a column is stored as where values have types, and makes such values of cells: days of dates,
// microseconds of points in time, unscaled integers of decimals. A cell's text stays the truth: nothing here rounds, cuts or
// completes a value; what a type cannot hold is an error.
package typed

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/fhirview/fhirview/viewdef/row"
)

// Kind is what values are stored as.
type Kind uint8

// The kinds of stored values.
const (
	// Text is UTF-8, and JSON is such text that is JSON. Type.AppendText has both.
	Text Kind = iota
	JSON
	// Boolean is true or false. Int32 and Int64 are integers of so many bits. Type.Int has all three.
	Boolean
	Int32
	Int64
	// Date is days from 1970-01-01, Timestamp microseconds from 1970-01-01T00:00:00Z, Time microseconds from midnight.
	// Type.Int has all three.
	Date
	Timestamp
	Time
	// Decimal is an integer of up to 38 digits, times ten to the power of -Scale: Type.Decimal.
	Decimal
	// Binary is bytes, of base64 text: Type.AppendBinary.
	Binary
)

// MaxPrecision is how many digits a decimal has at most: as many as 128 bits hold.
const MaxPrecision = 38

// Type is what the values of a column, or the items of its lists, are stored as.
type Type struct {
	Kind Kind
	// Precision and Scale are how many digits a decimal has, and how many of them stand after the point.
	Precision, Scale int
	// Bits are those of an integer: less than its Kind has for a SMALLINT.
	Bits int
}

// Of returns the type that a column is stored as: by its SQLType where that was settled when the view was compiled, and
// otherwise by what its cells hold.
func Of(c *row.Column) Type {
	if c.Typed {
		return parse(c.SQLType, c.Type)
	}
	return plain(c.Type)
}

// plain returns the type that holds all that cells of a type can, with dates, times and decimals as the texts that they are.
func plain(t row.Type) Type {
	switch t {
	case row.Boolean:
		return Type{Kind: Boolean}
	case row.Integer:
		return Type{Kind: Int32, Bits: 32}
	case row.Integer64:
		return Type{Kind: Int64, Bits: 64}
	case row.JSON:
		return Type{Kind: JSON}
	}
	return Type{Kind: Text}
}

var named = map[string]Type{
	"BOOLEAN": {Kind: Boolean}, "BOOL": {Kind: Boolean},
	"TINYINT": {Kind: Int32, Bits: 8}, "SMALLINT": {Kind: Int32, Bits: 16}, "INT2": {Kind: Int32, Bits: 16},
	"INT": {Kind: Int32, Bits: 32}, "INTEGER": {Kind: Int32, Bits: 32}, "INT4": {Kind: Int32, Bits: 32},
	"BIGINT": {Kind: Int64, Bits: 64}, "INT8": {Kind: Int64, Bits: 64},
	"DATE": {Kind: Date}, "TIME": {Kind: Time}, "TIME WITHOUT TIME ZONE": {Kind: Time},
	"TIMESTAMP": {Kind: Timestamp}, "TIMESTAMP WITH TIME ZONE": {Kind: Timestamp}, "TIMESTAMPTZ": {Kind: Timestamp},
	"TIMESTAMP WITHOUT TIME ZONE": {Kind: Timestamp}, "DATETIME": {Kind: Timestamp},
	"DECIMAL": {Kind: Decimal}, "NUMERIC": {Kind: Decimal}, "DEC": {Kind: Decimal},
	"BINARY": {Kind: Binary}, "VARBINARY": {Kind: Binary}, "BINARY VARYING": {Kind: Binary},
	"BINARY LARGE OBJECT": {Kind: Binary}, "BLOB": {Kind: Binary}, "BYTEA": {Kind: Binary},
}

// parse returns the type that an SQL type means for a column whose cells hold values of t. Character types, and all that are
// not known or would lose digits, such as DOUBLE PRECISION, are text, which holds everything. A complex element is JSON and
// nothing else.
func parse(sql string, t row.Type) Type {
	if t == row.JSON {
		return Type{Kind: JSON}
	}
	name, args, ok := split(sql)
	out, known := named[name]
	switch {
	case !ok || !known:
		return Type{Kind: Text}
	case out.Kind != Decimal:
		return out
	case len(args) == 0 || len(args) > 2 || args[0] < 1 || args[0] > MaxPrecision:
		return Type{Kind: Text}
	}
	out.Precision = args[0]
	if len(args) == 2 {
		out.Scale = args[1]
	}
	if out.Scale > out.Precision {
		return Type{Kind: Text}
	}
	return out
}

// split takes an SQL type apart: TIMESTAMP(6) WITH TIME ZONE into its name without the argument, and that.
func split(sql string) (name string, args []int, ok bool) {
	before, after, found := strings.Cut(strings.ToUpper(sql), "(")
	if found {
		var inside string
		if inside, after, ok = strings.Cut(after, ")"); !ok {
			return "", nil, false
		}
		for arg := range strings.SplitSeq(inside, ",") {
			n, err := strconv.Atoi(strings.TrimSpace(arg))
			if err != nil || n < 0 {
				return "", nil, false
			}
			args = append(args, n)
		}
	}
	return strings.Join(strings.Fields(before+" "+after), " "), args, true
}

// String returns the type's name in SQL.
func (t Type) String() string {
	switch t.Kind {
	case Boolean:
		return "BOOLEAN"
	case Int32:
		if t.Bits < 32 {
			return "SMALLINT"
		}
		return "INT"
	case Int64:
		return "BIGINT"
	case Date:
		return "DATE"
	case Timestamp:
		return "TIMESTAMP WITH TIME ZONE"
	case Time:
		return "TIME"
	case Decimal:
		return fmt.Sprintf("DECIMAL(%d,%d)", t.Precision, t.Scale)
	case Binary:
		return "BINARY"
	}
	return "CHARACTER VARYING"
}
