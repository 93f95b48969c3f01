package runner

import (
	"encoding/json"
	"time"

	"github.com/fhirview/fhirview/runner/internal/answers"
)

// RunHealth are the figures of the tables that were fetched and evaluated since the runner was made. Answers from the
// cache are not among them.
type RunHealth struct {
	// Runs is how many ended, Failed how many of them with an error. Cancelled are those that their callers gave up; they
	// are in no other figure.
	Runs, Failed, Cancelled int64
	// Rows and FailedResources are those of all runs.
	Rows, FailedResources int64
	// Mean and P95 are the mean time and the time that 95 of 100 stayed within, of the newest 256 runs; 0 without runs.
	Mean, P95 time.Duration
}

// MarshalJSON encodes times in milliseconds.
func (r RunHealth) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Runs            int64   `json:"runs"`
		Failed          int64   `json:"failed"`
		Cancelled       int64   `json:"cancelled"`
		Rows            int64   `json:"rows"`
		FailedResources int64   `json:"failed_resources"`
		MeanMS          float64 `json:"mean_ms"`
		P95MS           float64 `json:"p95_ms"`
	}{r.Runs, r.Failed, r.Cancelled, r.Rows, r.FailedResources, milliseconds(r.Mean), milliseconds(r.P95)})
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// RunError is an error of a run, without anything of the data.
type RunError struct {
	At       time.Time `json:"at"`
	View     string    `json:"view,omitempty"`
	Resource string    `json:"resource"` // the type that the view is of
	// Kind is what went wrong: timeout, network, truncated, not allowed, too many requests, server error, refused, or
	// failed for anything else.
	Kind string `json:"kind"`
	// Status is that of the server's answer, where the searcher's errors tell it by a method HTTPStatus() int.
	Status int `json:"status,omitempty"`
}

// ServerHealth is what the newest probe of the server found.
type ServerHealth struct {
	// State is reachable or unreachable, or unknown where the searcher has no method Ping.
	State string
	// Checked is when the probe ended, and Took how long it took; zero for an unknown state.
	Checked time.Time
	Took    time.Duration
	// Kind and Status say why the server is unreachable, as in [RunError].
	Kind   string
	Status int
}

// The states of a server.
const (
	serverReachable   = "reachable"
	serverUnreachable = "unreachable"
	serverUnknown     = "unknown"
)

func serverHealth(s answers.Server) ServerHealth {
	state := serverUnknown
	switch {
	case s.Kind != "":
		state = serverUnreachable
	case !s.Checked.IsZero():
		state = serverReachable
	}
	return ServerHealth{State: state, Checked: s.Checked, Took: s.Took, Kind: s.Kind, Status: s.Status}
}

// MarshalJSON encodes times in milliseconds, and leaves out what there is nothing to say of.
func (s ServerHealth) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		State   string    `json:"state"`
		Checked time.Time `json:"checked,omitzero"`
		TookMS  float64   `json:"took_ms,omitempty"`
		Kind    string    `json:"kind,omitempty"`
		Status  int       `json:"status,omitempty"`
	}{s.State, s.Checked, milliseconds(s.Took), s.Kind, s.Status})
}

// CacheStats are the figures of a Runner's cache since it was made. They encode as JSON.
type CacheStats struct {
	// Hits is how many calls were answered from the cache, stale ones included; Stale is how many were stale.
	Hits  int64 `json:"hits"`
	Stale int64 `json:"stale"`
	// Misses is how many calls had to fetch, and Shared how many waited for a fetch that was under way already.
	Misses int64 `json:"misses"`
	Shared int64 `json:"shared"`
	// Evictions is how many tables made room for others, and Expirations how many were dropped because of their age, which
	// is found when they are asked for.
	Evictions   int64 `json:"evictions"`
	Expirations int64 `json:"expirations"`
	// Entries is how many tables there are, and Bytes how much memory they take.
	Entries int64 `json:"entries"`
	Bytes   int64 `json:"bytes"`
}
