package fhirclient

import (
	"context"
	"net/http"
)

// Ping is nil where the server answers a request for its capabilities as a FHIR server does. What answers in its place, such
// as the page of a login, is [ErrNotFHIR]. It is sent once and not repeated.
func (c *Client) Ping(ctx context.Context) error {
	call := &call{op: "ping", method: http.MethodGet, url: c.url("metadata"), repeat: always, probe: true}
	resp, err := c.do(ctx, call)
	if err == nil {
		_, err = statementOf(call, resp)
	}
	return err
}
