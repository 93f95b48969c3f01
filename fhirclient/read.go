package fhirclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// Read reads the current version of a resource. One that does not exist, or not any more, is a [*StatusError] with
// status 404 or 410. It is repeated on failures.
func (c *Client) Read(ctx context.Context, typ, id string) (*Result, error) {
	if err := fhir.CheckName(typ, id); err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	return c.read(ctx, "read", typ, id, c.url(typ, id))
}

// VRead reads a version of a resource, and is else like [Client.Read].
func (c *Client) VRead(ctx context.Context, typ, id, version string) (*Result, error) {
	if err := fhir.CheckName(typ, id); err != nil {
		return nil, fmt.Errorf("vread: %w", err)
	}
	if err := fhir.CheckID(version); err != nil {
		return nil, fmt.Errorf("vread: version: %w", err)
	}
	return c.read(ctx, "vread", typ, id, c.url(typ, id, "_history", version))
}

var errPartial = errors.New("it is not the whole resource")

func (c *Client) read(ctx context.Context, op, typ, id, address string) (*Result, error) {
	call := &call{op: op, typ: typ, method: http.MethodGet, url: address, repeat: always}
	resp, err := c.do(ctx, call)
	if err != nil {
		return nil, err
	}
	if resp.status == http.StatusPartialContent {
		return nil, &StatusError{Op: op, Type: typ, Status: resp.status, cause: errPartial}
	}
	name, _, err := fhir.ResourceName(resp.body)
	if err == nil && name != typ {
		err = &fhir.TypeError{Want: typ, Got: name}
	}
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", op, typ, misplaced(err, call, resp))
	}
	result := newResult(resp, typ)
	result.ID = id
	return result, nil
}
