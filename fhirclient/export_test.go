package fhirclient

import (
	"testing"

	"github.com/fhirview/fhirview/fhirclient/internal/host"
)

// Clock is what tests outside the package give to clients in place of time.
type Clock = clock

// NewWithClock returns a client that shares nothing with others and keeps its time, and that of its tokens, by a clock.
func NewWithClock(tb testing.TB, base string, cfg *Config, clock Clock) *Client {
	tb.Helper()
	c, err := newClient(base, cfg, clock, host.NewHosts())
	if err != nil {
		tb.Fatal(err)
	}
	if s, ok := c.cfg.Auth.(*smart); ok {
		s.clock = clock
	}
	tb.Cleanup(c.CloseIdleConnections)
	return c
}
