package answers

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

const (
	// historyRuns is how many of the newest runs the times in [RunStats] are of.
	historyRuns = 256
	// historyErrors is how many of the newest errors are kept.
	historyErrors = 10
)

// Run is what is remembered of an answer that was fetched. Answers from the cache are not among them.
type Run struct {
	At       time.Time // of its end
	Took     time.Duration
	View     string
	Resource string // the type
	Rows     int64
	Failed   int64 // resources
	Err      error
}

// RunStats are the figures of the runs: see runner.Health.
type RunStats struct {
	Runs, Failed, Cancelled int64
	Rows, FailedResources   int64
	Mean, P95               time.Duration
}

// RunError is an error of a run, without anything of the data: see runner.RunError.
type RunError struct {
	At       time.Time
	View     string
	Resource string
	Kind     string
	Status   int
}

// History keeps the figures of the runs. The zero value is an empty one; many goroutines may use it at once. Its
// memory does not grow with the runs.
type History struct {
	mu       sync.Mutex
	total    RunStats
	took     [historyRuns]time.Duration // of the newest runs, as a ring
	errors   []RunError                 // oldest first
	failures int                        // how many of the newest runs failed in a row
}

// Add remembers a run. One that its caller gave up says nothing of the server, and counts as cancelled alone.
func (h *History) Add(run Run) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if errors.Is(run.Err, context.Canceled) {
		h.total.Cancelled++
		return
	}
	h.took[h.total.Runs%historyRuns] = run.Took
	h.total.Runs++
	h.total.Rows += run.Rows
	h.total.FailedResources += run.Failed
	if run.Err == nil {
		h.failures = 0
		return
	}
	h.total.Failed++
	h.failures++
	kind, status := FaultOf(run.Err)
	if len(h.errors) == historyErrors {
		h.errors = slices.Delete(h.errors, 0, 1)
	}
	h.errors = append(h.errors, RunError{At: run.At, View: run.View, Resource: run.Resource, Kind: kind, Status: status})
}

// Snapshot returns the figures, the newest errors first, and how many runs have failed since the last that did not.
func (h *History) Snapshot() (runs RunStats, newest []RunError, failures int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	runs = h.total
	took := slices.Clone(h.took[:min(runs.Runs, historyRuns)])
	if len(took) > 0 {
		slices.Sort(took)
		var sum time.Duration
		for _, t := range took {
			sum += t
		}
		runs.Mean = sum / time.Duration(len(took))
		runs.P95 = took[(len(took)*95+99)/100-1] // the nearest rank
	}
	newest = slices.Clone(h.errors)
	slices.Reverse(newest)
	return runs, newest, h.failures
}
