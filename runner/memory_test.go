package runner_test

import (
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef/row"
)

// gauge is a sink that remembers the largest batch and the most goroutines there were.
type gauge struct {
	fakeSink
	cells, goroutines, encoded atomic.Int64
}

func (g *gauge) Encode(dst []byte, b *row.Batch) ([]byte, error) {
	raise(&g.cells, int64(b.Rows()*b.Width()))
	raise(&g.goroutines, int64(runtime.NumGoroutine()))
	g.encoded.Add(1)
	return g.fakeSink.Encode(dst, b)
}

func raise(v *atomic.Int64, to int64) {
	for old := v.Load(); to > old && !v.CompareAndSwap(old, to); old = v.Load() {
	}
}

// TestRowsOfTinyResources has a block whose resources give many rows each: they are not all kept before any is formatted.
func TestRowsOfTinyResources(t *testing.T) {
	view := strings.Replace(names, `{"name":"family","path":"family"}`, `{"name":"family","path":"family"},{"name":"x","path":"family"}`, 1)
	tiny := patient(1, strings.Split(strings.Repeat("f,", 40), ",")...)
	text := strings.Split(strings.Repeat(tiny+"\n", 3000), "\n")
	for _, parallel := range parallels {
		g := &gauge{}
		plan := compile(t, view, nil)
		stats, err := runner.Run(t.Context(), lines(text, &source.Options{BlockSize: 8 << 20}), []runner.Job{{Plan: plan, Sink: g}}, &runner.Options{Parallel: parallel})
		if err != nil || stats.Jobs[0].Rows != 3000*41 || g.rows != 3000*41 {
			t.Fatalf("%d rows, %d written, %v", stats.Jobs[0].Rows, g.rows, err)
		}
		if most := g.cells.Load(); most > 8_000 || most < 2_500 {
			t.Errorf("parallel %d: %d cells were formatted at a time of %d", parallel, most, 3*stats.Jobs[0].Rows)
		}
	}
}

// TestSmallInputStartsNoWorkers counts goroutines: one is that of the source.
func TestSmallInputStartsNoWorkers(t *testing.T) {
	plan := compile(t, names, nil)
	before := int64(runtime.NumGoroutine())
	for _, c := range []struct {
		resources int
		workers   bool
	}{{50, false}, {20_000, true}} {
		g := &gauge{}
		_, err := runner.Run(t.Context(), lines(patients(c.resources), nil), []runner.Job{{Plan: plan, Sink: g}}, &runner.Options{Parallel: 4})
		if err != nil {
			t.Fatal(err)
		}
		if started := g.goroutines.Load() - before; (started > 1) != c.workers {
			t.Errorf("%d goroutines for %d resources", started, c.resources)
		}
	}
}
