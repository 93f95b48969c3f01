package main

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/fhirview/fhirview/internal/bench"
)

// result is what came of a case: seconds of both builds for so many megabytes.
type result struct {
	benchCase
	old, new  float64
	received  float64 // processor time that it takes to take the input in and drop it; 0 where it was not measured
	megabytes float64
}

// report prints results as they come, and at the end of a group what they come to.
type report struct {
	out   io.Writer
	group []result
}

func (r *report) printf(format string, args ...any) { _, _ = fmt.Fprintf(r.out, format, args...) }

func (r *report) add(res result) {
	if len(r.group) > 0 && r.group[0].group != res.group {
		r.end()
	}
	if len(r.group) == 0 {
		r.printf("%-36s %8s %8s %8s %9s\n", res.group, "old s", "new s", "old/new", "new MB/s")
	}
	r.group = append(r.group, res)
	r.printf("  %-34s %8.3f %8.3f %8.3f %9.0f\n", res.name, res.old, res.new, res.old/res.new, res.megabytes/res.new)
}

// end prints what a group comes to.
func (r *report) end() {
	if len(r.group) == 0 {
		return
	}
	least, mean := summary(r.group)
	r.printf("  old/new: least %.3f, geometric mean %.3f\n", least, mean)
	switch r.group[0].group {
	case pairs:
		r.perPair()
	case forms:
		r.perForm()
	case twoCores:
		r.perCore()
	case together:
		r.inOnePass()
	}
	r.printf("\n")
	r.group = nil
}

// summary returns the least quotient of old and new, and the geometric mean of all.
func summary(results []result) (least, mean float64) {
	least = math.Inf(1)
	sum := 0.0
	for _, res := range results {
		least = min(least, res.old/res.new)
		sum += math.Log(res.old / res.new)
	}
	return least, math.Exp(sum / float64(len(results)))
}

// perPair tells by how much the two spellings of a view differ: key.json_name and key.of_type.
func (r *report) perPair() {
	for i := 0; i+1 < len(r.group); i++ {
		one, other := &r.group[i], &r.group[i+1]
		name, first, _ := strings.Cut(one.name, ".")
		if same, second, _ := strings.Cut(other.name, "."); same == name {
			r.printf("  %s: %s costs %.2f times as much as %s; with the old build %.2f\n",
				name, first, one.new/other.new, second, one.old/other.old)
		}
	}
}

// perForm tells how fast the other forms are, as a part of the rate of NDJSON. All inputs have the same resources.
func (r *report) perForm() {
	for i := range r.group {
		res := &r.group[i]
		lines := r.lines(res)
		if lines == nil || lines == res {
			continue
		}
		longer := res.megabytes / lines.megabytes
		r.printf("  %s: by resources %.2f of the rate of NDJSON, by bytes %.2f; with the old build %.2f and %.2f\n", res.name,
			lines.new/res.new, longer*lines.new/res.new, lines.old/res.old, longer*lines.old/res.old)
		if res.served {
			r.printf("  %s: of %.3f s it takes %.3f to receive the pages and drop them; without that, and without the %.3f to read the file, "+
				"by resources %.2f; with the old build %.2f\n", res.name, res.new, res.received, lines.received,
				(lines.new-lines.received)/(res.new-res.received), (lines.old-lines.received)/(res.old-res.received))
		}
	}
}

// lines returns what came of NDJSON where it is compared with a result, or nil.
func (r *report) lines(res *result) *result {
	for i := range r.group {
		l := &r.group[i]
		if l.form == bench.NDJSON && !l.served && l.set() == res.set() && l.compressed == res.compressed && l.cores == res.cores {
			return l
		}
	}
	return nil
}

// perCore tells what the second core brings by the clock, for each form and beside what it brings NDJSON.
func (r *report) perCore() {
	gain := func(one, two *result) (now, old float64) { return one.new / two.new, one.old / two.old }
	for i := 0; i+1 < len(r.group); i++ {
		one, two := &r.group[i], &r.group[i+1]
		if one.cores != 1 || two.cores != 2 {
			continue
		}
		now, old := gain(one, two)
		name := strings.TrimSuffix(one.name, ".1")
		r.printf("  %s: %.2f times as fast with two cores; with the old build %.2f", name, now, old)
		if l1, l2 := r.lines(one), r.lines(two); l1 != nil && l2 != nil && l1 != one {
			linesNow, linesOld := gain(l1, l2)
			r.printf("; that is %.2f of what they bring NDJSON, with the old build %.2f", now/linesNow, old/linesOld)
		}
		r.printf("\n")
	}
}

// inOnePass tells what views in one pass take, as a part of what each by itself does.
func (r *report) inOnePass() {
	var old, now float64
	for _, res := range r.group {
		if len(res.views) == 1 {
			old, now = old+res.old, now+res.new
		} else if now > 0 {
			r.printf("  %s: %.2f of the time of as many runs; with the old build %.2f\n", res.name, res.new/now, res.old/old)
		}
	}
}
