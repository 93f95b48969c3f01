package bench

import (
	"runtime"
	"slices"
	"testing"
	"time"
)

// work is what is measured: something that is done over and over, always to its end.
type work struct {
	bytes     int // of JSON that it goes through, or 0
	resources int
	cores     int
	do        func()
}

// alone reports what the work costs.
func (w work) alone(b *testing.B) {
	b.Helper()
	onCores(b, w.cores)
	w.do() // once for what is made on first use
	var sum cost
	for b.Loop() {
		sum.add(measured(w.cores, w.do))
	}
	w.report(b, sum)
}

// against reports what the work costs, and what the plain way to do it does.
func (w work) against(b *testing.B, baseline func()) {
	b.Helper()
	onCores(b, w.cores)
	w.do()
	baseline()
	// The quicker side is given more passes, or the clock would mostly look at the other.
	const passes = 4
	var ours, theirs cost
	var ratios []float64
	for b.Loop() {
		t := measured(w.cores, baseline)
		var o cost
		for range passes {
			o.add(measured(w.cores, w.do))
		}
		ratios = append(ratios, t.each()/o.each())
		theirs.add(t)
		ours.add(o)
	}
	w.report(b, ours)
	// The median over pairs of passes, one side right after the other, so that both meet the same disturbances.
	slices.Sort(ratios)
	b.ReportMetric(ratios[len(ratios)/2], "x-baseline")
	b.ReportMetric(theirs.mallocs/theirs.times/float64(w.resources), "baseline-allocs/resource")
}

func (w work) report(b *testing.B, c cost) {
	b.Helper()
	b.ReportMetric(c.each()/float64(w.resources)*1e9, "ns/resource")
	b.ReportMetric(c.mallocs/c.times/float64(w.resources), "allocs/resource")
	if w.bytes > 0 {
		b.ReportMetric(float64(w.bytes)/1e6/c.each(), "MB/s")
	}
	b.ReportMetric(0, "ns/op") // a pass means nothing to a reader
}

// cost is what one or more passes took.
type cost struct {
	times, seconds, mallocs float64
}

func (c *cost) add(other cost) {
	c.times += other.times
	c.seconds += other.seconds
	c.mallocs += other.mallocs
}

// each is the seconds of a pass.
func (c *cost) each() float64 { return max(c.seconds, 1e-9) / c.times }

// measured does something once. On one core, its cost is processor time, which other programs disturb least; on more it
// is the clock's. The garbage of what came before is not its own.
func measured(cores int, do func()) cost {
	clock := cpuTime
	if cores > 1 {
		start := time.Now()
		clock = func() time.Duration { return time.Since(start) }
	}
	runtime.GC()
	var began, took time.Duration
	mallocs := mallocs(func() {
		began = clock()
		do()
		took = clock() - began
	})
	return cost{times: 1, seconds: took.Seconds(), mallocs: mallocs}
}

// onCores holds a benchmark to so many cores. The garbage collector works in goroutines of its own: only this makes one
// core of all that the work causes.
func onCores(b *testing.B, cores int) {
	b.Helper()
	before := runtime.GOMAXPROCS(cores)
	b.Cleanup(func() { runtime.GOMAXPROCS(before) })
}

// mallocs counts the allocations of all goroutines while f runs.
func mallocs(f func()) float64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return float64(after.Mallocs - before.Mallocs)
}
