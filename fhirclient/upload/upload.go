// Package upload writes many resources to a FHIR server: one by one, in batches or as the transactions that they come in,
// as fast as the server takes them, and each once even where the upload was killed.
package upload

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/fhirview/fhirview/fhirclient"
)

// Record is one resource to upload, or a Bundle of several.
type Record struct {
	// Data is the resource as JSON text. Upload copies it: it may be overwritten once the iterator goes on.
	Data []byte
	// Position says where the record came from, such as Patient.ndjson:12. It names the record in reports; it should hold
	// nothing of the record's contents. Default: the record's number in the input.
	Position string
}

// Errors that end an upload, or a record's part in it.
var (
	// ErrJournalInput: the journal was written for another input, server or method. Start with a journal of its own, or
	// remove the file.
	ErrJournalInput = errors.New("the journal belongs to another upload: use another file, or remove it to start anew")
	// ErrJournalBusy: another upload has the journal open.
	ErrJournalBusy = errors.New("the journal is in use by another upload")
	// ErrJournalDamaged: the journal is damaged before its end, so that nobody knows what was created.
	ErrJournalDamaged = errors.New("the journal is damaged: find out what the server has before uploading again")
	// ErrServerCheck: the look at what the server says of itself, before the first write, went wrong. Nothing was written.
	// Options.NoCheck leaves it out.
	ErrServerCheck = errors.New("nothing was written: the server's /metadata should be a CapabilityStatement")
	// ErrTooManyFailures: more records failed than Options.MaxFailures.
	ErrTooManyFailures = errors.New("too many records failed")
	// ErrBadRecord: the iterator could not make a record of its input, and goes on with the next. It is for iterators to
	// wrap: any other error of theirs ends the upload.
	ErrBadRecord = errors.New("bad record")
)

// Options says how to upload. The zero value, and nil, are the defaults.
type Options struct {
	// Create has the server choose the id of each resource. With Key, the server creates only what it does not have yet
	// (If-None-Exist). Without, each record is created: where the answer to a request is lost, nobody knows whether the
	// resource exists, and the record is reported with [ErrOutcomeUnknown] and never sent again. Default: each record is put
	// at its own type and id, whether or not there is such a resource yet; a repeat does no harm.
	Create bool
	// Key returns the search that finds what a record would create, such as identifier=http://example.org|123, for
	// Create. Records with equal types and keys are never under way together. See [IdentifierKey]. Default: none.
	Key func(Record) (string, error)
	// Unwrap writes the resources of a Bundle of type transaction or batch one by one, as those of other Bundles are always.
	// What an entry's request asks for is done: POST, with or without ifNoneExist, PUT with or without ifMatch, and DELETE;
	// other requests fail. Entries without a request are written as Create says. A resource that others refer to is created before
	// them, and references to it (by fullUrl, or by its old type and id) become those to what the server made of it. Default:
	// a transaction or a batch is sent to the server as it is, whatever Create says.
	Unwrap bool
	// OwnIDs, for Unwrap, puts what the request of an entry would create without a condition at its own id, if it has one:
	// a repeat does no harm then. Default: the server chooses the id.
	OwnIDs bool
	// Batch is how many records go into one Bundle of type batch. A batch that the server rejects as a whole (400, 413) is
	// cut in two, down to the record that it does not like. Default: every record is a request of its own.
	Batch int
	// Concurrency is how many requests are under way at most. The client's own limit holds as well. Default: as many as
	// the client finds the server to take.
	Concurrency int
	// Rounds is how often a record whose request failed for lack of a working server (429, 502, 503, 504, no answer) is
	// tried again after a wait, beyond what the client tries by itself; negative is never. Default: 3.
	Rounds int

	// MaxRecord is how many bytes a record may have. Default: 64 MiB.
	MaxRecord int
	// NoCheck leaves out the look at the server's capabilities (/metadata) before the first write, by which a wrong base URL
	// and missing rights are found. It is for servers that have none. Default: the upload begins with it.
	NoCheck bool

	// Journal is a file in which the upload notes what is done, so that the same call continues where a killed one was.
	// Records that failed are tried again then. It holds numbers and checksums, nothing of the records; with Unwrap, also the
	// ids that the server gave to resources that others refer to. Default: none.
	Journal string
	// Reconcile finds out whether a record of which the outcome is unknown has reached the server. False has it sent again;
	// an error reports it with ErrOutcomeUnknown. It is asked a while after the request, or at the end of an upload for
	// those of a killed one, but a slow server may even so still be at work on the request. Many goroutines may call it at
	// once. For Create without Key. Default: all are reported.
	Reconcile func(context.Context, Record) (bool, error)

	// MaxFailures ends the upload, by ErrTooManyFailures, once more records than that have failed. Default: no limit.
	MaxFailures int64
	// KeepFailures is how many failures the report lists. Default: 1000; negative is none.
	KeepFailures int
	// Failed is told of each record that did not make it, one call at a time. It may keep the record. A transaction fails as
	// one record. Of an entry of another Bundle, the record is the resource, with its references as far as they were resolved,
	// or a Bundle of this entry if it has a request. Entries that need each other come as one Bundle with the first of them,
	// and the others without data. Default: nobody.
	Failed func(Record, *RecordError)
	// Answered is told what the server answered for each entry of a Bundle that was sent as it is, if it succeeded; calls are
	// made one at a time, and the result is valid during the call. Default: nobody.
	Answered func(bundle Record, entry int, result *fhirclient.EntryResult)
	// Total is how many records there are, for the time left. Default: unknown.
	Total int64
	// Progress is told how far the upload is, one call at a time, and once at its end. Default: nobody.
	Progress func(Progress)
	// ProgressEvery is the time between two calls of Progress. Default: 1 second.
	ProgressEvery time.Duration
}

