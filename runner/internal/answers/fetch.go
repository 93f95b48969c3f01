package answers

import (
	"context"
)

// fetch is one that any number of callers wait for. It belongs to none of them: it ends early only when the last of them
// has gone, or the Life is over.
type fetch[V any] struct {
	key   Key
	topic Topic
	stop  context.CancelFunc
	done  chan struct{} // closed when the value, or the error, is there
	// waiters is how many wait, guarded by the cache's lock. One in the background has one that never goes.
	waiters int

	value V
	err   error
}

// Asked is a question.
type Asked[Q any] struct {
	Key   Key
	Topic Topic
	// Refresh has the answer fetched anew.
	Refresh  bool
	Question Q
}

// Get returns an answer from the cache, from a fetch that is under way, or from one that it begins, and which of these it
// was. When the context ends it returns at once; a fetch that others wait for goes on.
func (c *Cache[Q, V]) Get(ctx context.Context, a Asked[Q]) (V, Outcome, error) {
	value, f, outcome, err := c.lookup(ctx, &a)
	if f == nil || err != nil {
		return value, outcome, err
	}
	value, err = c.wait(ctx, f)
	return value, outcome, err
}

// lookup returns a value from the cache, or joins the fetch for it, or begins one.
func (c *Cache[Q, V]) lookup(ctx context.Context, a *Asked[Q]) (value V, f *fetch[V], o Outcome, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !a.Refresh {
		if e, stale := c.get(a.Key, c.cfg.Now()); e != nil {
			return e.value, nil, c.hit(ctx, a, stale), nil
		}
		if f := c.fetches[a.Key]; f != nil {
			f.waiters++
			c.stats.Shared++
			return value, f, Shared, nil
		}
	}
	if f, err = c.begin(ctx, a); err == nil {
		c.stats.Misses++
	}
	return value, f, Miss, err
}

// hit counts an answer from the cache, and has a stale one fetched again in the background, unless that is being done.
// After the Life there is no background; the value is served all the same.
func (c *Cache[Q, V]) hit(ctx context.Context, a *Asked[Q], stale bool) Outcome {
	c.stats.Hits++
	if !stale {
		return Hit
	}
	c.stats.Stale++
	if c.fetches[a.Key] == nil {
		_, _ = c.begin(ctx, a)
	}
	return Stale
}

// begin starts a fetch, which takes the place of one that is under way for the same key. The caller holds the lock.
func (c *Cache[Q, V]) begin(ctx context.Context, a *Asked[Q]) (*fetch[V], error) {
	ctx, leave, err := c.cfg.Life.Enter(context.WithoutCancel(ctx))
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	f := &fetch[V]{key: a.Key, topic: a.Topic, stop: stop, done: make(chan struct{}), waiters: 1}
	c.fetches[a.Key] = f
	get := c.cfg.Fetch(a.Question)
	go func() {
		defer leave()
		defer stop()
		f.value, f.err = get(ctx)
		c.end(f)
	}()
	return f, nil
}

// end keeps the value and tells those who wait. One that was dropped meanwhile, or for which a newer one is being fetched,
// is not kept.
func (c *Cache[Q, V]) end(f *fetch[V]) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fetches[f.key] == f {
		delete(c.fetches, f.key)
		if f.err == nil {
			c.put(f.key, f.topic, f.value)
		}
	}
	close(f.done)
}

// wait returns the fetch's value, unless the caller goes before.
func (c *Cache[Q, V]) wait(ctx context.Context, f *fetch[V]) (V, error) {
	select {
	case <-f.done:
		return f.value, f.err
	case <-ctx.Done():
		c.abandon(f)
		var none V
		return none, ctx.Err()
	}
}

// abandon takes note that a caller has gone. Nobody joins a fetch that is stopped.
func (c *Cache[Q, V]) abandon(f *fetch[V]) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if f.waiters--; f.waiters > 0 {
		return
	}
	f.stop()
	if c.fetches[f.key] == f {
		delete(c.fetches, f.key)
	}
}
