package sink_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/runner/sink/sinktest"
	"github.com/fhirview/fhirview/viewdef/row"
)

var update = flag.Bool("update", false, "write the golden files")

// The golden files are the formats to the byte. TestCSV and its like prove that other readers agree with them.
func TestGolden(t *testing.T) {
	var texts [][]row.Cell
	for _, s := range sinktest.Texts() {
		texts = append(texts, []row.Cell{text(s), list(text(s))})
	}
	for _, c := range []struct {
		name   string
		schema *row.Schema
		rows   [][]row.Cell
	}{
		{"no_rows", sinktest.Schema(), nil},
		{"every_kind", sinktest.Schema(), sinktest.Cells()},
		{"texts", columns("text", "list"), texts},
	} {
		for _, f := range formats {
			t.Run(c.name+"."+f.name, func(t *testing.T) {
				got := written(t, f.open, c.schema, c.rows...)
				file := filepath.Join("testdata", c.name+"."+f.name)
				if *update {
					if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(file)
				if err != nil {
					t.Fatalf("%v; run the test with -update to make the file", err)
				}
				if diff := cmp.Diff(string(want), got); diff != "" {
					t.Errorf("%s is not what is written (-file +written):\n%s", file, diff)
				}
			})
		}
	}
}
