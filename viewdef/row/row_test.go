package row_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/viewdef/row"
)

func TestBatch(t *testing.T) {
	b := row.NewBatch(&row.Schema{Columns: []row.Column{{Name: "a"}, {Name: "b"}}})
	check := func(step string, want ...[]row.Cell) {
		t.Helper()
		if diff := cmp.Diff([][]row.Cell{column(want, 0), column(want, 1)}, b.Columns); diff != "" {
			t.Errorf("%s: columns (-want +got):\n%s", step, diff)
		}
		if b.Rows() != len(want) {
			t.Errorf("%s: %d rows, want %d", step, b.Rows(), len(want))
		}
	}
	number := func(n int64) row.Cell { return row.Cell{Kind: row.KindInteger, Int: n} }
	cells := []row.Cell{number(1), {}}
	one := []row.Cell{number(1), {}}
	two := []row.Cell{number(2), number(3)}

	b.Append(cells)
	cells[0] = number(9) // the batch has its own copy
	check("one row", one)
	b.Append(two)
	check("two rows", one, two)
	b.Truncate(1)
	check("truncated", one)
	b.Append(two)
	check("added after truncation", one, two)
	b.Reset()
	check("reset")
}

func column(rows [][]row.Cell, i int) []row.Cell {
	cells := []row.Cell{}
	for _, r := range rows {
		cells = append(cells, r[i])
	}
	return cells
}

func TestBatchWithoutColumns(t *testing.T) {
	b := row.NewBatch(&row.Schema{})
	b.Append(nil)
	b.Append([]row.Cell{})
	if b.Rows() != 2 {
		t.Errorf("%d rows, want 2", b.Rows())
	}
	b.Truncate(1)
	if b.Rows() != 1 {
		t.Errorf("%d rows after truncation, want 1", b.Rows())
	}
	b.Reset()
	if b.Rows() != 0 {
		t.Errorf("%d rows after a reset, want none", b.Rows())
	}
}

func TestBatchKeepsItsMemory(t *testing.T) {
	b := row.NewBatch(&row.Schema{Columns: []row.Column{{Name: "a"}}})
	cells := make([]row.Cell, 1)
	fill := func() {
		b.Reset()
		for range 100 {
			b.Append(cells)
		}
	}
	fill()
	if allocs := testing.AllocsPerRun(10, fill); allocs != 0 {
		t.Errorf("%v allocations to fill a batch again, want none", allocs)
	}
}

func TestCellBool(t *testing.T) {
	for want, c := range map[bool]row.Cell{
		true:  {Kind: row.KindBoolean, Int: 1},
		false: {Kind: row.KindBoolean},
	} {
		if c.Bool() != want {
			t.Errorf("%+v is %v, want %v", c, c.Bool(), want)
		}
	}
}
