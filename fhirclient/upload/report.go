package upload

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// State is how an upload ended.
type State string

const (
	// Complete is an upload of which every record is on the server.
	Complete State = "complete"
	// Incomplete is an upload whose input was worked through to its end, and some records failed.
	Incomplete State = "incomplete"
	// Stopped is an upload that ended before its input did. With a journal, the same call continues it, unless the
	// error is about the journal or the input.
	Stopped State = "stopped"
)

// Report says what became of the records.
type Report struct {
	State State
	// Read is how many records the iterator gave, those that it could not make (ErrBadRecord) included. Of a Bundle, here and
	// below, each entry counts instead.
	Read int64
	// Skipped is how many of them the journal knew to be done.
	Skipped int64
	// Sent is how many were sent at least once.
	Sent int64
	// Created, Updated and Unchanged are how many made it: as new resources, over existing ones, and because a conditional
	// create found them to exist.
	Created, Updated, Unchanged int64
	// Deleted is how many entries of Bundles deleted what they name.
	Deleted int64
	// Failed is how many did not. Where the upload was stopped, records that it had not finished count nowhere.
	Failed int64
	// Unknown is how many of the failed ones the server may have all the same: their errors are ErrOutcomeUnknown. The others
	// are certainly not there.
	Unknown int64
	// Failures are the first of them, Options.KeepFailures at most.
	Failures []*RecordError
	// Took is how long the upload ran.
	Took time.Duration
}

// RecordError is a record that did not make it, and why. Its text holds nothing of the record but its type.
type RecordError struct {
	// Index is the record's number in the input, from 0, where each entry of a Bundle counts.
	Index int64
	// Type is its resource type, where it could be read.
	Type string
	// Position is what the record said of where it came from, or its number.
	Position string
	// Entry is the number of a Bundle's entry, from 0, where the error is about one of them, and else -1.
	Entry int
	// Entries is how many entries of a Bundle failed together, where the error is about the Bundle as a whole.
	Entries int
	// Harmful is true where sending the record once more could make a second resource of it, if the server has it.
	Harmful bool
	// Status is the last answer's, or 0.
	Status int
	// Attempts is how many requests were sent, over all rounds.
	Attempts int
	// Codes are the codes of the issues in the server's OperationOutcome.
	Codes []string
	// Err is the reason: a [*StatusError], ErrOutcomeUnknown, ErrBadRecord, …
	Err error
}

func (e *RecordError) Error() string {
	name := e.Type
	if name == "" {
		name = "record"
	}
	text := name + " at " + e.Position + ": " + e.Err.Error()
	if e.Attempts > 1 {
		text += " (after " + strconv.Itoa(e.Attempts) + " attempts)"
	}
	return text
}

// Unwrap returns the reason.
func (e *RecordError) Unwrap() error { return e.Err }

// recordError fills in what an error tells.
func (it *item) recordError(err error) *RecordError {
	out := &RecordError{Index: it.index, Type: it.typ, Position: it.Position, Entry: -1, Harmful: it.harmful, Attempts: it.attempts, Err: err}
	if out.Position == "" {
		out.Position = "number " + strconv.FormatInt(it.index+1, 10)
	}
	if it.group != nil {
		out.Entry = it.entry
		out.Position = cmp.Or(it.Position, "number "+strconv.FormatInt(it.group.first+1, 10)) + " entry " + strconv.Itoa(it.entry)
	}
	if status := (*fhirclient.StatusError)(nil); errors.As(err, &status) {
		out.Status, out.Codes = status.Status, issueCodes(status.Outcome)
	}
	return out
}

// issueCodes returns the codes of the issues that are of the specification's form, each once; others might hold anything.
func issueCodes(o *fhirclient.OperationOutcome) []string {
	if o == nil {
		return nil
	}
	var codes []string
	for _, issue := range o.Issues {
		if code := fhir.PlainCode(issue.Code); code != "?" && !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes
}

// tally counts for the report, from many goroutines.
type tally struct {
	mu     sync.Mutex
	report Report
	keep   int
}

func (t *tally) add(f func(*Report)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	f(&t.report)
}

// fail counts and keeps a failure of so many resources, and returns how many there are.
func (t *tally) fail(err *RecordError, n int64) int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.report.Failed += n
	if errors.Is(err, fhirclient.ErrOutcomeUnknown) {
		t.report.Unknown += n
	}
	if len(t.report.Failures) < t.keep {
		t.report.Failures = append(t.report.Failures, err)
	}
	return t.report.Failed
}

func (t *tally) snapshot() Report {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.report
}
