package fhirclient

import "time"

// Wait is a time in which the client does not send a request, for the server's sake.
type Wait struct {
	// Op and Type are the operation and the resource type: search, Patient.
	Op, Type string
	// For is how long it takes.
	For time.Duration
	// Attempts is how often the request was sent so far.
	Attempts int
	// Err is why: what the latest attempt came to, a [*StatusError] or a [*NetworkError]. The text tells nothing of
	// patients; an OperationOutcome in it may. It is nil where the server has asked others to wait, and for uploads between
	// two rounds.
	Err error
}

// waiting tells of a wait.
func (c *core) waiting(w Wait) {
	if c.cfg.Waiting != nil && w.For > 0 {
		c.cfg.Waiting(w)
	}
}

// waiting tells that a call waits after an attempt.
func (r *run) waiting(a *answer, d time.Duration) {
	if r.core.cfg.Waiting == nil {
		return
	}
	last := r.attempts[len(r.attempts)-1:]
	w := Wait{Op: r.call.op, Type: r.call.typ, For: d, Attempts: len(r.attempts)}
	if a.err != nil {
		w.Err = &NetworkError{Op: w.Op, Type: w.Type, Attempts: append([]Attempt(nil), last...), last: a.err}
	} else {
		w.Err = &StatusError{
			Op: w.Op, Type: w.Type, Status: a.status, Outcome: a.outcome, Attempts: append([]Attempt(nil), last...),
			RetryAfter: a.retryAfter, cause: a.unproven,
		}
	}
	r.core.waiting(w)
}
