package fhirclient

import (
	"math"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/guard"
	"github.com/fhirview/fhirview/fhirclient/internal/host"
	"golang.org/x/time/rate"
)

// core is what all requests of a client share.
type core struct {
	cfg       *Config            // without Header
	header    func() http.Header // what Config.Header held: no verb of fmt prints what is behind a function, and it may be a secret
	origin    string
	transport http.RoundTripper
	traced    bool // the transport may be one of GuardedTransport
	clock     clock
	random    func() float64
	pace      *rate.Limiter // nil without Rate and Pause
	meters    *meters       // nil without Meter

	shared *host.Hosts
	own    sync.Map // of host names to *host: keeps what is shared alive as long as the client

	media []string // the media type of what is sent and wanted, as the value of a header
}

func newCore(base *url.URL, cfg *Config, clock clock, shared *host.Hosts) (*core, error) {
	header := cfg.Header
	cfg.Header = nil
	meters, err := newMeters(cfg.Meter)
	if err != nil {
		return nil, err
	}
	c := &core{
		cfg: cfg, header: func() http.Header { return header }, origin: origin(base), transport: cfg.Transport, clock: clock, random: rand.Float64,
		meters: meters, shared: shared, media: []string{mediaType(cfg.FHIRVersion)},
	}
	if c.transport == nil {
		c.transport = newTransport(cfg)
	}
	_, c.traced = c.transport.(*http.Transport)
	if interval := max(secondsToDuration(cfg.Rate), cfg.Pause); interval > 0 {
		c.pace = rate.NewLimiter(rate.Every(interval), 1)
	}
	return c, nil
}

// origin is scheme, host and port, the port always spelt out.
func origin(u *url.URL) string { return strings.ToLower(u.Scheme) + "://" + guard.HostPort(u) }

// host returns what is known of the host of a URL.
func (c *core) host(u *url.URL) *host.Host {
	if h, ok := c.own.Load(u.Host); ok {
		return h.(*host.Host)
	}
	h, _ := c.own.LoadOrStore(u.Host, c.shared.Get(guard.HostPort(u)))
	return h.(*host.Host)
}

func secondsToDuration(perSecond float64) time.Duration {
	if perSecond <= 0 {
		return 0
	}
	return time.Duration(min(float64(time.Second)/perSecond, float64(math.MaxInt64/2)))
}
