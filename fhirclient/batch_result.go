package fhirclient

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// readResults fills in what the server answered for each entry. The error is one of the answer as a whole: entries may
// have been processed, and nothing is known of any.
func readResults(op string, resp *response, entries []BatchEntry, results []EntryResult) error {
	var b bundle
	if err := b.parse(resp.body); err != nil {
		return fmt.Errorf("%s: %w: %w", op, ErrOutcomeUnknown, err)
	}
	if len(b.entries) != len(entries) {
		// Results are told apart by their place alone, which means nothing here.
		return fmt.Errorf("%s: %w: it sent %d results for %d entries", op, ErrOutcomeUnknown, len(b.entries), len(entries))
	}
	for i := range b.entries {
		results[i] = readEntry(op, &b.entries[i], &entries[i], resp.attempts > 1)
	}
	return nil
}

// readEntry reads one result. Repeated is true where the batch was sent more than once, so that an earlier attempt may
// have deleted what is to be deleted.
func readEntry(op string, e *bundleEntry, sent *BatchEntry, repeated bool) EntryResult {
	r := EntryResult{Resource: e.resource}
	if string(e.typ) == "OperationOutcome" && sent.typ() != "OperationOutcome" {
		r.Resource, r.Outcome = nil, parseOutcome(e.resource)
	}
	var answer entryAnswer
	if e.response != nil {
		answer.parse(e.response)
	}
	r.Status, r.Location, r.ETag, r.LastModified = answer.status, answer.location, answer.etag, answer.lastModified
	if answer.outcome != nil {
		r.Outcome = answer.outcome
	}
	switch s := r.Status; {
	case s == 0:
		r.Err = fmt.Errorf("%s entry: %w", op, ErrOutcomeUnknown)
	case s >= 200 && s < 300, s == http.StatusNotModified:
	case repeated && sent.Method == http.MethodDelete && (s == http.StatusNotFound || s == http.StatusGone):
	default:
		r.Err = &StatusError{Op: op + " entry", Type: sent.typ(), Status: s, Outcome: r.Outcome}
	}
	return r
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
	c := newCursor(data)
	_ = c.fields(func(name []byte) error {
		text := string(name)
		value, err := c.raw()
		if err != nil {
			return err
		}
		v := newCursor(value)
		said, _ := v.textOr()
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
