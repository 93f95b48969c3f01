package fhirclient

import (
	"context"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/host"
	"github.com/fhirview/fhirview/fhirclient/internal/inside"
)

func init() { //nolint:gochecknoinits // the packages below this one are to see what its callers do not
	inside.Of = func(client any) inside.Client { return client.(*Client).inside() }
	inside.New = func(base string, cfg any, clock inside.Clock) (any, error) {
		if clock == nil {
			clock = systemClock{}
		}
		return newClient(base, cfg.(*Config), clock, host.NewHosts())
	}
}

func (c *Client) inside() inside.Client {
	return inside.Client{
		Base: c.base, MaxInFlight: c.cfg.MaxInFlight,
		InFlight: func() int {
			n, _, _ := c.core.host(c.base).Limiter.State()
			return n
		},
		Pause: c.core.pause,
	}
}

// pause waits before what is not a single request is tried again.
func (c *core) pause(ctx context.Context, op string, least time.Duration) error {
	wait := spread(least, c.random)
	c.waiting(Wait{Op: op, For: wait})
	return c.clock.Sleep(ctx, wait)
}
