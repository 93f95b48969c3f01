package arrow

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/fhirview/fhirview/viewdef/row"
)

// storage is how the values of a column are kept.
type storage uint8

const (
	texts   storage = iota // bytes, and where each text ends
	flags                  // a bit each
	words32                // four bytes each
	words64                // eight bytes each
)

// width returns how many bytes a value takes, or 0 where that is not said by the storage.
func (s storage) width() int {
	switch s {
	case words32:
		return 4
	case words64:
		return 8
	default:
		return 0
	}
}

// column says how the cells of a column, or the items of its lists, become values.
type column struct {
	name    string
	storage storage
	list    bool
	items   *column // of lists
	value   arrow.DataType
}

func newColumn(c row.Column) *column {
	out := &column{name: c.Name, list: c.Collection, value: arrow.BinaryTypes.String}
	switch c.Type {
	case row.Boolean:
		out.storage, out.value = flags, arrow.FixedWidthTypes.Boolean
	case row.Integer:
		out.storage, out.value = words32, arrow.PrimitiveTypes.Int32
	case row.Integer64:
		out.storage, out.value = words64, arrow.PrimitiveTypes.Int64
	}
	if out.list {
		items := *out
		items.list = false
		out.items = &items
	}
	return out
}

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
			Metadata: metadata([]string{"fhir_type", "description"}, described.FHIRType, described.Description),
		}
	}
	m := metadata([]string{"view"}, s.View)
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

// mismatch is the error of a cell that does not hold what its column is for. It does not tell the value.
func (c *column) mismatch(cell *row.Cell) error {
	if cell.Kind == row.KindInteger && c.storage == words32 {
		return fmt.Errorf("encode arrow: column %q: an integer has more than 32 bits", c.name)
	}
	return fmt.Errorf("encode arrow: column %q: a cell is of kind %s, and the column holds %s", c.name, cell.Kind, c.value)
}
