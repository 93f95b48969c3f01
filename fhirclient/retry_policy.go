package fhirclient

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// mayRepeat says whether a call may be sent again after an answer.
func (r *run) mayRepeat(a *answer) bool {
	if a.err != nil && (a.err.Final() || a.err.unknownHost() && !a.host.Answered.Load()) {
		return false
	}
	if r.call.repeat == unprocessed {
		return r.untouched(a)
	}
	if a.err != nil {
		return true
	}
	// A create that conflicts has found what it would create, whatever the outcome says.
	if a.status == http.StatusConflict && r.call.method == http.MethodPost {
		return false
	}
	return fhir.Retriable(a.status) || (a.status >= 400 || a.unproven != nil) && a.outcome.transient()
}

// untouched is true where the server certainly has not processed the request.
func (r *run) untouched(a *answer) bool {
	if a.moved {
		return false
	}
	if a.err != nil {
		return a.status == 0 && a.err.unsent()
	}
	return a.status == http.StatusTooManyRequests || a.status == http.StatusServiceUnavailable && a.hasRetryAfter
}

// touched is true where an attempt to write may have been processed: any end but success and a refusal leaves that open.
func (r *run) touched(a *answer) bool {
	switch {
	case a.unsent || r.untouched(a):
		return false
	case a.moved:
		return true
	case a.err != nil:
		return !errors.Is(a.err, ErrRedirect)
	case a.status >= 200 && a.status < 300:
		return a.unproven != nil
	}
	return !refuses(a.status)
}

// refuses is true for statuses by which a server, or whoever stands before it, says that it did not do what was asked for.
func refuses(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly:
		return false
	case http.StatusNotImplemented, http.StatusHTTPVersionNotSupported, http.StatusInsufficientStorage,
		http.StatusNetworkAuthenticationRequired:
		return true
	}
	return status >= 400 && status < 500
}

// throttled is true where the server says that it has too much to do.
func throttled(a *answer) bool {
	return a.err == nil && (a.status == http.StatusTooManyRequests || a.status == http.StatusServiceUnavailable)
}

// transient is true where every issue has a code of the transient family of FHIR's issue types. No issue proves nothing.
func (o *OperationOutcome) transient() bool {
	if o == nil || len(o.Issues) == 0 {
		return false
	}
	for _, issue := range o.Issues {
		switch issue.Code {
		case "transient", "lock-error", "no-store", "exception", "timeout", "incomplete", "throttled":
		default:
			return false
		}
	}
	return true
}

// fail makes the error that a call ends with. cause may be nil.
func (r *run) fail(a *answer, cause error) error {
	if a.err != nil && cause != nil && errors.Is(a.err, cause) {
		cause = nil // it is said already
	}
	for _, why := range []error{a.meaning, a.unproven} {
		cause = joinCauses(why, cause)
	}
	if r.maybe {
		cause = joinCauses(ErrOutcomeUnknown, cause)
	}
	attempts := append([]Attempt(nil), r.attempts...)
	if a.err == nil && a.status != 0 {
		return &StatusError{
			Op: r.call.op, Type: r.call.typ, Status: a.status, Outcome: a.outcome, Attempts: attempts,
			RetryAfter: a.retryAfter, cause: cause,
		}
	}
	failed := &NetworkError{Op: r.call.op, Type: r.call.typ, Attempts: attempts, cause: cause}
	if a.err != nil {
		failed.last = a.err
	}
	return failed
}

// joinCauses keeps both on one line; either may be nil.
func joinCauses(a, b error) error {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return fmt.Errorf("%w: %w", a, b)
}
