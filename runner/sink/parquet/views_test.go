package parquet_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/sink/parquet"
	"github.com/fhirview/fhirview/runner/sink/sinktest"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/row"
)

const root = "../../.."

// TestViews reads Parquet of the benchmark's and the repository's views, and of the starter views, back, and compares each cell
// with what NDJSON says.
func TestViews(t *testing.T) {
	files, err := filepath.Glob(root + "/internal/bench/views/*.view.json")
	more, _ := filepath.Glob(root + "/testdata/views/*.view.json")
	files = append(files, more...)
	starters, _ := filepath.Glob(root + "/viewdef/registry/views/*.json")
	files = append(files, starters...)
	if err != nil || len(more) < 10 || len(starters) < 15 || len(files) < 39 {
		t.Fatalf("%d views, %v", len(files), err)
	}
	rows := 0
	for _, file := range files {
		t.Run(filepath.Base(filepath.Dir(file))+"/"+filepath.Base(file), func(t *testing.T) { rows += compareView(t, file) })
	}
	if rows < 2000 {
		t.Errorf("%d rows of %d views", rows, len(files))
	}
}

func compareView(t *testing.T, file string) int {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := viewdef.Compile(text, nil)
	if err != nil {
		t.Fatal(err)
	}
	var ndjson, file1, file2 bytes.Buffer
	run(t, plan, sink.NDJSON(&ndjson), 1)
	run(t, plan, parquet.New(&file1, nil), 1)
	run(t, plan, parquet.New(&file2, nil), 3)
	if !bytes.Equal(file1.Bytes(), file2.Bytes()) {
		t.Error("three workers write another file than one")
	}
	got, err := read(file1.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	var want sinktest.Rows
	for line := range bytes.Lines(ndjson.Bytes()) {
		want = append(want, parseJSON(t, line).(map[string]any))
	}
	if len(got) != len(want) {
		t.Fatalf("%d rows, want %d", len(got), len(want))
	}
	for i := range want {
		for _, c := range plan.Schema().Columns {
			if g, w := plain(t, &c, got[i][c.Name]), plain(t, &c, want[i][c.Name]); !reflect.DeepEqual(g, w) {
				t.Fatalf("row %d, column %s: %v, want %v", i, c.Name, g, w)
			}
		}
		if keys := slices.Sorted(maps.Keys(got[i])); len(keys) != len(plan.Schema().Columns) {
			t.Fatalf("row %d has the columns %v", i, keys)
		}
	}
	return len(want)
}

func run(t *testing.T, plan *viewdef.Plan, s sink.Sink, parallel int) {
	t.Helper()
	src := source.Open([]string{root + "/testdata/synthetic"}, nil)
	if _, err := runner.Run(context.Background(), src, []runner.Job{{Plan: plan, Sink: s}}, &runner.Options{Parallel: parallel}); err != nil {
		t.Fatal(err)
	}
}

func parseJSON(t *testing.T, text []byte) (v any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// plain returns a value of either side in one form: numbers as their digits, and JSON as what it says.
func plain(t *testing.T, c *row.Column, v any) any {
	t.Helper()
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = plain(t, c, item)
		}
		return out
	case int64:
		return fmt.Sprint(v)
	case json.Number:
		return v.String()
	case string:
		if c.Type == row.JSON {
			return parseJSON(t, []byte(v))
		}
	}
	return v
}
