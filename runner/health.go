package runner

import (
	"context"
	"encoding/json"
	"time"

	"github.com/fhirview/fhirview/runner/internal/answers"
)

// The states of a runner.
const (
	// HealthOK: the server answers, and so did the newest run.
	HealthOK = "ok"
	// HealthDegraded: tables may be had, but not all is well: the newest run has failed.
	HealthDegraded = "degraded"
	// HealthDown: the server does not answer; or, where it cannot be asked, the three newest runs have all failed. Tables
	// in the cache are still served.
	HealthDown = "down"
)

// downAfter is how many runs have to fail in a row for a server that cannot be asked to be taken for down.
const downAfter = 3

// Health is how a runner is doing, for a health endpoint. It encodes as JSON, with times in milliseconds, and holds no
// data, no ids, no queries and no texts of errors.
type Health struct {
	// Status is HealthOK, HealthDegraded or HealthDown.
	Status string
	// Server is what the newest probe of the server found.
	Server struct {
		// State is reachable or unreachable, unknown where the searcher has no method Ping, and closed after [Runner.Close].
		State string
		// Checked is when the probe ended, and Took how long it took; zero for an unknown state.
		Checked time.Time
		Took    time.Duration
		// Kind and Status say why the server is unreachable, as in [RunError].
		Kind   string
		Status int
	}
	// Cache are the figures of the cache.
	Cache CacheStats
	// Runs are the figures of the tables that were fetched and evaluated since the runner was made. Answers from the cache
	// are not among them.
	Runs struct {
		// Runs is how many ended, Failed how many of them with an error. Cancelled are those that their callers gave up; they
		// are in no other figure.
		Runs, Failed, Cancelled int64
		// Rows and FailedResources are those of all runs.
		Rows, FailedResources int64
		// Mean and P95 are the mean time and the time that 95 of 100 stayed within, of the newest 256 runs; 0 without runs.
		Mean, P95 time.Duration
	}
	// Errors are the newest errors of runs, the newest first, ten at most. Never nil.
	Errors []RunError
}

// MarshalJSON encodes times in milliseconds, and leaves out what there is nothing to say of.
func (h Health) MarshalJSON() ([]byte, error) {
	var out healthJSON
	out.Status, out.Cache, out.Errors = h.Status, h.Cache, h.Errors
	s, r := &h.Server, &h.Runs
	out.Server.State, out.Server.Checked, out.Server.TookMS, out.Server.Kind, out.Server.Status = s.State, s.Checked, milliseconds(s.Took), s.Kind, s.Status
	out.Runs.Runs, out.Runs.Failed, out.Runs.Cancelled = r.Runs, r.Failed, r.Cancelled
	out.Runs.Rows, out.Runs.FailedResources, out.Runs.MeanMS, out.Runs.P95MS = r.Rows, r.FailedResources, milliseconds(r.Mean), milliseconds(r.P95)
	return json.Marshal(&out)
}

// healthJSON is Health as JSON.
type healthJSON struct {
	Status string `json:"status"`
	Server struct {
		State   string    `json:"state"`
		Checked time.Time `json:"checked,omitzero"`
		TookMS  float64   `json:"took_ms,omitempty"`
		Kind    string    `json:"kind,omitempty"`
		Status  int       `json:"status,omitempty"`
	} `json:"server"`
	Cache CacheStats `json:"cache"`
	Runs  struct {
		Runs            int64   `json:"runs"`
		Failed          int64   `json:"failed"`
		Cancelled       int64   `json:"cancelled"`
		Rows            int64   `json:"rows"`
		FailedResources int64   `json:"failed_resources"`
		MeanMS          float64 `json:"mean_ms"`
		P95MS           float64 `json:"p95_ms"`
	} `json:"runs"`
	Errors []RunError `json:"errors"`
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// Health tells how the runner is doing. Where the searcher has a method Ping(context.Context) error, the server is asked by
// that: at most once in ten seconds, however often Health is called, and for two seconds at most, which is also the
// longest that Health takes. After Close the state is down, and nobody is asked. It is safe for concurrent use.
func (r *Runner) Health(ctx context.Context) Health {
	h := Health{Cache: r.CacheStats()}
	over := r.life.Over()
	if !over {
		h.server(r.probe.Server(ctx, r.searcher, r.now))
	}
	runs, newest, failures := r.history.Snapshot()
	h.Runs, h.Errors = runs, make([]RunError, len(newest))
	for i := range newest {
		h.Errors[i] = RunError(newest[i])
	}
	h.Status = healthStatus(h.Server.State, failures)
	if over {
		h.Server.State, h.Status = serverClosed, HealthDown
	}
	return h
}

func healthStatus(server string, failures int) string {
	switch {
	case server == serverUnreachable, server == serverUnknown && failures >= downAfter:
		return HealthDown
	case failures > 0:
		return HealthDegraded
	default:
		return HealthOK
	}
}

// The states of a server.
const (
	serverReachable   = "reachable"
	serverUnreachable = "unreachable"
	serverUnknown     = "unknown"
	serverClosed      = "closed"
)

// server takes in what a probe found.
func (h *Health) server(s answers.Server) {
	h.Server.State = serverUnknown
	switch {
	case s.Kind != "":
		h.Server.State = serverUnreachable
	case !s.Checked.IsZero():
		h.Server.State = serverReachable
	}
	h.Server.Checked, h.Server.Took, h.Server.Kind, h.Server.Status = s.Checked, s.Took, s.Kind, s.Status
}
