package runner_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
)

// TestRowsPage runs the example of docs/rows.md: the view over the resource, which are its first two blocks of JSON, gives
// the table that begins with the header of its columns, all of it the fast way, as the page says.
func TestRowsPage(t *testing.T) {
	text, err := os.ReadFile("../docs/rows.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```json\n(.*?)```").FindAllSubmatch(text, -1)
	if len(blocks) != 2 {
		t.Fatalf("%d blocks of JSON", len(blocks))
	}
	plan, err := viewdef.Compile(blocks[0][1], nil)
	if err != nil {
		t.Fatal(err)
	}
	if why := plan.WhyPlain(); len(why) > 0 {
		t.Error("the view does not take the fast way:", why)
	}
	table, err := runner.Collect(t.Context(), plan, source.Bytes(blocks[1][1]), nil)
	if err != nil {
		t.Fatal(err)
	}
	names, _ := table.Cursor().Columns()
	got := []string{"| " + strings.Join(names, " | ") + " |", "| --- | --- | --- |"}
	for row := range table.Rows() {
		var id, born, family string
		if err := row.Scan(&id, &born, &family); err != nil {
			t.Fatal(err)
		}
		got = append(got, "| "+id+" | "+born+" | "+family+" |")
	}
	_, rest, found := strings.Cut(string(text), got[0])
	want := strings.Split(got[0]+rest, "\n")
	if !found || len(want) < len(got) {
		t.Fatalf("the page has no table like\n%s", strings.Join(got, "\n"))
	}
	if diff := cmp.Diff(want[:len(got)], got); diff != "" || want[len(got)] != "" {
		t.Errorf("the page's table (-) is not what comes out (+):\n%s", diff)
	}
}
