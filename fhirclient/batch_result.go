package fhirclient

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// errCount: results are told apart by their place alone, which means nothing then.
var errCount = errors.New("the number of results is not that of the entries")

// provesBatch reads the answer to a batch. The error is one of the answer as a whole: entries may have been processed, and
// nothing is known of any.
func provesBatch(b *fhir.Bundle, a *answer, entries int) error {
	body := bytes.TrimSpace(fhir.WithoutMark(a.body))
	if a.status != http.StatusOK {
		return otherStatus(body)
	}
	if len(body) == 0 {
		return errSaysNothing
	}
	typ, _, err := bodyName(body)
	switch {
	case err != nil:
		return err
	case typ == "OperationOutcome":
		return cmp.Or(parseOutcome(body).harmless(), errSaysNothing)
	case typ != "Bundle":
		return errOtherThing
	case b.Parse(body) != nil:
		return errMalformed
	case len(b.Entries) != entries:
		return errCount
	}
	return nil
}

// readResults fills in what the server answered for each entry.
func readResults(op string, resp *response, b *fhir.Bundle, entries []BatchEntry, results []EntryResult) {
	for i := range b.Entries {
		results[i] = readEntry(op, &b.Entries[i], &entries[i], resp.attempts > 1)
	}
}

// readEntry reads one result. Repeated is true where the batch was sent more than once, so that an earlier attempt may
// have deleted what is to be deleted.
func readEntry(op string, e *fhir.Entry, sent *BatchEntry, repeated bool) EntryResult {
	r := EntryResult{Resource: e.Resource}
	if string(e.Type) == "OperationOutcome" && sent.typ() != "OperationOutcome" {
		r.Resource, r.Outcome = nil, parseOutcome(e.Resource)
	}
	var answer entryAnswer
	if e.Response != nil {
		answer.parse(e.Response)
	}
	r.Status, r.Location, r.ETag, r.LastModified = answer.status, answer.location, answer.etag, answer.lastModified
	if answer.outcome != nil {
		r.Outcome = answer.outcome
	}
	switch s := r.Status; {
	case s == 0:
		r.Err = fmt.Errorf("%s entry: %w", op, ErrOutcomeUnknown)
	case s >= 200 && s < 300, s == http.StatusNotModified && sent.reads():
		r.Err = provenEntry(op, sent, &r, e.Resource)
	case repeated && sent.Method == http.MethodDelete && (s == http.StatusNotFound || s == http.StatusGone):
	default:
		r.Err = refusedResult(op, sent, &r)
	}
	return r
}

// refusedResult is the error of a result that is no success. Unavailable, within a Bundle, is the server's own word.
func refusedResult(op string, sent *BatchEntry, r *EntryResult) error {
	err := &StatusError{Op: op + " entry", Type: sent.typ(), Status: r.Status, Outcome: r.Outcome}
	if !sent.reads() && !refuses(r.Status) && r.Status != http.StatusServiceUnavailable {
		err.cause = ErrOutcomeUnknown
	}
	return err
}

// provenEntry is nil where a result of success proves what was asked for.
func provenEntry(op string, sent *BatchEntry, r *EntryResult, body []byte) error {
	err := r.Outcome.harmless()
	if w, ok := sent.write(); ok && err == nil {
		err = w.prove(claim{
			status: r.Status, location: r.Location, version: r.ETag != "" || !r.LastModified.IsZero(), body: body, inBatch: true,
		})
	}
	if err == nil {
		return nil
	}
	if !sent.reads() {
		err = joinCauses(ErrOutcomeUnknown, err)
	}
	return &StatusError{Op: op + " entry", Type: sent.typ(), Status: r.Status, Outcome: r.Outcome, cause: err}
}

// reads is true for entries that change nothing.
func (e *BatchEntry) reads() bool {
	return e.Method == http.MethodGet || e.Method == http.MethodHead || e.Method == http.MethodPost && strings.Contains(e.URL, "_search")
}

// write is what an entry writes. Of operations nobody knows what their answers are.
func (e *BatchEntry) write() (write, bool) {
	path, _, conditional := strings.Cut(e.URL, "?")
	typ, id, _ := strings.Cut(path, "/")
	if e.reads() || fhir.CheckType(typ) != nil || strings.Contains(e.URL, "$") || (id == "") != (e.Method == http.MethodPost || conditional) {
		return write{}, false
	}
	return write{method: e.Method, typ: typ, id: id, conditional: len(e.IfNoneExist) > 0}, true
}

// entryAnswer is the response of a Bundle's entry.
type entryAnswer struct {
	status         int // 0 where there is none that makes sense
	location, etag string
	lastModified   time.Time
	outcome        *OperationOutcome
}

// parse reads as much as makes sense; the text is known to be an object.
func (a *entryAnswer) parse(data []byte) {
	c := fhir.NewCursor(data)
	_ = c.Fields(func(name []byte) error {
		text := string(name)
		value, err := c.Raw()
		if err != nil {
			return err
		}
		v := fhir.NewCursor(value)
		said, _ := v.TextOr()
		switch text {
		case "status":
			if said == nil {
				said = value
			}
			a.status = parseStatus(said)
		case "location":
			a.location = string(said)
		case "etag":
			a.etag = string(said)
		case "lastModified":
			a.lastModified, _ = time.Parse(time.RFC3339, string(said)) // zero is for not known
		case "outcome":
			a.outcome = parseOutcome(value)
			if a.outcome == nil && value[0] != 'n' { // whatever it says, it is not harmless
				a.outcome = &OperationOutcome{Issues: []Issue{{}}}
			}
		}
		return nil
	})
}

// parseStatus reads 201 and 201 Created. It is 0 for all else.
func parseStatus(text []byte) int {
	if len(text) < 3 || len(text) > 3 && text[3] != ' ' {
		return 0
	}
	n, err := strconv.Atoi(string(text[:3]))
	if err != nil || n < 100 || n > 599 {
		return 0
	}
	return n
}
