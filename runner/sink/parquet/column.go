package parquet

import (
	"fmt"
	"strconv"

	"github.com/fhirview/fhirview/internal/parquet"
	"github.com/fhirview/fhirview/internal/typed"
	"github.com/fhirview/fhirview/viewdef/row"
)

// column is a column of the file, and what values of its type are made with.
type column struct {
	parquet.Column
	typ typed.Type
}

func columnsOf(schema *row.Schema) []column {
	columns := make([]column, len(schema.Columns))
	for i := range schema.Columns {
		c := &schema.Columns[i]
		t := typed.Of(c)
		columns[i] = column{parquet.Column{
			Name: c.Name, List: c.Collection, Type: stored[t.Kind], Precision: t.Precision, Scale: t.Scale,
		}, t}
	}
	return columns
}

var stored = [...]parquet.Type{
	typed.Text: parquet.String, typed.JSON: parquet.JSON, typed.Boolean: parquet.Boolean, typed.Int32: parquet.Int32,
	typed.Int64: parquet.Int64, typed.Date: parquet.Date, typed.Timestamp: parquet.Timestamp, typed.Time: parquet.Time,
	typed.Decimal: parquet.Decimal, typed.Binary: parquet.Binary,
}

// add adds the cells of a column, of which the first stands at a place and the others a row apart.
func (c *column) add(to *parquet.ColumnEncoder, cells []row.Cell, at, width int) error {
	for ; at < len(cells); at += width {
		cell := &cells[at]
		// What most cells are needs no call more than it takes.
		switch {
		case cell.Kind == row.KindNull:
			to.Null()
		case cell.Kind == row.KindString && c.Type == parquet.String && !c.List:
			to.Text(cell.Text)
		default:
			if err := c.addCell(to, cell); err != nil {
				return fmt.Errorf("encode parquet: column %s: %w", c.Name, err)
			}
		}
	}
	return nil
}

// addCell adds a cell that is not null.
func (c *column) addCell(to *parquet.ColumnEncoder, cell *row.Cell) error {
	if !c.List {
		return c.addValue(to, cell)
	}
	if cell.Kind != row.KindList {
		return fmt.Errorf("a cell of a collection is a %s", cell.Kind)
	}
	items := cell.Items()
	to.List(len(items))
	for i := range items {
		if items[i].Kind == row.KindNull {
			to.Null()
		} else if err := c.addValue(to, &items[i]); err != nil {
			return err
		}
	}
	return nil
}

// addValue adds a value of the column's type.
func (c *column) addValue(to *parquet.ColumnEncoder, cell *row.Cell) error {
	switch c.Type {
	case parquet.String, parquet.JSON:
		return addText(to, cell)
	case parquet.Binary:
		var buf [256]byte
		b, err := c.typ.AppendBinary(buf[:0], cell)
		if err == nil {
			to.Bytes(b)
		}
		return err
	case parquet.Decimal:
		n, err := c.typ.Decimal(cell)
		switch {
		case err != nil:
			return err
		case c.IsWide():
			to.Wide(n.Hi, n.Lo)
		default:
			to.Int(int64(n.Lo)) // its digits fit
		}
		return nil
	default:
		n, err := c.typ.Int(cell)
		if err == nil {
			to.Int(n)
		}
		return err
	}
}

// addText adds a value to a column of texts. Where the type of a column is not known, so that it is one of texts, it may hold
// values of other types, which are the texts that CSV has.
func addText(to *parquet.ColumnEncoder, cell *row.Cell) error {
	switch cell.Kind {
	case row.KindString, row.KindDecimal, row.KindJSON:
		to.Text(cell.Text)
	case row.KindInteger:
		to.Text(strconv.FormatInt(cell.Int, 10))
	case row.KindBoolean:
		to.Text(strconv.FormatBool(cell.Bool()))
	default:
		return fmt.Errorf("a cell is a %s", cell.Kind)
	}
	return nil
}
