// Package inside is what the packages below fhirclient see of a client, and its callers do not.
package inside

import (
	"context"
	"net/url"
	"time"
)

// Client is an open client.
type Client struct {
	// Base is the client's base URL, which ends in a slash.
	Base *url.URL
	// MaxInFlight is how many requests may be under way at most.
	MaxInFlight int
	// InFlight is how many requests to the client's server are under way, those of other clients counted.
	InFlight func() int
	// Pause waits by the client's clock, for a time from the least to twice that, and says so to Config.Waiting.
	Pause func(ctx context.Context, op string, least time.Duration) error
}

// Of opens a *fhirclient.Client. That package sets it.
var Of func(client any) Client

// New is fhirclient.New with another clock, for tests; nil is the system's. The client shares nothing with others, and the
// config is a *fhirclient.Config. That package sets it.
var New func(base string, cfg any, clock Clock) (any, error)

// Clock is time for waits between requests. Tests have one that does not really wait.
type Clock interface {
	Now() time.Time
	// Sleep returns nil after d, or the context's error as soon as it is done.
	Sleep(ctx context.Context, d time.Duration) error
}

// NetworkFault is why a request failed below HTTP. The errors of a client that are no answers wrap one.
type NetworkFault interface {
	error
	// Final is true where the same would happen again.
	Final() bool
	// Unreachable is true where there was no connection to the server.
	Unreachable() bool
	// Unauthorized is true where there were no credentials to send.
	Unauthorized() bool
}

// TimeLeft is the time for a number of records at a rate in seconds, negative where it is unknown.
func TimeLeft(records int64, rate float64) time.Duration {
	const longest = float64(1 << 62)
	switch {
	case records < 0:
		return -1
	case records == 0:
		return 0
	case rate <= 0 || float64(records)/rate*float64(time.Second) > longest:
		return -1
	default:
		return time.Duration(float64(records) / rate * float64(time.Second))
	}
}
