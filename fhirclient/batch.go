package fhirclient

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// BatchEntry is one request of a batch or a transaction.
type BatchEntry struct {
	// Method is GET, HEAD, POST, PUT, PATCH or DELETE.
	Method string
	// URL is relative to the server's base: Patient, Patient/1, Patient?name=a.
	URL string
	// FullURL is the resource's identity for references within the bundle, such as urn:uuid:…. Default: none.
	FullURL string
	// IfNoneExist creates the resource only where a search with these parameters finds none. Default: always.
	IfNoneExist url.Values
	// IfMatch is the ETag of the version to be replaced. Default: any.
	IfMatch string
	// Resource is the resource's JSON text. Default: none.
	Resource []byte

	raw []byte // the whole entry, where it is sent as it is
}

// EntryResult is what became of one entry.
type EntryResult struct {
	// Status is 200, 201, …; or 0 where the server does not tell.
	Status int
	// Location is that of the version that was written, and ETag the version's.
	Location, ETag string
	// LastModified is when the version came into being.
	LastModified time.Time
	// Resource is the JSON text that the server sent for the entry, or nil.
	Resource []byte
	// Outcome is what the server has to tell about the entry, or nil.
	Outcome *OperationOutcome
	// Err is nil where the entry succeeded. Else it is a [*StatusError] where the server refused it, [ErrOutcomeUnknown]
	// where the server does not tell, and the error of the request where that failed.
	Err error
}

// Batch sends requests that have nothing to do with each other as one. There is a result for each entry, in the same
// order, whatever happens; the resources in the results are the caller's to keep.
//
// The error is nil where the server answered for all entries: what it answered, success or not, is in each result. A
// batch that is refused as a whole, as malformed (400) or too large (413), is sent in halves, and so on, until it is
// known which entries are the cause; they have the refusal as their results. Any other failure is the error, and is in
// the result of the entries that it hit, while other halves may have been processed.
//
// An entry counts as a success where its result proves it, as in [Client.Create]; else its error is a [*StatusError] with
// the status of success that is also [ErrOutcomeUnknown].
//
// Conditional creates wait for others of the same condition, as in [Client.Create]; two of one batch may not have the
// same. A batch is repeated on failures where that does no harm to any of its entries, and else can end in
// [ErrOutcomeUnknown].
func (c *Client) Batch(ctx context.Context, entries []BatchEntry) ([]EntryResult, error) {
	return c.bundle(ctx, "batch", entries)
}

// Transaction sends requests of which all are to succeed, or none. A refusal is the error, and the result of each entry;
// it is never sent in parts. All else is as with [Client.Batch].
func (c *Client) Transaction(ctx context.Context, entries []BatchEntry) ([]EntryResult, error) {
	return c.bundle(ctx, "transaction", entries)
}

func (c *Client) bundle(ctx context.Context, op string, entries []BatchEntry) ([]EntryResult, error) {
	results := make([]EntryResult, len(entries))
	if len(entries) == 0 {
		return results, nil
	}
	keys, err := checkEntries(entries)
	if err != nil {
		err = fmt.Errorf("%s: %w", op, err)
		fail(results, err)
		return results, err
	}
	return c.sendLocked(ctx, op, entries, nil, keys, results)
}

// sendLocked is sendBundle when nobody else creates anything on the conditions of the keys.
func (c *Client) sendLocked(
	ctx context.Context, op string, entries []BatchEntry, body []byte, keys []string, results []EntryResult,
) ([]EntryResult, error) {
	release, err := c.keys.lock(ctx, keys...)
	if err != nil {
		err = fmt.Errorf("%s: %w", op, err)
		fail(results, err)
		return results, err
	}
	defer release()
	return results, c.sendBundle(ctx, op, entries, body, results)
}

// sendBundle sends entries and fills in their results. The body is that of them all, or nil.
func (c *Client) sendBundle(ctx context.Context, op string, entries []BatchEntry, body []byte, results []EntryResult) error {
	var said fhir.Bundle
	if body == nil {
		body = bundleBody(op, entries)
	}
	resp, err := c.do(ctx, &call{
		op: op, method: http.MethodPost, url: strings.TrimSuffix(c.base.String(), "/"),
		body: body, repeat: repeatableEntries(entries), write: anyWrites(entries),
		prove: func(a *answer) error { return provesBatch(&said, a, len(entries)) },
	})
	if err == nil {
		readResults(op, resp, &said, entries, results)
	}
	status := refusalStatus(err)
	divisible := op == "batch" && (status == http.StatusBadRequest || status == http.StatusRequestEntityTooLarge)
	switch {
	case err == nil:
		return nil
	case divisible && len(entries) == 1:
		results[0] = refusedEntry(err)
		return nil
	case divisible:
		half := len(entries) / 2
		first := c.sendBundle(ctx, op, entries[:half], nil, results[:half])
		second := c.sendBundle(ctx, op, entries[half:], nil, results[half:])
		return cmp.Or(first, second)
	}
	fail(results, err)
	return err
}

// refusedEntry is the result of an entry that was refused alone.
func refusedEntry(err error) EntryResult {
	r := EntryResult{Err: err}
	if status, ok := errors.AsType[*StatusError](err); ok {
		r.Status, r.Outcome = status.Status, status.Outcome
	}
	return r
}

func fail(results []EntryResult, err error) {
	for i := range results {
		results[i] = EntryResult{Err: err}
	}
}

func anyWrites(entries []BatchEntry) bool {
	return slices.ContainsFunc(entries, func(e BatchEntry) bool { return !e.reads() })
}

// repeatableEntries is always where each of the entries can be processed twice without harm.
func repeatableEntries(entries []BatchEntry) repeatable {
	for i := range entries {
		if !fhir.Repeatable(entries[i].Method, len(entries[i].IfNoneExist) > 0) {
			return unprocessed
		}
	}
	return always
}
