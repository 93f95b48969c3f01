package cli

import (
	"fmt"
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

// nested tells of Bundles whose entries nobody has read: where the first is, and how many there are.
func (e *env) nested(stats *runner.Stats) {
	if len(stats.Nested) == 0 {
		return
	}
	more := ""
	if n := stats.NestedBundles; n > 1 {
		more = fmt.Sprintf("; there are %s Bundles in Bundles", thousands(n))
	}
	e.sayf("fhirview: warning: %v%s\n", stats.Nested[0], more)
}

// noResources tells of an input in which there is nothing.
const noResources = "fhirview: warning: the input holds no resources\n"

// unread warns, once a run, of views that found nothing to read, which often means that the input is another than was meant,
// unless Bundles in Bundles are why.
func (e *env) unread(views []*viewFile, w *typeWatch, stats *runner.Stats) {
	sound := stats.Resources - stats.Failed
	if stats.Resources == 0 {
		e.sayf(noResources)
		return
	}
	var idle []*viewFile
	var types []string
	for _, v := range views {
		typ := v.plan.Resource()
		if !w.missing[typ] {
			continue
		}
		idle = append(idle, v)
		if !slices.Contains(types, typ) {
			types = append(types, typ)
		}
	}
	if len(idle) == 0 || sound == 0 || stats.NestedBundles > 0 {
		return
	}
	which := idle[0].path
	if len(idle) > 1 {
		which = counted(int64(len(idle)), "view") + " found nothing to read"
	}
	e.sayf("fhirview: warning: %s: there is no %s among the %s read; is it the right input?\n", which, eitherOf(types), counted(sound, "resource"))
}

// eitherOf lists words with an "or" before the last, of many only some.
func eitherOf(words []string) string {
	const most = 4
	last := len(words) - 1
	switch {
	case last == 0:
		return words[0]
	case last > most:
		return strings.Join(words[:most], ", ") + " or " + strconv.Itoa(len(words)-most) + " other types"
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
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
