package row_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/viewdef/row"
)

func TestBatch(t *testing.T) {
	b := row.NewBatch(&row.Schema{Columns: []row.Column{{Name: "a"}, {Name: "b"}}})
	check := func(step string, want ...[]row.Cell) {
		t.Helper()
		var got [][]row.Cell
		for i := range b.Rows() {
			got = append(got, b.Row(i))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: rows (-want +got):\n%s", step, diff)
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
	if diff := cmp.Diff(append(slices.Clone(one), two...), b.Cells()); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
	b.Truncate(0)
	check("reset")
}

// A row with a cell too many or too few would shift all that follow.
func TestBatchTakesWholeRows(t *testing.T) {
	b := row.NewBatch(&row.Schema{Columns: []row.Column{{Name: "a"}, {Name: "b"}}})
	for _, n := range []int{0, 1, 3} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("a row of %d cells was taken, want 2 only", n)
				}
			}()
			b.Append(make([]row.Cell, n))
		}()
	}
	if b.Rows() != 0 {
		t.Errorf("%d rows, want none", b.Rows())
	}
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
	b.Truncate(0)
	if b.Rows() != 0 {
		t.Errorf("%d rows after a reset, want none", b.Rows())
	}
}

func TestBatchKeepsItsMemory(t *testing.T) {
	b := row.NewBatch(&row.Schema{Columns: []row.Column{{Name: "a"}}})
	cells := make([]row.Cell, 1)
	fill := func() {
		b.Truncate(0)
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
