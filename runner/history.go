package runner

import (
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

const (
	// historyRuns is how many of the newest runs the times in [Health] are of.
	historyRuns = 256
	// historyErrors is how many of the newest errors are kept.
	historyErrors = 10
)

// ranOnce is what is remembered of a table that was fetched and evaluated. Answers from the cache are not among them.
type ranOnce struct {
	at       time.Time // of its end
	took     time.Duration
	view     string
	resource string // the type
	rows     int
	failed   int // resources
	err      error
}

// history keeps what Health tells of the runs. The zero value is an empty one; many goroutines may use it at once. Its
// memory does not grow with the runs.
type history struct {
	mu       sync.Mutex
	total    RunHealth
	took     [historyRuns]time.Duration // of the newest runs, as a ring
	errors   []RunError                 // oldest first
	failures int                        // how many of the newest runs failed in a row
}

// add remembers a run. One that its caller gave up says nothing of the server, and counts as cancelled alone.
func (h *history) add(run ranOnce) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if errors.Is(run.err, context.Canceled) {
		h.total.Cancelled++
		return
	}
	h.took[h.total.Runs%historyRuns] = run.took
	h.total.Runs++
	h.total.Rows += int64(run.rows)
	h.total.FailedResources += int64(run.failed)
	if run.err == nil {
		h.failures = 0
		return
	}
	h.total.Failed++
	h.failures++
	kind, status := errorKind(run.err)
	if len(h.errors) == historyErrors {
		h.errors = slices.Delete(h.errors, 0, 1)
	}
	h.errors = append(h.errors, RunError{At: run.at, View: run.view, Resource: run.resource, Kind: kind, Status: status})
}

// snapshot returns the figures, the newest errors first, and how many runs have failed since the last that did not.
func (h *history) snapshot() (runs RunHealth, newest []RunError, failures int) {
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

// errorKind names what went wrong in a word of ours, because the text of an error may hold what a server said. The status
// is that of an HTTP answer, or 0.
func errorKind(err error) (kind string, status int) {
	var answered interface{ HTTPStatus() int }
	var partial interface{ Truncated() bool }
	var network net.Error
	switch {
	case errors.As(err, &answered) && answered.HTTPStatus() != 0:
		return statusKind(answered.HTTPStatus()), answered.HTTPStatus()
	case errors.As(err, &partial) && partial.Truncated():
		return "truncated", 0
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return "timeout", 0
	case errors.As(err, &network):
		return "network", 0
	default:
		return "failed", 0
	}
}

func statusKind(status int) string {
	switch {
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return "not allowed"
	case status == http.StatusTooManyRequests:
		return "too many requests"
	case status >= http.StatusInternalServerError:
		return "server error"
	default:
		return "refused"
	}
}