// Run writes records to the server as they come from an iterator, which it ranges over in the caller's goroutine. It
// holds no more than twice as many as can be under way, and as many again while requests that were refused wait; of long
// ones no more than 256 MiB. Records of one type and id, or of one key, are written one after
// the other in the order of the input; any others in any order, but for those that refer to others by a condition.
//
// A Bundle of type transaction or batch is sent as it is (see [Options].Unwrap); of a history, the newest version of
// each resource is written; a document or a message with an id is written as one resource, and a message without one fails; the
// resources of any other are written one by one, as with Unwrap.
// A reference that would mean nothing on the server is not written: one to urn:uuid: or urn:oid: that is not resolved
// fails the record. A conditional reference, such as Patient?identifier=…, is replaced by the one resource that a search on the
// server finds, when everything before it in the input has been written, or fails the record; but in a transaction that
// is sent as it is, that is left to the server.
//
// The report is never nil and says what became of every record that was read. A record that fails does not end the
// upload. The error is nil where the input was worked through to its end, even if records failed: see
// [Report].State. It is not nil where the upload was stopped: by the context, an error of the iterator, the journal,
// too many failures, a server that is none of FHIR (ErrServerCheck), that no longer accepts the client's credentials (401),
// that cannot be reached and never answered, or whose place something else has taken, such as a login page. What is under way then is seen
// through, unless the context has ended. All requests have ended when Upload returns, which is not before the iterator
// returns from what it is doing.
func Run(ctx context.Context, client *fhirclient.Client, records iter.Seq2[Record, error], opts *Options) (*Report, error) {
	up, err := newUpload(ctx, client, opts)
	if err != nil {
		return &Report{State: Stopped}, err
	}
	return up.run(records)
}

// withDefaults returns a configuration without zeroes that mean something else.
func (cfg *Options) withDefaults(maxInFlight int) Options {
	out := Options{}
	if cfg != nil {
		out = *cfg
	}
	if out.Concurrency <= 0 || out.Concurrency > maxInFlight {
		out.Concurrency = maxInFlight
	}
	out.Batch = max(out.Batch, 1)
	if out.MaxRecord <= 0 {
		out.MaxRecord = maxRecord
	}
	switch {
	case out.Rounds == 0:
		out.Rounds = 3
	case out.Rounds < 0:
		out.Rounds = 0
	}
	switch {
	case out.KeepFailures == 0:
		out.KeepFailures = 1000
	case out.KeepFailures < 0:
		out.KeepFailures = 0
	}
	if out.ProgressEvery <= 0 {
		out.ProgressEvery = time.Second
	}
	return out
}
