package runner

import (
	"errors"
	"sync"
	"sync/atomic"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/fhirview/fhirview/runner/internal/answers"
	"github.com/fhirview/fhirview/viewdef"
)

// Runner makes tables of what is on a FHIR server. A program has one for each server and each set of credentials, and
// keeps it; any number of goroutines use it at once.
type Runner struct {
	searcher Searcher
	cfg      Config
	meters   *answers.Meters

	views  *lru.Cache[*viewdef.Plan, *view]
	making sync.Mutex
	unique atomic.Uint64

	life    *answers.Life
	cache   *answers.Cache[asked, *table] // nil where it is off
	history answers.History
	probe   answers.Probe
}

// ErrClosed is the error of a Runner that was closed.
var ErrClosed = answers.ErrClosed

// New returns a Runner over a server. Whoever made it closes it.
func New(searcher Searcher, cfg *Config) (*Runner, error) {
	if searcher == nil {
		return nil, errors.New("runner: there is no searcher: give a *fhirclient.Client")
	}
	r := &Runner{searcher: searcher, cfg: cfg.withDefaults(), life: answers.NewLife()}
	if err := r.cfg.check(); err != nil {
		return nil, err
	}
	if r.cfg.CacheTTL > 0 {
		r.cache = r.newCache()
	}
	r.views, _ = lru.New[*viewdef.Plan, *view](mostViews) // the only error is for a size below one
	var err error
	if r.meters, err = answers.NewMeters(r.cfg.Meter, r.cache.Stats); err != nil {
		return nil, err
	}
	return r, nil
}

// Close ends all fetches, whose callers get ErrClosed, and returns when they have ended. Tables that were handed out stay
// good. It may be called more than once.
func (r *Runner) Close() error {
	r.life.Close()
	return r.meters.Stop()
}

// now is the time by the Runner's clock.
func (r *Runner) now() time.Time { return r.cfg.Now() }

// CacheStats returns the figures of the cache. They are zero where it is off.
func (r *Runner) CacheStats() CacheStats { return CacheStats(r.cache.Stats()) }

// Invalidate drops the cache's tables of a view, and of all views with the same content.
func (r *Runner) Invalidate(p *viewdef.Plan) {
	if v, err := r.view(p); err == nil {
		r.drop(func(t answers.Topic) bool { return t == v.topic })
	}
}

// InvalidateType drops the cache's tables of all views of a resource type, as after a write to the server. Views that
// resolve references to resources of that type are not among them.
func (r *Runner) InvalidateType(resourceType string) {
	r.drop(func(t answers.Topic) bool { return t.Type == resourceType })
}

// InvalidateAll empties the cache.
func (r *Runner) InvalidateAll() { r.drop(func(answers.Topic) bool { return true }) }

func (r *Runner) drop(picked func(answers.Topic) bool) {
	if r.cache != nil {
		r.cache.Drop(picked)
	}
}
