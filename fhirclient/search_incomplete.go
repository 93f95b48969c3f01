package fhirclient

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/fhirclient/internal/guard"
)

// IncompleteError is a search that came to an end and may have found more than it handed over.
type IncompleteError struct {
	// Type is the resource type that was searched for.
	Type string
	// Reasons are all that speak against the result, and hold nothing of what the server sent but counts and codes.
	Reasons []string
}

func (e *IncompleteError) Error() string {
	return "search " + e.Type + ": the result is incomplete: " + strings.Join(e.Reasons, "; ")
}

// Truncated is true, for callers who do not know this package.
func (e *IncompleteError) Truncated() bool { return true }

// Incomplete is nil or an [*IncompleteError]. It is nil where the pages of the latest search came to their end, nothing in
// them is known to be missing, and they held as many matches as the server says it found. It is nil, too, where the loop
// was left early or ended in an error, unless what came until then is incomplete by itself: see SearchInfo.Truncated.
func (s *Search) Incomplete() error {
	if !s.state.incomplete() {
		return nil
	}
	return &IncompleteError{Type: s.typ, Reasons: s.state.reasons(s.opts.MaxPages)}
}

// flaws are what makes a search incomplete, but for the total.
type flaws struct {
	stopped  stop
	hollow   int               // entries that hold no resource
	failures int               // issues of severity error or fatal
	issues   *OperationOutcome // the first of them
	statuses map[int]int       // pages that were answered by a status other than 200
	overlong int               // answers that were longer than they said
	conn     *guard.Conn       // of the latest page, nil where that is known to be overlong
}

// stop is why a search ended at a page that has a link to another.
type stop int

const (
	notStopped stop = iota
	stoppedByMaxPages
	stoppedByBarrenPages
	stoppedByLink
)

// answered notes the status of a page. 203 is 200 through a proxy that changes something; all others are part of what was
// asked for, or something else.
func (f *flaws) answered(status int) {
	if status == http.StatusOK || status == http.StatusNonAuthoritativeInfo {
		return
	}
	if f.statuses == nil {
		f.statuses = map[int]int{}
	}
	f.statuses[status]++
}

// came notes the connection that a page came by. What is too much of an answer may come a little later.
func (f *flaws) came(conn *guard.Conn) {
	if f.conn.Overlong() {
		f.overlong++
		f.conn = nil
	}
	if f.conn = conn; conn.Overlong() {
		f.overlong++
		f.conn = nil
	}
}

// told notes the issues that say that the search went wrong.
func (f *flaws) told(o *OperationOutcome) {
	for _, issue := range o.Issues {
		if !issue.failed() {
			continue
		}
		if f.issues == nil {
			f.issues = &OperationOutcome{}
		}
		f.failures++
		if len(f.issues.Issues) < maxOutcomes {
			f.issues.Issues = append(f.issues.Issues, issue)
		}
	}
}

// failed is true for an issue that is no mere warning.
func (i *Issue) failed() bool {
	return strings.EqualFold(i.Severity, "error") || strings.EqualFold(i.Severity, "fatal")
}

func (f *flaws) any() bool {
	return f.stopped != notStopped || f.hollow > 0 || f.failures > 0 || f.overlong > 0 || len(f.statuses) > 0
}

func (s *searchState) incomplete() bool { return s.short() || s.any() }

func (s *searchState) reasons(maxPages int) []string {
	var all []string
	add := func(holds bool, format string, args ...any) {
		if holds {
			all = append(all, fmt.Sprintf(format, args...))
		}
	}
	add(s.stopped == stoppedByMaxPages, "there are further pages than the %d that were to be fetched", maxPages)
	add(s.stopped == stoppedByBarrenPages, "after %d pages in a row that brought nothing new there is still a link to another", s.barren)
	add(s.stopped == stoppedByLink, "a page has a link to another that does not say where it is")
	for _, status := range slices.Sorted(maps.Keys(s.statuses)) {
		add(true, "%d of the pages came with status %s", s.statuses[status], guard.StatusText(status))
	}
	add(s.overlong > 0, "%d answers were longer than they said", s.overlong)
	add(s.failures > 0, "the server reports %d problems with the search (%s)", s.failures, s.issues.summary())
	add(s.hollow > 0, "%d entries hold no resource", s.hollow)
	add(s.short(), "the server says that it found %d, but its pages held %d", s.total, s.matches)
	return all
}
