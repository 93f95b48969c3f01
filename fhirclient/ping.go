package fhirclient

import (
	"context"
	"net/http"
)

// Ping is nil where the server answers a request for its capabilities with success. It is sent once and not repeated.
func (c *Client) Ping(ctx context.Context) error {
	_, err := c.do(ctx, &call{
		op: "ping", method: http.MethodGet, url: c.url("metadata"), repeat: always, probe: true,
	})
	return err
}
