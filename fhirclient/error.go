package fhirclient

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/guard"
)

// Errors that callers tell apart with errors.Is.
var (
	// ErrOutcomeUnknown: the request was sent and may have been processed, or not. Look before sending it again.
	ErrOutcomeUnknown = errors.New("outcome unknown: the server may have processed the request")
	// ErrNotFHIR: the answer came with a status of success and is not FHIR's: a page for people, such as that of a login, or
	// another service's. It says nothing of a write.
	ErrNotFHIR = errors.New("the answer is not FHIR, but something like a login page")
	// ErrSearchExpired: a further page is gone (404 or 410). What came before it is not all there is.
	ErrSearchExpired = errors.New("the search has expired: its further pages are gone")
	// ErrForeignNext: the link to the next page names another origin. See Config.RebaseNext.
	ErrForeignNext = errors.New("the link to the next page names another origin")
	// ErrPageLoop: the link to the next page leads back to a page that was read.
	ErrPageLoop = errors.New("the link to the next page leads back")
	// ErrTooLarge: an answer is longer than it may be.
	ErrTooLarge = errors.New("the answer is too large")
	// ErrRetryTooLate: the server asks to come back later than the context's deadline.
	ErrRetryTooLate = errors.New("the server asks to wait beyond the deadline")
	// ErrRetryBudget: the host has failed so often that a repeat would only add to its load.
	ErrRetryBudget = errors.New("too many requests to the host are being repeated")
	// ErrRedirect: a redirect leads too far, from https to http, or would take a request with a body to another origin.
	ErrRedirect = errors.New("the redirect is not followed")
)

// StatusError is an answer that says no, or one of success to a write that proves nothing. It is also [ErrOutcomeUnknown]
// (errors.Is) where an attempt to write may have been processed, as after a status such as 500 or 504, [ErrNotFHIR] where
// success was a page for people, [ErrRetryTooLate] where the server asked to wait too long, and
// [ErrRetryBudget] where it was not repeated for the host's sake.
type StatusError struct {
	// Op and Type are the operation and the resource type: read, Patient.
	Op, Type string
	// Status is the HTTP status of the last answer.
	Status int
	// Outcome is the OperationOutcome of the answer, or nil.
	Outcome *OperationOutcome
	// Attempts are all that were made, the last one included.
	Attempts []Attempt
	// RetryAfter is what the server asked to wait, or 0.
	RetryAfter time.Duration

	cause error
}

// Error names operation, type, status, the codes of the outcome's issues and the attempts; nothing else of the answer.
func (e *StatusError) Error() string {
	var b strings.Builder
	writePlace(&b, e.Op, e.Type)
	b.WriteString("the server answered ")
	b.WriteString(guard.StatusText(e.Status))
	if codes := e.Outcome.summary(); codes != "" {
		b.WriteString(" (" + codes + ")")
	}
	writeAttempts(&b, e.Attempts, e.cause)
	return b.String()
}

// HTTPStatus returns Status, for those who know errors by what they can tell.
func (e *StatusError) HTTPStatus() int { return e.Status }

// Unwrap gives the sentinel that the error is as well, or nil.
func (e *StatusError) Unwrap() error { return e.cause }

// NetworkError is a request that got no whole answer. It is also [ErrOutcomeUnknown] where it was to write and may have
// reached the server, and it wraps what went wrong last, context.Canceled for one.
type NetworkError struct {
	// Op and Type are the operation and the resource type: read, Patient.
	Op, Type string
	// Attempts are all that were made. None where the request was not sent at all.
	Attempts []Attempt

	cause error
	last  error
}

// Error names operation, type, the layer that failed and the attempts.
func (e *NetworkError) Error() string {
	var b strings.Builder
	writePlace(&b, e.Op, e.Type)
	if e.last != nil {
		b.WriteString(e.last.Error())
	} else {
		b.WriteString("not sent")
	}
	writeAttempts(&b, e.Attempts, e.cause)
	return b.String()
}

// Unwrap gives the sentinel that the error is as well and what went wrong last.
func (e *NetworkError) Unwrap() []error {
	var all []error
	for _, err := range []error{e.cause, e.last} {
		if err != nil {
			all = append(all, err)
		}
	}
	return all
}

// Attempt is one sending of a request.
type Attempt struct {
	Status int   // 0 where there was no answer
	Err    error // nil where there was one; of the layer that failed: dns, dial, tls, write, read, body
	Took   time.Duration
}

func (a *Attempt) text() string {
	if a.Err != nil {
		return a.Err.Error()
	}
	return strconv.Itoa(a.Status)
}

// OperationOutcome is what a server says of a request. Diagnostics and details may hold what the resource holds: they are
// not part of any error's text.
type OperationOutcome struct {
	Issues []Issue
}

// Issue is one of the issues.
type Issue struct {
	Severity, Code       string
	Details, Diagnostics string
	Expression           []string
}

// summary lists the codes of the issues, those that have the form of a FHIR code: anything else may be data.
func (o *OperationOutcome) summary() string {
	if o == nil {
		return ""
	}
	var b strings.Builder
	for i, issue := range o.Issues {
		if i == 3 {
			b.WriteString(", …")
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(issue.codes())
	}
	return b.String()
}

func writePlace(b *strings.Builder, op, typ string) {
	b.WriteString(op)
	if typ != "" {
		b.WriteString(" " + typ)
	}
	b.WriteString(": ")
}

func writeAttempts(b *strings.Builder, attempts []Attempt, cause error) {
	if len(attempts) > 1 {
		fmt.Fprintf(b, " after %d attempts", len(attempts))
		all := make([]string, len(attempts))
		for i := range attempts {
			all[i] = attempts[i].text()
		}
		if distinct := slices.Compact(slices.Clone(all)); len(distinct) > 1 { // otherwise it has been said
			b.WriteString(" [" + strings.Join(all, "; ") + "]")
		}
	}
	if cause != nil {
		b.WriteString(": " + cause.Error())
	}
}
