// Package fhirclient reads and writes FHIR servers over HTTP: search, read, create, update, delete, batches.
// Package upload below it writes many resources.
//
// It repeats what failed only where a repeat can do no harm, gives a server no more work than it takes, and never takes
// part of an answer for the whole. Resources are JSON text: it knows nothing of their contents but what HTTP needs.
//
// With Config.Meter a Client keeps these, all with the attributes fhirview.op (search, read, create, …) and fhirview.type,
// the first, third and last also with fhirview.status_class: 2xx, 4xx, error, …
//
//	fhirview.client.requests    requests sent, repeats included
//	fhirview.client.retries     requests sent again after a failure
//	fhirview.client.throttles   answers 429 and 503
//	fhirview.client.in_flight   requests under way
//	fhirview.client.duration    seconds from sending a request to the end of its answer
package fhirclient

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/host"
	"go.opentelemetry.io/otel/metric"
)

// Config says how a client talks to its server. The zero value, and nil, are the defaults.
type Config struct {
	// Transport sends the requests. It must not follow redirects, nor repeat requests that are not idempotent. A
	// [*http.Transport] should come from [GuardedTransport], or net/http may print parts of resources. Default: one of the
	// client's own, whose pool of connections fits MaxInFlight.
	Transport http.RoundTripper
	// Auth says who the client is. Its credentials go to the server's origin and nowhere else. Default: nobody.
	Auth Auth
	// Header is sent with every request to the server's origin. What a call itself says, the media type for one, goes before
	// it. Default: none.
	Header http.Header
	// FHIRVersion is the fhirVersion parameter of the media type: 4.0 or 5.0. Default: none is sent.
	FHIRVersion string

	// Attempts is how often a request is sent at most, where a repeat can do no harm; 10 at most. Default: 3; and 2
	// where a host that has never answered refuses the connection, which then is a mistake in its address more often than not.
	Attempts int
	// MaxInFlight is how many requests to a host are under way at most: a request of this client starts only when fewer are,
	// those of all clients of the process counted; 100 at most. Default: 100.
	MaxInFlight int
	// Fixed keeps as many requests under way as MaxInFlight allows. Default: the client finds out how many the server
	// takes: fewer after 429, 503 and rising latency, more again when all is well.
	Fixed bool
	// Rate is how many requests the client sends in a second at most. Default: no limit.
	Rate float64
	// Pause is the least time between the starts of two requests of the client. Default: none.
	Pause time.Duration

	// Timeout is how long an attempt waits for the head of the answer while nothing more of the request can be sent, and
	// IdleTimeout how long for the next bytes of its body. Default: 2 minutes and 1 minute.
	Timeout, IdleTimeout time.Duration
	// MaxBundle is how long a search page or a batch's answer may be, in bytes after decompression. Default: 256 MiB.
	MaxBundle int64
	// RebaseNext follows links to further pages that name another origin at the client's own base. Default: such a link is
	// an error.
	RebaseNext bool

	// Logger is told of requests at debug level and of oddities of the server as warnings: methods, resource types,
	// statuses and counts, never ids, queries or contents. Default: nobody.
	Logger *slog.Logger
	// Waiting is told when a request has to wait before it is sent, or sent again, for what the server answered or did not
	// answer. It is called by many goroutines and has to return soon. Default: nobody.
	Waiting func(Wait)
	// Meter makes the instruments of the client's metrics. Default: none are kept.
	Meter metric.MeterProvider
}

// Auth puts credentials on requests. Implementations come from [Bearer], [BearerFunc], [TokenSource], [Basic] and [SMART].
// Many requests use one at once.
type Auth interface {
	// Authorize sets the credentials of a request. It may ask a server for them.
	Authorize(ctx context.Context, req *http.Request) error
	// Refresh is called after the answer 401 to a request. It is true where new credentials may be accepted; the request is
	// then sent once more.
	Refresh(ctx context.Context, req *http.Request) (bool, error)
}

// Client talks to one server. Many goroutines may use it at once.
type Client struct {
	silent

	base *url.URL // ends in a slash
	cfg  Config   // complete: every default filled in
	core *core

	keys     *keyLocks // conditional creates under way
	identity cacheIdentity
	lent     pageMemories
}

// New returns a client for the server at a base URL, such as https://example.org/fhir. It sends nothing; a nil config means
// defaults. Everything that is wrong with the URL and the config is in the one error.
//
// Clients of the same process that talk to the same host share what was learnt about it: how many requests it takes at
// once, a pause that it asked for, and the budget of repeats.
func New(base string, cfg *Config) (*Client, error) {
	return newClient(base, cfg, systemClock{}, host.Shared)
}

func newClient(base string, cfg *Config, clock clock, hosts *host.Hosts) (*Client, error) {
	full, root, err := validate(base, cfg)
	if err != nil {
		return nil, err
	}
	core, err := newCore(root, &full, clock, hosts)
	if err != nil {
		return nil, err
	}
	return &Client{base: root, cfg: full, core: core, keys: &keyLocks{}}, nil
}

// CloseIdleConnections closes the connections that no request uses. A client that is not needed any more needs nothing
// else.
func (c *Client) CloseIdleConnections() {
	if t, ok := c.core.transport.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

// url is an address below the client's base.
func (c *Client) url(path ...string) string {
	return strings.TrimSuffix(c.base.String(), "/") + "/" + strings.Join(path, "/")
}
