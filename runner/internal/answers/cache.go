package answers

import (
	"context"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// CacheStats are the figures of a cache since it was made: see runner.CacheStats.
type CacheStats struct {
	Hits        int64
	Stale       int64
	Misses      int64
	Shared      int64
	Evictions   int64
	Expirations int64
	Entries     int64
	Bytes       int64
}

// Config is how a Cache works for questions of type Q, which are answered by values of type V.
type Config[Q, V any] struct {
	// Life is that of the fetches.
	Life *Life
	// Stale is for how long after its time a value is still served, while one fetch in the background gets a newer one.
	Stale time.Duration
	// Entries is how many values are kept at most, and Bytes how much memory they take together.
	Entries int
	Bytes   int64
	// Now tells the time.
	Now func() time.Time
	// Fetch returns what fetches the answer. Fetch itself is called in the goroutine that asks, whose question may change
	// when it has gone; what it returns is called in another.
	Fetch func(Q) func(context.Context) (V, error)
	// Worth says for how long a value is kept, 0 for not at all, and how much memory it takes.
	Worth func(V) (ttl time.Duration, bytes int64)
}

// Cache holds values and the fetches that are under way for it. There is no goroutine that cleans up: a value that is too
// old is dropped when it is asked for, or makes room for others like any that is not used.
type Cache[Q, V any] struct {
	cfg Config[Q, V]

	mu      sync.Mutex
	entries *simplelru.LRU[Key, *entry[V]]
	fetches map[Key]*fetch[V]
	stats   CacheStats
}

// entry is a value in the cache.
type entry[V any] struct {
	value    V
	bytes    int64
	deadline time.Time
	topic    Topic
}

// NewCache returns an empty cache.
func NewCache[Q, V any](cfg Config[Q, V]) *Cache[Q, V] {
	c := &Cache[Q, V]{cfg: cfg, fetches: map[Key]*fetch[V]{}}
	// Called whenever an entry goes, for whatever reason.
	gone := func(_ Key, e *entry[V]) { c.stats.Bytes -= e.bytes }
	c.entries, _ = simplelru.NewLRU(cfg.Entries, gone) // the only error is for a size below one
	return c
}

// get returns the entry of a key, or nil. stale is true for one that is too old and may be served all the same. The caller
// holds the lock.
func (c *Cache[Q, V]) get(k Key, now time.Time) (e *entry[V], stale bool) {
	e, ok := c.entries.Get(k)
	switch {
	case !ok:
		return nil, false
	case now.Before(e.deadline):
		return e, false
	case now.Before(e.deadline.Add(c.cfg.Stale)):
		return e, true
	}
	c.entries.Remove(k)
	c.stats.Expirations++
	return nil, false
}

// put keeps a value that is worth it. The caller holds the lock.
func (c *Cache[Q, V]) put(k Key, topic Topic, value V) {
	ttl, bytes := c.cfg.Worth(value)
	if ttl <= 0 || bytes > c.cfg.Bytes {
		return
	}
	c.entries.Remove(k) // or its bytes would count twice
	if c.entries.Add(k, &entry[V]{value: value, bytes: bytes, deadline: c.cfg.Now().Add(ttl), topic: topic}) {
		c.stats.Evictions++
	}
	c.stats.Bytes += bytes
	for c.stats.Bytes > c.cfg.Bytes {
		c.entries.RemoveOldest()
		c.stats.Evictions++
	}
}

// Drop forgets the values whose topic a function picks, and sees to it that none is kept that is being fetched: those who
// have asked for it get it, and those who ask from now on have a newer one fetched.
func (c *Cache[Q, V]) Drop(picked func(Topic) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, k := range c.entries.Keys() {
		if e, ok := c.entries.Peek(k); ok && picked(e.topic) {
			c.entries.Remove(k)
		}
	}
	for k, f := range c.fetches {
		if picked(f.topic) {
			delete(c.fetches, k)
		}
	}
}

// Stats returns the figures as they are. They are zero for a nil cache.
func (c *Cache[Q, V]) Stats() CacheStats {
	if c == nil {
		return CacheStats{}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	out := c.stats
	out.Entries = int64(c.entries.Len())
	return out
}
