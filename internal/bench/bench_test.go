package bench

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/row"
)

// BenchmarkRun is a whole run: NDJSON in memory to CSV that nobody keeps.
func BenchmarkRun(b *testing.B) {
	for _, s := range subjects() {
		plan := s.plan(b)
		names := header(plan)
		for name, in := range s.samples(b) {
			for _, cores := range []int{1, 2} {
				b.Run(fmt.Sprintf("%s/%s/cores=%d", s.name, name, cores), func(b *testing.B) {
					contest{
						bytes: len(in.text), resources: in.resources, cores: cores,
						fhirview: func() { fhirviewRun(b, io.Discard, plan, in.text, cores) },
						baseline: func() { check(b, baselineRun(io.Discard, names, s.extract, in.text)) },
					}.run(b)
				})
			}
		}
	}
}

// BenchmarkDecode is JSON text to what expressions are evaluated on: what the view reads, and every element.
func BenchmarkDecode(b *testing.B) {
	for _, s := range subjects() {
		in := s.generated(b, sampleBytes)
		lines := in.lines(in.resources)
		for name, p := range map[string]*resource.Projection{
			"view": s.plan(b).Projection(), "everything": everything(b, s.typ),
		} {
			b.Run(s.name+"/"+name, func(b *testing.B) {
				contest{
					bytes: len(in.text), resources: in.resources, cores: 1,
					fhirview: func() { decodeAll(b, p, lines) },
					baseline: func() {
						check(b, baselineDecode(in.text, func(map[string]any) error { return nil }))
					},
				}.run(b)
			})
		}
	}
}

// everything is the projection of an expression that may read any element.
func everything(tb testing.TB, typ string) *resource.Projection {
	tb.Helper()
	x, err := fhirpath.Compile("descendants()", &fhirpath.Options{Resource: typ})
	check(tb, err)
	return x.Projection()
}

func decodeAll(tb testing.TB, p *resource.Projection, lines [][]byte) {
	d := resource.NewDecoder(p)
	var r resource.Resource
	for _, line := range lines {
		d.Arena.Reset()
		check(tb, d.Decode(line, &r))
	}
}

// BenchmarkEvaluate is a decoded resource to the cells of its rows. The resources differ, or branch prediction would
// learn the one by heart.
func BenchmarkEvaluate(b *testing.B) {
	const n = 500
	for _, s := range subjects() {
		lines := s.generated(b, 2<<20).lines(n)
		maps := make([]map[string]any, n)
		resources := make([]resource.Resource, n)
		plan := s.plan(b)
		d := resource.NewDecoder(plan.Projection())
		for i, line := range lines[:n] {
			check(b, baselineDecode(line, func(m map[string]any) error { maps[i] = m; return nil }))
			check(b, d.Decode(line, &resources[i]))
		}
		var arena resource.Arena
		evaluator, batch := plan.Evaluator(&arena, time.Now()), row.NewBatch(plan.Schema())
		cells := make([]string, 0, len(plan.Schema().Columns))
		b.Run(s.name, func(b *testing.B) {
			contest{
				resources: n, cores: 1,
				fhirview: func() {
					arena.Reset()
					batch.Reset()
					for i := range resources {
						_, err := evaluator.Append(batch, &resources[i])
						check(b, err)
					}
				},
				baseline: func() {
					for _, m := range maps {
						_, _ = s.extract(cells[:0], m)
					}
				},
			}.run(b)
		})
	}
}

// BenchmarkCompile is the text of a view to a plan, and of an expression to a compiled one. There is nothing like it
// without fhirview; the baseline only reads the view's JSON, or copies the expression. The first view that a program
// compiles also pays for the parser's tables, which is left out here: see BenchmarkFirstCompile.
func BenchmarkCompile(b *testing.B) {
	for _, s := range subjects() {
		view := s.source(b)
		b.Run("view="+s.name, func(b *testing.B) {
			contest{
				resources: 1, cores: 1,
				fhirview: func() {
					_, err := viewdef.Compile(view, nil)
					check(b, err)
				},
				baseline: func() {
					var v map[string]any
					check(b, json.Unmarshal(view, &v))
				},
			}.run(b)
		})
	}
	for name, source := range map[string]string{
		"name":     "birthDate",
		"path":     "name.family",
		"where":    "telecom.where(system = 'phone').first().value",
		"function": "name.where(use = 'official').first().given.join(' ')",
	} {
		b.Run("expression="+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := fhirpath.Compile(source, &fhirpath.Options{Resource: "Patient"})
				check(b, err)
			}
		})
	}
}

// BenchmarkFirstCompile starts a program each time and has it compile the same view twice.
func BenchmarkFirstCompile(b *testing.B) {
	var first, second float64
	for b.Loop() {
		var out bytes.Buffer
		cmd := measuredCommand(b, "compile")
		cmd.Stdout = &out
		check(b, cmd.Run())
		var x, y int64
		_, err := fmt.Sscan(out.String(), &x, &y)
		check(b, err)
		first, second = first+float64(x), second+float64(y)
	}
	b.ReportMetric(first/float64(b.N)/1e6, "ms/first")
	b.ReportMetric(second/float64(b.N)/1e6, "ms/second")
	b.ReportMetric(0, "ns/op")
}

func check(tb testing.TB, err error) {
	if err != nil {
		tb.Helper()
		tb.Fatal(err)
	}
}
