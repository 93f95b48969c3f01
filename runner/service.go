package runner

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/fhirview/fhirview/viewdef"
)

// Runner makes tables of what is on a FHIR server. A program has one for each server and each set of credentials, and
// keeps it; any number of goroutines use it at once.
type Runner struct {
	searcher Searcher
	cfg      Config
	meters   *meters

	views  *lru.Cache[*viewdef.Plan, *view]
	making sync.Mutex
	unique atomic.Uint64

	cache   *cache // nil where it is off
	history history
	probe   probe

	// base ends when the Runner is closed, and everything with it.
	base  context.Context //nolint:containedctx // It is the Runner's life, which is no one call's.
	close context.CancelCauseFunc
	mu    sync.Mutex // guards shut, and Add of work against Wait
	work  sync.WaitGroup
	shut  bool
}

// ErrClosed is the error of a Runner that was closed.
var ErrClosed = errors.New("the runner is closed")

// New returns a Runner over a server. Whoever made it closes it.
func New(searcher Searcher, cfg *Config) (*Runner, error) {
	if searcher == nil {
		return nil, errors.New("runner: there is no searcher: give a *fhirclient.Client")
	}
	r := &Runner{searcher: searcher, cfg: cfg.withDefaults()}
	if err := r.cfg.check(); err != nil {
		return nil, err
	}
	if r.cfg.CacheTTL > 0 {
		r.cache = newCache(&r.cfg)
	}
	r.views, _ = lru.New[*viewdef.Plan, *view](mostViews) // the only error is for a size below one
	var err error
	if r.meters, err = newMeters(r.cfg.Meter, r.CacheStats); err != nil {
		return nil, err
	}
	r.base, r.close = context.WithCancelCause(context.Background())
	return r, nil
}

// Close ends all fetches, whose callers get ErrClosed, and returns when they have ended. Tables that were handed out stay
// good. It may be called more than once.
func (r *Runner) Close() error {
	r.mu.Lock()
	r.shut = true
	r.mu.Unlock()
	r.close(ErrClosed)
	r.work.Wait()
	return r.meters.stop()
}

// enter begins work that Close ends and waits for, until leave is called.
func (r *Runner) enter(ctx context.Context) (inner context.Context, leave func(), err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.shut {
		return nil, nil, ErrClosed
	}
	r.work.Add(1)
	inner, cancel := context.WithCancelCause(ctx)
	unhook := context.AfterFunc(r.base, func() { cancel(ErrClosed) })
	return inner, func() {
		unhook()
		cancel(nil)
		r.work.Done()
	}, nil
}

// now is the time by the Runner's clock.
func (r *Runner) now() time.Time { return r.cfg.Now() }

// CacheStats returns the figures of the cache. They are zero where it is off.
func (r *Runner) CacheStats() CacheStats { return r.cache.figures() }

// Invalidate drops the cache's tables of a view, and of all views with the same content.
func (r *Runner) Invalidate(p *viewdef.Plan) {
	if v, err := r.view(p); err == nil {
		r.drop(func(digest [32]byte, _ string) bool { return digest == v.digest })
	}
}

// InvalidateType drops the cache's tables of all views of a resource type, as after a write to the server. Views that
// resolve references to resources of that type are not among them.
func (r *Runner) InvalidateType(resourceType string) {
	r.drop(func(_ [32]byte, typ string) bool { return typ == resourceType })
}

// InvalidateAll empties the cache.
func (r *Runner) InvalidateAll() { r.drop(func([32]byte, string) bool { return true }) }

func (r *Runner) drop(picked func(digest [32]byte, typ string) bool) {
	if r.cache != nil {
		r.cache.drop(picked)
	}
}
