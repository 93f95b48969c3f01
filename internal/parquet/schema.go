package parquet

import (
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// Type is what the values of a column are.
type Type uint8

// The types of columns. How a value is given to a ColumnEncoder stands behind each.
const (
	// String is text in UTF-8: Text.
	String Type = iota
	// JSON is text that is valid JSON: Text.
	JSON
	// Binary is bytes: Bytes.
	Binary
	// Boolean is true or false: Int of 1 or 0.
	Boolean
	// Int32 is an integer of 32 bits: Int.
	Int32
	// Int64 is an integer of 64 bits: Int.
	Int64
	// Date is a day: Int of the days since 1970-01-01.
	Date
	// Timestamp is a point in time: Int of the microseconds since 1970-01-01T00:00:00Z.
	Timestamp
	// Time is a time of day, whatever the place: Int of the microseconds since midnight.
	Time
	// Decimal is a number with Column.Scale digits behind the point: Int, or Wide, of the number without its point.
	Decimal
)

// Column describes a column of a file. Every value can be null.
type Column struct {
	Name string
	Type Type
	// List is true where a cell is a list of values of Type, each of which can be null, as can the list.
	List bool
	// Precision is how many digits a Decimal has, from 1 to 38, and Scale how many of these stand behind the point.
	Precision, Scale int
}

// maxIntDigits is how many digits always fit into 64 bits.
const maxIntDigits = 18

// IsWide is true for a Decimal whose values are given by Wide.
func (c *Column) IsWide() bool { return c.width() == 16 }

// width returns how many bytes a value takes, or 0 for a text, which may have any number.
func (c *Column) width() int {
	switch c.Type {
	case Boolean:
		return 1
	case Int32, Date:
		return 4
	case Int64, Timestamp, Time:
		return 8
	case Decimal:
		if c.Precision > maxIntDigits {
			return 16
		}
		return 8
	case String, JSON, Binary:
	}
	return 0
}

// The definition levels of a list and of its items. In a column that is no list, 0 is null and 1 a value.
const (
	levelNull      = 0
	levelEmpty     = 1 // a list without items
	levelItemNull  = 2
	levelItemValue = 3
)

// topLevel returns the definition level of a value.
func (c *Column) topLevel() byte {
	if c.List {
		return levelItemValue
	}
	return 1
}

// path returns the names that lead to the column's values in the tree of the file's schema.
func (c *Column) path() []string {
	if c.List {
		return []string{c.Name, "list", "element"}
	}
	return []string{c.Name}
}

// physical returns how the values are stored.
func (c *Column) physical() format.Type {
	switch c.width() {
	case 1:
		return format.Boolean
	case 4:
		return format.Int32
	case 8:
		return format.Int64
	case 16:
		return format.FixedLenByteArray
	}
	return format.ByteArray
}

// schemaOf returns the tree of the file's schema, parents before their children.
func schemaOf(columns []Column) []format.SchemaElement {
	elements := []format.SchemaElement{{Name: "schema", NumChildren: thrift.New(int32(len(columns)))}}
	for i := range columns {
		c := &columns[i]
		value := c.element()
		if c.List {
			elements = append(elements,
				format.SchemaElement{
					Name: c.Name, RepetitionType: thrift.New(format.Optional), NumChildren: thrift.New[int32](1),
					ConvertedType: thrift.New(deprecated.List), LogicalType: format.LogicalType{Value: &format.ListType{}},
				},
				format.SchemaElement{Name: "list", RepetitionType: thrift.New(format.Repeated), NumChildren: thrift.New[int32](1)})
			value.Name = "element"
		}
		elements = append(elements, value)
	}
	return elements
}

// element returns the leaf of the schema that holds the column's values. The older name of its type stands beside the newer
// one, for readers that know no other.
func (c *Column) element() format.SchemaElement {
	e := format.SchemaElement{Name: c.Name, Type: thrift.New(c.physical()), RepetitionType: thrift.New(format.Optional)}
	micros := format.TimeUnit{Value: &format.MicroSeconds{}}
	switch c.Type {
	case String:
		e.ConvertedType, e.LogicalType.Value = thrift.New(deprecated.UTF8), &format.StringType{}
	case JSON:
		e.ConvertedType, e.LogicalType.Value = thrift.New(deprecated.Json), &format.JsonType{}
	case Int32:
		e.ConvertedType, e.LogicalType.Value = thrift.New(deprecated.Int32), &format.IntType{BitWidth: 32, IsSigned: true}
	case Int64:
		e.ConvertedType, e.LogicalType.Value = thrift.New(deprecated.Int64), &format.IntType{BitWidth: 64, IsSigned: true}
	case Date:
		e.ConvertedType, e.LogicalType.Value = thrift.New(deprecated.Date), &format.DateType{}
	case Timestamp:
		e.ConvertedType = thrift.New(deprecated.TimestampMicros)
		e.LogicalType.Value = &format.TimestampType{IsAdjustedToUTC: true, Unit: micros}
	case Time: // the older name would say that it is UTC's
		e.LogicalType.Value = &format.TimeType{Unit: micros}
	case Decimal:
		precision, scale := int32(c.Precision), int32(c.Scale)
		e.Precision, e.Scale = thrift.New(precision), thrift.New(scale)
		e.ConvertedType, e.LogicalType.Value = thrift.New(deprecated.Decimal), &format.DecimalType{Precision: precision, Scale: scale}
		if width := c.width(); width == 16 {
			e.TypeLength = thrift.New(int32(width))
		}
	case Boolean, Binary:
	}
	return e
}
