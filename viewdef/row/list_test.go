package row_test

import (
	"fmt"
	"runtime"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/viewdef/row"
)

func TestCellIsSmall(t *testing.T) {
	if size := unsafe.Sizeof(row.Cell{}); size > 32 {
		t.Errorf("a cell has %d bytes, want 32 at most", size)
	}
}

func TestList(t *testing.T) {
	x := row.Cell{Kind: row.KindString, Text: "x"}
	for _, items := range [][]row.Cell{{}, {x}, {{}, x, {Kind: row.KindInteger, Int: 7}}, {row.List([]row.Cell{x, x}), row.List(nil)}} {
		c := row.List(items)
		if c.Kind != row.KindList {
			t.Errorf("the list %v is of kind %d", items, c.Kind)
		}
		if diff := cmp.Diff(items, c.Items()); diff != "" {
			t.Errorf("items (-want +got):\n%s", diff)
		}
	}
	if items := x.Items(); items != nil {
		t.Errorf("a text has the items %v, want nil", items)
	}
}

// A list keeps alive what nothing but its items refers to.
func TestListKeepsItsItems(t *testing.T) {
	lists := make([]row.Cell, 1000)
	for i := range lists {
		inner := row.List([]row.Cell{{Kind: row.KindString, Text: fmt.Sprint("inner ", i)}})
		lists[i] = row.List([]row.Cell{inner, {Kind: row.KindString, Text: fmt.Sprint("outer ", i)}})
	}
	for range 3 {
		runtime.GC()
		for range 10_000 {
			garbage = []row.Cell{{Text: "overwritten"}, {Text: "overwritten"}}
		}
	}
	for i, c := range lists {
		if inner, outer := c.Items()[0].Items()[0].Text, c.Items()[1].Text; inner != fmt.Sprint("inner ", i) || outer != fmt.Sprint("outer ", i) {
			t.Fatalf("list %d holds %q and %q", i, inner, outer)
		}
	}
}

var garbage []row.Cell

func TestEqual(t *testing.T) {
	text := func(s string) row.Cell { return row.Cell{Kind: row.KindString, Text: s} }
	cells := []row.Cell{
		{}, text(""), text("a"), {Kind: row.KindJSON, Text: "a"}, {Kind: row.KindInteger}, {Kind: row.KindInteger, Int: 1}, {Kind: row.KindBoolean, Int: 1},
		row.List(nil), row.List([]row.Cell{{}}), row.List([]row.Cell{text("a")}), row.List([]row.Cell{text("a"), text("a")}),
	}
	for i, c := range cells {
		for j, d := range cells {
			if d.Kind == row.KindList {
				d = row.List(append([]row.Cell{}, d.Items()...))
			}
			if c.Equal(d) != (i == j) {
				t.Errorf("%d equals %d: %v", i, j, c.Equal(d))
			}
		}
	}
}
