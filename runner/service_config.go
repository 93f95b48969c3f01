package runner

import (
	"fmt"
	"log/slog"
	"time"

	"go.opentelemetry.io/otel/metric"
)

// Config is how a [Runner] works. The zero value, and nil, are the defaults.
type Config struct {
	// Sequential evaluates one resource after the other. The next page is fetched meanwhile all the same, and the rows are
	// the same. Default: off, as many batches are evaluated at a time as there are processors.
	Sequential bool
	// BatchSize is how many resources of a page are evaluated as one piece of work. -1 goes by how many the page has: 10 for
	// fewer than 50, 20 for 50 to 500, and 50 for more. Default: 10.
	BatchSize int
	// PageSize is how many resources a page of the server is asked to have (_count), unless a query says so itself. A server
	// may give fewer. Default: 500.
	PageSize int
	// Timeout bounds the time of one table's fetch and evaluation, not that of Rows. Default: none.
	Timeout time.Duration
	// MaxFailures is how many resources of a table may fail; one more ends the run with [ErrTooManyFailures].
	// Default: any number.
	MaxFailures int

	// CacheTTL is how long a table is served from the cache. One with failed resources is kept for a tenth of that: what was
	// broken may be mended, but until then not every request should fetch it again. Negative turns the cache off, and with
	// it the sharing of fetches. Default: 5 minutes.
	CacheTTL time.Duration
	// CacheEntries is how many tables the cache holds at most. Default: 256.
	CacheEntries int
	// CacheBytes is how much memory they take together at most. A table that is larger is not kept. Default: 64 MiB.
	CacheBytes int64
	// StaleWhileRevalidate is for how long after CacheTTL a table is still served, while one fetch in the background gets a
	// newer one. Default: none.
	StaleWhileRevalidate time.Duration
	// CacheTruncated keeps also tables that the server has not sent to the end. Default: off.
	CacheTruncated bool

	// SlowRun is from which time on a run is logged as a slow one; negative turns that off. Default: 500 ms.
	SlowRun time.Duration
	// Logger is told of resources that fail and of slow runs: names of views and types, positions, counts and times, never
	// ids, values or queries. Default: nobody.
	Logger *slog.Logger
	// Meter takes the metrics, which are listed in the package's documentation. Default: none are kept.
	Meter metric.MeterProvider
	// Now tells the time, for the age of tables and for now() and today() in views. Default: time.Now.
	Now func() time.Time
}

// The defaults.
const (
	defaultPageSize     = 500
	defaultCacheTTL     = 5 * time.Minute
	defaultCacheEntries = 256
	defaultCacheBytes   = 64 << 20
	defaultSlowRun      = 500 * time.Millisecond
)

// withDefaults fills in what is not set.
func (c *Config) withDefaults() Config {
	var out Config
	if c != nil {
		out = *c
	}
	or(&out.PageSize, defaultPageSize)
	or(&out.CacheTTL, defaultCacheTTL)
	or(&out.CacheEntries, defaultCacheEntries)
	or(&out.CacheBytes, defaultCacheBytes)
	or(&out.SlowRun, defaultSlowRun)
	if out.Logger == nil {
		out.Logger = slog.New(slog.DiscardHandler)
	}
	if out.Now == nil {
		out.Now = time.Now
	}
	return out
}

func or[T int | int64 | time.Duration](value *T, otherwise T) {
	if *value == 0 {
		*value = otherwise
	}
}

// check finds what is out of range.
func (c *Config) check() error {
	for _, f := range []struct {
		name  string
		value int64
		least int64
	}{
		{"BatchSize", int64(c.BatchSize), -1},
		{"PageSize", int64(c.PageSize), 1},
		{"Timeout", int64(c.Timeout), 0},
		{"MaxFailures", int64(c.MaxFailures), 0},
		{"CacheEntries", int64(c.CacheEntries), 1},
		{"CacheBytes", c.CacheBytes, 1},
		{"StaleWhileRevalidate", int64(c.StaleWhileRevalidate), 0},
	} {
		if f.value < f.least {
			return fmt.Errorf("runner: Config.%s is %d and has to be %d at least, or 0 for its default", f.name, f.value, f.least)
		}
	}
	return nil
}
