package fhirclient

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

var (
	// ErrAmbiguousKey is the error where several resources match the condition under which one should be created. Nothing was created.
	ErrAmbiguousKey = errors.New("several resources match the condition")
	// ErrVersionConflict is the error where the resource is not, or not any more, of the version that was to be replaced.
	// Read it again.
	ErrVersionConflict = errors.New("the resource has changed")
)

// CreateOptions say how a resource is created. The zero value, and nil, are the defaults.
type CreateOptions struct {
	// IfNoneExist creates the resource only where a search with these parameters finds none. Default: always.
	IfNoneExist url.Values
	// Minimal asks the server not to send the resource back. Default: as the server likes.
	Minimal bool
}

// Create creates a resource, whose id is for the server to choose. The resource is one JSON object; it is not changed,
// and must not change until Create returns.
//
// With a condition it succeeds too where such a resource exists; [Result.Created] tells. The client has one request for a
// condition under way at a time, so that several goroutines that create the same resource get one: as far as this client
// is concerned, since servers guard against others badly. It is safe to repeat, and is repeated on failures; a resource
// whose creation went unheard exists when it is repeated, so that Created is false then. Several matches are
// [ErrAmbiguousKey].
//
// Without a condition a repeat could create a second resource, and is made only where the server certainly did nothing.
// Refusals are a [*StatusError].
//
// An answer of success counts where it proves the write: by a status that FHIR has for it, and by what it says of the
// resource. All else, a login page or an OperationOutcome with an error, is a [*StatusError] with the status of success.
// Where the client cannot know whether the server did its work, after that or a lost answer, the error is also
// [ErrOutcomeUnknown].
func (c *Client) Create(ctx context.Context, resource []byte, opts *CreateOptions) (*Result, error) {
	typ, _, err := fhir.ResourceName(resource)
	if err != nil {
		return nil, fmt.Errorf("create: %w", err)
	}
	if opts == nil {
		opts = &CreateOptions{}
	}
	call := &call{
		op: "create", typ: typ, method: http.MethodPost, url: c.url(typ), header: writeHeader(opts.Minimal),
		body: resource, repeat: unprocessed, write: true,
	}
	target := write{method: http.MethodPost, typ: typ, conditional: len(opts.IfNoneExist) > 0}
	call.prove = target.proof()
	if !target.conditional {
		return c.write(ctx, call, "")
	}
	release, err := c.keys.lock(ctx, fhir.ConditionKey(typ, opts.IfNoneExist))
	if err != nil {
		return nil, fmt.Errorf("create %s: %w", typ, err)
	}
	defer release()
	call.repeat = always
	call.header.Set("If-None-Exist", fhir.EncodeQuery(opts.IfNoneExist))
	result, err := c.write(ctx, call, "")
	if refusalStatus(err) == http.StatusPreconditionFailed {
		return nil, fmt.Errorf("%w: %w", ErrAmbiguousKey, err)
	}
	return result, err
}

// UpdateOptions say how a resource is updated. The zero value, and nil, are the defaults.
type UpdateOptions struct {
	// IfMatch replaces the resource only where its current version has this ETag, such as W/"3". Default: any version.
	IfMatch string
	// Minimal asks the server not to send the resource back. Default: as the server likes.
	Minimal bool
}

// Update replaces the resource of the same type and id, or creates it with this id where there is none and the server
// allows it; [Result.Created] tells. The resource is one JSON object with an id; it is not changed, and must not change
// until Update returns.
//
// It is repeated on failures. A version that does not match is [ErrVersionConflict]; but where an earlier attempt may
// have been the one that changed the version, the error is [ErrOutcomeUnknown]. Success has to be proven, and failures
// of unknown outcome are told, as by [Client.Create]; here a repeat does no harm. Refusals are a [*StatusError].
func (c *Client) Update(ctx context.Context, resource []byte, opts *UpdateOptions) (*Result, error) {
	typ, id, err := fhir.ResourceName(resource)
	if err == nil {
		err = fhir.CheckID(id)
	}
	if err != nil {
		return nil, fmt.Errorf("update: %w", err)
	}
	if opts == nil {
		opts = &UpdateOptions{}
	}
	call := &call{
		op: "update", typ: typ, method: http.MethodPut, url: c.url(typ, id), header: writeHeader(opts.Minimal),
		body: resource, repeat: always, write: true,
		prove: write{method: http.MethodPut, typ: typ, id: id}.proof(),
	}
	if opts.IfMatch == "" {
		return c.write(ctx, call, id)
	}
	if !fhir.ValidETag(opts.IfMatch) {
		return nil, errors.New(`update: IfMatch is not an ETag, such as W/"3"`)
	}
	call.header.Set("If-Match", opts.IfMatch)
	result, err := c.write(ctx, call, id)
	return result, conflict(err)
}

// conflict tells what a refusal of a conditional update means.
func conflict(err error) error {
	status, ok := errors.AsType[*StatusError](err)
	refused := ok && (status.Status == http.StatusPreconditionFailed || status.Status == http.StatusConflict)
	if !refused || errors.Is(err, ErrOutcomeUnknown) { // an earlier attempt may have changed the version
		return err
	}
	return fmt.Errorf("%w: %w", ErrVersionConflict, err)
}

// Delete deletes a resource. One that is not there is a [*StatusError] with status 404 or 410, but not where an earlier
// attempt of the same call may have deleted it. It is repeated on failures. Success has to be proven, and failures of
// unknown outcome are told, as by [Client.Create].
func (c *Client) Delete(ctx context.Context, typ, id string) error {
	if err := fhir.CheckName(typ, id); err != nil {
		return fmt.Errorf("delete: %w", err)
	}
	_, err := c.do(ctx, &call{
		op: "delete", typ: typ, method: http.MethodDelete, url: c.url(typ, id),
		repeat: always, gone: true, write: true,
		prove: write{method: http.MethodDelete, typ: typ, id: id}.proof(),
	})
	return err
}

// write makes the result of a write; id is that of the resource, if it is known.
func (c *Client) write(ctx context.Context, call *call, id string) (*Result, error) {
	resp, err := c.do(ctx, call)
	if err != nil {
		return nil, err
	}
	result := newResult(resp, call.typ)
	result.ID = cmp.Or(id, result.ID)
	return result, nil
}

// writeHeader has what a write says besides its media type.
func writeHeader(minimal bool) http.Header {
	h := http.Header{}
	if minimal {
		h.Set("Prefer", "return=minimal")
	}
	return h
}

// refusalStatus is the status of a refusal, or 0.
func refusalStatus(err error) int {
	if status, ok := errors.AsType[*StatusError](err); ok {
		return status.Status
	}
	return 0
}
