package runner

import "context"

// HealthStatus is the state of a runner in a word.
type HealthStatus string

// The states of a runner.
const (
	// HealthOK: the server answers, and so did the newest run.
	HealthOK HealthStatus = "ok"
	// HealthDegraded: tables may be had, but not all is well: the newest run has failed.
	HealthDegraded HealthStatus = "degraded"
	// HealthDown: the server does not answer; or, where it cannot be asked, the three newest runs have all failed. Tables
	// in the cache are still served.
	HealthDown HealthStatus = "down"
)

// downAfter is how many runs have to fail in a row for a server that cannot be asked to be taken for down.
const downAfter = 3

// Health is how a runner is doing, for a health endpoint. It encodes as JSON, with times in milliseconds, and holds no
// data, no ids, no queries and no texts of errors.
type Health struct {
	Status HealthStatus `json:"status"`
	Server ServerHealth `json:"server"`
	Cache  CacheStats   `json:"cache"`
	Runs   RunHealth    `json:"runs"`
	// Errors are the newest errors of runs, the newest first, ten at most. Never nil.
	Errors []RunError `json:"errors"`
}

// Health tells how the runner is doing. Where the searcher has a method Ping(context.Context) error, the server is asked by
// that: at most once in ten seconds, however often Health is called, and for two seconds at most, which is also the
// longest that Health takes. It is safe for concurrent use.
func (r *Runner) Health(ctx context.Context) Health {
	h := Health{Server: serverHealth(r.probe.Server(ctx, r.searcher, r.now)), Cache: r.CacheStats()}
	runs, newest, failures := r.history.Snapshot()
	h.Runs, h.Errors = RunHealth(runs), make([]RunError, len(newest))
	for i := range newest {
		h.Errors[i] = RunError(newest[i])
	}
	h.Status = healthStatus(h.Server.State, failures)
	return h
}

func healthStatus(server string, failures int) HealthStatus {
	switch {
	case server == serverUnreachable, server == serverUnknown && failures >= downAfter:
		return HealthDown
	case failures > 0:
		return HealthDegraded
	default:
		return HealthOK
	}
}
