package bench

import (
	"runtime"
	"slices"
	"testing"
	"time"
)

// contest is one piece of work done by both sides. Each function does all of it once.
type contest struct {
	bytes     int // of JSON that are gone through, or 0
	resources int // or views, where those are what is worked on
	cores     int
	fhirview  func()
	baseline  func()
}

// run measures each side by itself, and then their ratio.
func (c contest) run(b *testing.B) {
	b.Helper()
	// The garbage collector works in goroutines of its own: only this makes one core of all that a side causes.
	before := runtime.GOMAXPROCS(c.cores)
	defer runtime.GOMAXPROCS(before)
	b.Run("fhirview", func(b *testing.B) { c.alone(b, c.fhirview) })
	b.Run("baseline", func(b *testing.B) { c.alone(b, c.baseline) })
	b.Run("ratio", c.ratio)
}

func (c contest) alone(b *testing.B, side func()) {
	side() // once for what is made on first use
	b.SetBytes(int64(c.bytes))
	allocs := mallocs(func() {
		for b.Loop() {
			side()
		}
	})
	passes := float64(b.N * c.resources)
	b.ReportMetric(allocs/passes, "allocs/resource")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/passes, "ns/resource")
	b.ReportMetric(0, "ns/op") // a pass means nothing to a reader
}

// ratio reports how many times faster fhirview is: the median over pairs of passes, one of each side right after the
// other, so that both meet the same disturbances. On one core it is processor time that is compared, which other
// programs disturb least.
func (c contest) ratio(b *testing.B) {
	clock := cpuTime
	if c.cores > 1 {
		start := time.Now()
		clock = func() time.Duration { return time.Since(start) }
	}
	c.fhirview()
	c.baseline()
	var ratios []float64
	for b.Loop() {
		t0 := clock()
		c.baseline()
		t1 := clock()
		c.fhirview()
		t2 := clock()
		ratios = append(ratios, float64(t1-t0)/float64(max(t2-t1, 1)))
	}
	slices.Sort(ratios)
	b.ReportMetric(ratios[len(ratios)/2], "x-baseline")
	b.ReportMetric(0, "ns/op")
}
