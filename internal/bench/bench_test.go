package bench

import (
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirpath/resource"
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

// BenchmarkDecode is JSON text to what the view's expressions are evaluated on: to nodes for what the view reads, and to
// maps of everything.
func BenchmarkDecode(b *testing.B) {
	for _, s := range subjects() {
		b.Run(s.name, func(b *testing.B) {
			in := s.preferred(b, sampleBytes)
			lines, d := in.lines(in.resources), resource.NewDecoder(s.plan(b).Projection())
			var r resource.Resource
			w := in.work(func() {
				for _, line := range lines {
					d.Arena.Reset()
					check(b, d.Decode(line, &r))
				}
			})
			w.against(b, func() { check(b, baselineDecode(in.text, func(map[string]any) error { return nil })) })
		})
	}
}

// BenchmarkEvaluate is a decoded resource to the cells of its rows. The resources differ, or branch prediction would
// learn the one by heart.
func BenchmarkEvaluate(b *testing.B) {
	for _, s := range subjects() {
		b.Run(s.name, func(b *testing.B) {
			lines := s.preferred(b, 4<<20).lines(500)
			plan := s.plan(b)
			maps, resources := make([]map[string]any, len(lines)), make([]resource.Resource, len(lines))
			d := resource.NewDecoder(plan.Projection())
			for i, line := range lines {
				check(b, baselineDecode(line, func(m map[string]any) error { maps[i] = m; return nil }))
				check(b, d.Decode(line, &resources[i]))
			}
			var arena resource.Arena
			evaluator, batch := plan.Evaluator(&arena, time.Now()), row.NewBatch(plan.Schema())
			out := &rows{use: func([]string) error { return nil }}
			w := work{resources: len(lines), cores: 1, do: func() {
				arena.Reset()
				batch.Reset()
				for i := range resources {
					_, err := evaluator.Append(batch, &resources[i])
					check(b, err)
				}
			}}
			w.against(b, func() {
				for _, m := range maps {
					s.extract(out, m)
				}
			})
		})
	}
}

// work is something that goes over the whole sample on one core.
func (s sample) work(do func()) work {
	return work{bytes: len(s.text), resources: s.resources, cores: 1, do: do}
}
