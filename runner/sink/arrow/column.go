package arrow

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/fhirview/fhirview/internal/typed"
	"github.com/fhirview/fhirview/viewdef/row"
)

// column says how the cells of a column, or the items of its lists, become values.
type column struct {
	typed.Type
	name  string
	list  bool
	items *column // of lists
	// width is how many bytes a value has: 0 for texts and bytes, which have any number, and for booleans, which have a bit.
	width int
	value arrow.DataType
}

func newColumn(c *row.Column) *column {
	out := &column{Type: typed.Of(c), name: c.Name, list: c.Collection}
	out.value, out.width = stored(out.Type)
	if out.list {
		items := *out
		items.list = false
		out.items = &items
	}
	return out
}

// stored returns what Arrow has for a type, and how many bytes a value takes.
func stored(t typed.Type) (value arrow.DataType, width int) {
	switch t.Kind {
	case typed.Boolean:
		return arrow.FixedWidthTypes.Boolean, 0
	case typed.Int32:
		return arrow.PrimitiveTypes.Int32, 4
	case typed.Int64:
		return arrow.PrimitiveTypes.Int64, 8
	case typed.Date:
		return arrow.FixedWidthTypes.Date32, 4
	case typed.Timestamp:
		return arrow.FixedWidthTypes.Timestamp_us, 8 // in UTC
	case typed.Time:
		return arrow.FixedWidthTypes.Time64us, 8
	case typed.Decimal:
		return &arrow.Decimal128Type{Precision: int32(t.Precision), Scale: int32(t.Scale)}, 16
	case typed.Binary:
		return arrow.BinaryTypes.Binary, 0
	default:
		return arrow.BinaryTypes.String, 0
	}
}

// ends is true where it is kept where each cell ends.
func (c *column) ends() bool {
	return c.list || c.Kind == typed.Text || c.Kind == typed.JSON || c.Kind == typed.Binary
}

// bits is true where values are a bit each.
func (c *column) bits() bool { return !c.list && c.Kind == typed.Boolean }

func (c *column) dataType() arrow.DataType {
	if c.list {
		return arrow.ListOf(c.value)
	}
	return c.value
}

// newSchema returns the schema of the record batches. Every column may hold nulls.
func newSchema(s *row.Schema, columns []*column) *arrow.Schema {
	fields := make([]arrow.Field, len(columns))
	for i, c := range columns {
		described := s.Columns[i]
		fields[i] = arrow.Field{
			Name: c.name, Type: c.dataType(), Nullable: true,
			Metadata: metadata([]string{"fhirview.type", "description"}, described.FHIRType, described.Description),
		}
	}
	m := metadata([]string{"fhirview.view", "fhirview.url", "fhirview.version", "fhirview.digest"}, s.View, s.URL, s.Version, s.Digest)
	return arrow.NewSchema(fields, &m)
}

// metadata returns the keys that have a value that is not empty, with it.
func metadata(keys []string, values ...string) arrow.Metadata {
	m := map[string]string{}
	for i, key := range keys {
		if values[i] != "" {
			m[key] = values[i]
		}
	}
	return arrow.MetadataFrom(m)
}

// fail says that a column cannot be encoded. No error has a value in it.
func (c *column) fail(err error) error {
	return fmt.Errorf("encode arrow: column %q: %w", c.name, err)
}

// mismatch is the error of a cell that is of a kind which its column never has.
func (c *column) mismatch(cell *row.Cell) error {
	return c.fail(fmt.Errorf("a cell is a %s, which is not stored as %s", cell.Kind, c.dataType()))
}
