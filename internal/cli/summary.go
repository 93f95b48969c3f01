package cli

import (
	"slices"
	"strconv"
	"strings"

	"github.com/fhirview/fhirview/runner"
)

// summary tells how a run that has finished went.
func (e *env) summary(stats *runner.Stats, quiet bool) {
	e.failures(stats)
	if stats.Failed == 0 && (quiet || !e.stderrTerminal) {
		return
	}
	var rows int64
	for _, j := range stats.Jobs {
		rows += j.Rows
	}
	parts := []string{counted(stats.Resources, "resource"), counted(rows, "row")}
	if stats.Failed > 0 {
		parts = append(parts, thousands(stats.Failed)+" failed")
	}
	e.sayf("%s\n", strings.Join(parts, ", "))
}

// failures tells which resources failed, as far as the run has kept that.
func (e *env) failures(stats *runner.Stats) {
	for _, f := range stats.Failures {
		e.tell(f)
	}
	if n := int64(len(stats.Failures)); stats.Failed > n {
		e.sayf("fhirview: %s resources failed; these were the first failures\n", thousands(stats.Failed))
	}
}

// unread warns of views that found nothing to read, which often means that the input is another than was meant.
func (e *env) unread(views []*viewFile, w *typeWatch, stats *runner.Stats) {
	sound := stats.Resources - stats.Failed
	switch {
	case stats.Resources == 0:
		e.sayf("fhirview: warning: the input holds no resources\n")
	case sound > 0:
		for _, v := range views {
			if typ := v.plan.Resource(); w.missing[typ] {
				e.sayf("fhirview: warning: %s: there is no %s among the %s read; is it the right input?\n", v.path, typ, counted(sound, "resource"))
			}
		}
	}
}

func counted(n int64, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return thousands(n) + " " + noun
}

// thousands writes a number with commas: 12,000.
func thousands(n int64) string {
	digits := []byte(strconv.FormatInt(n, 10))
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = slices.Insert(digits, i, ',')
	}
	return string(digits)
}
