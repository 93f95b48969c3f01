package runner

import (
	"encoding/json"
	"time"
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
