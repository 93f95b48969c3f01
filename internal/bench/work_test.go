package bench

import (
	"bytes"
	"io"
	"testing"

	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/viewdef"
)

// These tests hold fhirview to its speed without a clock: they count what it allocates. What it builds is
// counted by the runner (TestWays).

// TestSteadyStateAllocatesNothing takes resources from text to CSV, as a worker does, again and again: once its memory has
// grown, nothing is allocated.
func TestSteadyStateAllocatesNothing(t *testing.T) {
	for _, s := range subjects() {
		samples := []sample{generated(t, s.typ, 256<<10)}
		if in, ok := synthea(t, s.typ, 1); ok {
			samples = append(samples, in)
		}
		for _, in := range samples {
			lines, plan := in.lines(in.resources), s.plan(t)
			out := sink.CSV(io.Discard, nil)
			check(t, out.Begin(plan.Schema()))
			f := viewdef.NewSet(plan).Flattener(nil)
			var encoded []byte
			rows := 0
			allocs := testing.AllocsPerRun(3, func() {
				rows, encoded = 0, encoded[:0]
				for _, line := range lines {
					f.Reset()
					if bundle, failures := f.Flatten(line); bundle || len(failures) > 0 {
						t.Fatal(failures)
					}
					var err error
					encoded, err = out.Encode(encoded, f.Rows(0))
					check(t, err)
					rows += f.Rows(0).Rows()
				}
			})
			if allocs != 0 || rows == 0 {
				t.Errorf("%s, %s: %v allocations for %d resources and %d rows", s.name, in.name, allocs, len(lines), rows)
			}
		}
	}
}

// TestSeveralViewsAllocateNothing has all views of a type in one pass.
func TestSeveralViewsAllocateNothing(t *testing.T) {
	plans := map[string][]*viewdef.Plan{}
	for _, s := range subjects() {
		plans[s.typ] = append(plans[s.typ], s.plan(t))
	}
	for typ, all := range plans {
		in := generated(t, typ, 256<<10)
		lines, f := in.lines(in.resources), viewdef.NewSet(all...).Flattener(nil)
		allocs := testing.AllocsPerRun(3, func() {
			for _, line := range lines {
				f.Reset()
				f.Flatten(line)
			}
		})
		if allocs != 0 {
			t.Errorf("%d views of %s: %v allocations for %d resources", len(all), typ, allocs, in.resources)
		}
	}
}

// maxRunAllocs is how many allocations each further resource may cost in a whole run. What a run allocates at its start,
// and until its buffers have grown, a few hundred times, is not counted.
const maxRunAllocs = 0.2

func TestRunAllocates(t *testing.T) {
	for _, s := range subjects() {
		in, plan := generated(t, s.typ, 3<<20), s.plan(t)
		for _, parallel := range []int{1, 2} {
			once := mallocs(func() { fhirviewRun(t, io.Discard, plan, in.text, parallel) })
			fourTimes := mallocs(func() { fhirviewRun(t, io.Discard, plan, bytes.Repeat(in.text, 4), parallel) })
			if each := (fourTimes - once) / float64(3*in.resources); each > maxRunAllocs {
				t.Errorf("%s, parallel %d: %.3f allocations for each further resource (%.0f for %d, %.0f for four times as many), want at most %v",
					s.name, parallel, each, once, in.resources, fourTimes, maxRunAllocs)
			}
		}
	}
}
