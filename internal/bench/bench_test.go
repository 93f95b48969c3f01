package bench

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"testing"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/row"
)

// BenchmarkRun is a whole run: NDJSON in memory to CSV that nobody keeps. The plain way is measured on one core only: it
// knows no other.
func BenchmarkRun(b *testing.B) {
	for _, s := range subjects() {
		b.Run(s.name, func(b *testing.B) {
			in, plan := s.preferred(b, sampleBytes), s.plan(b)
			for _, cores := range []int{1, 2} {
				b.Run(fmt.Sprintf("%s/cores=%d", in.name, cores), func(b *testing.B) {
					w := in.work(func() { fhirviewRun(b, io.Discard, plan, in.text, cores) })
					if w.cores = cores; cores > 1 {
						w.alone(b)
						return
					}
					names := header(plan)
					w.against(b, func() { check(b, baselineRun(io.Discard, names, s.extract, in.text)) })
				})
			}
		})
	}
}

// BenchmarkFlatten is a whole run without its last part: from text to the cells of rows, which are not formatted. The plain
// way decodes to maps and picks the columns.
func BenchmarkFlatten(b *testing.B) {
	for _, s := range subjects() {
		b.Run(s.name, func(b *testing.B) {
			in, plan := s.preferred(b, sampleBytes), s.plan(b)
			w := in.work(func() {
				check(b, ignoring(b, source.NDJSON(bytes.NewReader(in.text), nil), plan))
			})
			out := &rows{use: func([]string) error { return nil }}
			w.against(b, func() {
				check(b, baselineDecode(in.text, func(m map[string]any) error { s.extract(out, m); return nil }))
			})
		})
	}
}

// ignoring runs views on one core and does nothing with their rows.
func ignoring(tb testing.TB, src source.Source, plans ...*viewdef.Plan) error {
	tb.Helper()
	var jobs []runner.Job
	for _, plan := range plans {
		jobs = append(jobs, runner.Job{Plan: plan, Sink: noSink{}})
	}
	_, err := runner.Run(tb.Context(), src, jobs, &runner.Options{Parallel: 1})
	return err
}

// noSink does nothing with rows.
type noSink struct{}

func (noSink) Begin(*row.Schema) error                         { return nil }
func (noSink) Encode(dst []byte, _ *row.Batch) ([]byte, error) { return dst, nil }
func (noSink) Write([]byte, int) error                         { return nil }
func (noSink) End(error) error                                 { return nil }

// BenchmarkStarters is a whole run of each view that the library brings.
func BenchmarkStarters(b *testing.B) {
	for _, v := range viewsOf(b, filepath.Join("..", "..", "viewdef", "registry", "views")) {
		b.Run(v.name, func(b *testing.B) {
			in := sampleIn(b, v.plan.Resource(), NDJSON, sampleBytes)
			in.work(func() { fhirviewRun(b, io.Discard, v.plan, in.text, 1) }).alone(b)
		})
	}
}

// BenchmarkForms is a view over the same resources in each form, on one core and on two.
func BenchmarkForms(b *testing.B) {
	for _, s := range []subject{{name: "patient_demographics", typ: "Patient"}, {name: "observation_flat", typ: "Observation"}} {
		for _, form := range Forms() {
			in, plan := sampleIn(b, s.typ, form, sampleBytes), s.plan(b)
			open := source.JSON
			if form == NDJSON {
				open = source.NDJSON
			}
			for _, cores := range []int{1, 2} {
				b.Run(fmt.Sprintf("%s/%s/cores=%d", s.name, form, cores), func(b *testing.B) {
					w := in.work(func() { flattened(b, io.Discard, plan, open(bytes.NewReader(in.text), nil), cores) })
					w.cores = cores
					w.alone(b)
				})
			}
		}
	}
}

// BenchmarkTogether is four views in one pass, against as many runs: x-baseline is how many times faster the one is.
func BenchmarkTogether(b *testing.B) {
	in := sampleIn(b, "Patient", NDJSON, sampleBytes)
	var plans []*viewdef.Plan
	for _, name := range []string{"patient_demographics", "patient_addresses", "patient_identifiers", "patient_contacts"} {
		plans = append(plans, subject{name: name}.plan(b))
	}
	run := func(plans ...*viewdef.Plan) {
		var jobs []runner.Job
		for _, plan := range plans {
			jobs = append(jobs, runner.Job{Plan: plan, Sink: sink.CSV(io.Discard, nil)})
		}
		_, err := runner.Run(b.Context(), source.NDJSON(bytes.NewReader(in.text), nil), jobs, &runner.Options{Parallel: 1})
		check(b, err)
	}
	in.work(func() { run(plans...) }).against(b, func() {
		for _, plan := range plans {
			run(plan)
		}
	})
}

// BenchmarkPairs is two spellings of one view, or a view and the same without something: x-baseline is by how much the
// second takes longer, or less long where it is below 1. The pairs that lie with the sample data are measured, too.
func BenchmarkPairs(b *testing.B) {
	more, err := filepath.Glob(filepath.Join(Shared(filepath.Join("..", "..")), "reported", "*-speed"))
	check(b, err)
	for _, folder := range append([]string{"pairs"}, more...) {
		for _, p := range pairsOf(b, folder) {
			b.Run(filepath.Base(folder)+"/"+p[0].name+"-"+p[1].name, func(b *testing.B) {
				in := sampleIn(b, p[0].plan.Resource(), NDJSON, sampleBytes)
				in.work(func() { fhirviewRun(b, io.Discard, p[0].plan, in.text, 1) }).
					against(b, func() { fhirviewRun(b, io.Discard, p[1].plan, in.text, 1) })
			})
		}
	}
}

// work is something that goes over the whole sample on one core.
func (s sample) work(do func()) work {
	return work{bytes: len(s.text), resources: s.resources, cores: 1, do: do}
}
