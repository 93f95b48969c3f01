package bench

import (
	"bytes"
	"encoding/csv"
	"io"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
)

// fhirviewRun is what baselineRun is measured against.
func fhirviewRun(tb testing.TB, w io.Writer, plan *viewdef.Plan, text []byte, parallel int) runner.Stats {
	tb.Helper()
	cfg := &runner.Config{Parallel: parallel}
	job := runner.Job{Plan: plan, Sink: sink.CSV(w, nil)}
	stats, err := runner.Run(tb.Context(), source.NDJSON(bytes.NewReader(text), nil), cfg, job)
	if err != nil {
		tb.Fatal(err)
	}
	if stats.Failed > 0 {
		tb.Fatalf("%d resources failed, the first one: %v", stats.Failed, stats.Failures[0])
	}
	return stats
}

func header(plan *viewdef.Plan) []string {
	var names []string
	for _, c := range plan.Schema().Columns {
		names = append(names, c.Name)
	}
	return names
}

// TestSameRows compares what the two sides write: a benchmark of different work would be worth nothing.
func TestSameRows(t *testing.T) {
	for _, s := range subjects() {
		samples := map[string]sample{"generated": s.generated(t, 1<<20)}
		if shared, ok := s.shared(t, 1); ok {
			samples["shared"] = shared
		}
		for name, in := range samples {
			t.Run(s.name+"/"+name, func(t *testing.T) {
				plan := s.plan(t)
				var want, got bytes.Buffer
				if err := baselineRun(&want, header(plan), s.extract, in.text); err != nil {
					t.Fatal(err)
				}
				stats := fhirviewRun(t, &got, plan, in.text, 1)
				if stats.Resources != int64(in.resources) || stats.Jobs[0].Rows < int64(in.resources)*9/10 {
					t.Errorf("%d resources and %d rows of %d resources", stats.Resources, stats.Jobs[0].Rows, in.resources)
				}
				if diff := cmp.Diff(records(t, &want), records(t, &got)); diff != "" {
					t.Errorf("rows differ (-baseline +fhirview):\n%s", diff)
				}
			})
		}
	}
}

func records(t *testing.T, text io.Reader) [][]string {
	t.Helper()
	rows, err := csv.NewReader(text).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// maxAllocs is how many allocations a resource may cost in a whole run: what there are belong to the run, to its blocks
// and to the growth of buffers, a few hundred in all.
const maxAllocs = 0.5

func TestRunAllocates(t *testing.T) {
	for _, s := range subjects() {
		in, plan := s.generated(t, sampleBytes/2), s.plan(t)
		for _, parallel := range []int{1, 2} {
			allocs := mallocs(func() { fhirviewRun(t, io.Discard, plan, in.text, parallel) })
			if each := allocs / float64(in.resources); each > maxAllocs {
				t.Errorf("%s, parallel %d: %.3f allocations a resource (%.0f in all), want at most %v",
					s.name, parallel, each, allocs, maxAllocs)
			}
		}
	}
}

// mallocs counts the allocations of all goroutines while f runs.
func mallocs(f func()) float64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return float64(after.Mallocs - before.Mallocs)
}
