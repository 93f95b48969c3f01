package runner

import (
	"context"
)

// flight is a fetch that any number of callers wait for. It belongs to none of them: it ends early only when the last of
// them has gone, or the Runner is closed.
type flight struct {
	view *view
	key  key
	stop context.CancelFunc
	done chan struct{} // closed when the table, or the error, is there
	// waiters is how many wait, guarded by the cache's lock. One in the background has one that never goes.
	waiters int

	table *table
	err   error
}

// answer is what a look into the cache comes to: a table, or a flight to wait for.
type answer struct {
	table   *table
	flight  *flight
	outcome outcome
}

// lookup returns a table from the cache, or joins the flight for it, or begins one.
func (r *Runner) lookup(ctx context.Context, v *view, q *Query, k key) (answer, error) {
	c := r.cache
	c.mu.Lock()
	defer c.mu.Unlock()
	if !q.Refresh {
		if t, stale := c.get(k, r.cfg.Now()); t != nil {
			return r.hit(ctx, v, q, k, t, stale), nil
		}
		if f := c.flights[k]; f != nil {
			f.waiters++
			c.stats.Shared++
			return answer{flight: f, outcome: shared}, nil
		}
	}
	f, err := r.begin(ctx, v, q, k)
	if err != nil {
		return answer{}, err
	}
	c.stats.Misses++
	return answer{flight: f, outcome: miss}, nil
}

// hit answers from the cache, and has a stale table fetched again in the background, unless that is being done. A Runner
// that is closed has no background; the table is served all the same.
func (r *Runner) hit(ctx context.Context, v *view, q *Query, k key, t *table, stale bool) answer {
	r.cache.stats.Hits++
	if !stale {
		return answer{table: t, outcome: hit}
	}
	r.cache.stats.Stale++
	if r.cache.flights[k] == nil {
		_, _ = r.begin(ctx, v, q, k)
	}
	return answer{table: t, outcome: staleHit}
}

// begin starts a flight, which takes the place of one that is under way for the same table. The caller holds the lock.
func (r *Runner) begin(ctx context.Context, v *view, q *Query, k key) (*flight, error) {
	ctx, leave, err := r.enter(context.WithoutCancel(ctx))
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	f := &flight{view: v, key: k, stop: stop, done: make(chan struct{}), waiters: 1}
	r.cache.flights[k] = f
	own := *q // the caller's may change when it has gone
	own.Params = r.params(q)
	go func() {
		defer leave()
		defer stop()
		f.table, f.err = r.fetch(ctx, v, &own)
		r.land(f)
	}()
	return f, nil
}

// land keeps the table and tells those who wait. One that was invalidated meanwhile, or for which a newer one is being
// fetched, is not kept.
func (r *Runner) land(f *flight) {
	c := r.cache
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.flights[f.key] == f {
		delete(c.flights, f.key)
		if f.err == nil {
			c.put(f.key, f.view, f.table, r.cfg.Now())
		}
	}
	close(f.done)
}

// wait returns the flight's table, unless the caller goes before.
func (r *Runner) wait(ctx context.Context, f *flight) (*table, error) {
	select {
	case <-f.done:
		return f.table, f.err
	case <-ctx.Done():
		r.abandon(f)
		return nil, ctx.Err()
	}
}

// abandon takes note that a caller has gone. Nobody joins a flight that is stopped.
func (r *Runner) abandon(f *flight) {
	c := r.cache
	c.mu.Lock()
	defer c.mu.Unlock()
	if f.waiters--; f.waiters > 0 {
		return
	}
	f.stop()
	if c.flights[f.key] == f {
		delete(c.flights, f.key)
	}
}
