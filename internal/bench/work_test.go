package bench

import (
	"bytes"
	"io"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/viewdef/row"
)

// These tests hold fhirview to its speed without a clock: they count what it allocates and what it builds.

// nodeSample is how many generated resources nodes are counted over.
const nodeSample = 1000

// maxNodes is how many nodes each view may build of them: a node for each resource, and one for each element that the view
// reads. It is raised for a view that reads more, and lowered when less is built than before.
var maxNodes = map[string]int64{
	"patient_demographics": 14503,
	"patient_addresses":    11438,
	"patient_identifiers":  12990,
	"patient_contacts":     30447,
	"observation_flat":     19218,
	"blood_pressure":       12087,
	"observation_rare":     11046,
	"condition_flat":       22404,
	"encounter_flat":       19817,
	"claim_items":          64826,
	"questionnaire_items":  75956,
}

// TestNodes holds decoding to what the views read. What it logs can be put in place of the table.
func TestNodes(t *testing.T) {
	for _, s := range subjects() {
		d := resource.NewDecoder(s.plan(t).Projection())
		var r resource.Resource
		for _, line := range generated(t, s.typ, 4<<20).lines(nodeSample) {
			d.Arena.Reset()
			check(t, d.Decode(line, &r))
		}
		stats := d.Stats()
		if stats.Resources != nodeSample {
			t.Fatalf("%s: %d resources decoded, want %d", s.name, stats.Resources, nodeSample)
		}
		t.Logf("%q: %d,", s.name, stats.Nodes)
		if most := maxNodes[s.name]; stats.Nodes > most {
			t.Errorf("%s builds %d nodes, at most %d are expected", s.name, stats.Nodes, most)
		}
	}
}

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
			d := resource.NewDecoder(plan.Projection())
			evaluator, batch := plan.Evaluator(d.Arena, time.Now()), row.NewBatch(plan.Schema())
			var r resource.Resource
			var encoded []byte
			rows := 0
			allocs := testing.AllocsPerRun(3, func() {
				rows, encoded = 0, encoded[:0]
				for _, line := range lines {
					d.Arena.Reset()
					batch.Reset()
					check(t, d.Decode(line, &r))
					_, err := evaluator.Append(batch, &r)
					check(t, err)
					encoded, err = out.Encode(encoded, batch)
					check(t, err)
					rows += batch.Rows()
				}
			})
			if allocs != 0 || rows == 0 {
				t.Errorf("%s, %s: %v allocations for %d resources and %d rows", s.name, in.name, allocs, len(lines), rows)
			}
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
