package runner

import (
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// CacheStats are the figures of a Runner's cache since it was made. They encode as JSON.
type CacheStats struct {
	// Hits is how many calls were answered from the cache, stale ones included; Stale is how many were stale.
	Hits  int64 `json:"hits"`
	Stale int64 `json:"stale"`
	// Misses is how many calls had to fetch, and Shared how many waited for a fetch that was under way already.
	Misses int64 `json:"misses"`
	Shared int64 `json:"shared"`
	// Evictions is how many tables made room for others, and Expirations how many were dropped because of their age, which
	// is found when they are asked for.
	Evictions   int64 `json:"evictions"`
	Expirations int64 `json:"expirations"`
	// Entries is how many tables there are, and Bytes how much memory they take.
	Entries int64 `json:"entries"`
	Bytes   int64 `json:"bytes"`
}

// cache holds tables and the fetches that are under way for it. There is no goroutine that cleans up: a table that is too
// old is dropped when it is asked for, or makes room for others like any that is not used.
type cache struct {
	ttl, stale time.Duration
	mostBytes  int64
	truncated  bool

	mu      sync.Mutex
	entries *simplelru.LRU[key, *entry]
	flights map[key]*flight
	stats   CacheStats
}

// entry is a table in the cache.
type entry struct {
	table    *table
	bytes    int64
	deadline time.Time
	digest   [32]byte
	typ      string
}

func newCache(c *Config) *cache {
	out := &cache{
		ttl: c.CacheTTL, stale: c.StaleWhileRevalidate, mostBytes: c.CacheBytes, truncated: c.CacheTruncated,
		flights: map[key]*flight{},
	}
	// Called whenever an entry goes, for whatever reason.
	gone := func(_ key, e *entry) { out.stats.Bytes -= e.bytes }
	out.entries, _ = simplelru.NewLRU(c.CacheEntries, gone) // the only error is for a size below one
	return out
}

// get returns the table of a key, or nil. stale is true for one that is too old and may be served all the same. The caller
// holds the lock.
func (c *cache) get(k key, now time.Time) (t *table, stale bool) {
	e, ok := c.entries.Get(k)
	switch {
	case !ok:
		return nil, false
	case now.Before(e.deadline):
		return e.table, false
	case now.Before(e.deadline.Add(c.stale)):
		return e.table, true
	}
	c.entries.Remove(k)
	c.stats.Expirations++
	return nil, false
}

// put keeps a table that is worth it. The caller holds the lock.
func (c *cache) put(k key, v *view, t *table, now time.Time) {
	ttl := c.ttl
	if t.stats.Failed > 0 {
		ttl /= 10
	}
	e := &entry{table: t, bytes: t.memory(), deadline: now.Add(ttl), digest: v.digest, typ: v.plan.Resource()}
	if t.truncated && !c.truncated || e.bytes > c.mostBytes {
		return
	}
	c.entries.Remove(k) // or its bytes would count twice
	if c.entries.Add(k, e) {
		c.stats.Evictions++
	}
	c.stats.Bytes += e.bytes
	for c.stats.Bytes > c.mostBytes {
		c.entries.RemoveOldest()
		c.stats.Evictions++
	}
}

// drop forgets the tables that a function picks, and sees to it that none is kept that is being fetched: those who have
// asked for it get it, and those who ask from now on have a newer one fetched.
func (c *cache) drop(picked func(digest [32]byte, typ string) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, k := range c.entries.Keys() {
		if e, ok := c.entries.Peek(k); ok && picked(e.digest, e.typ) {
			c.entries.Remove(k)
		}
	}
	for k, f := range c.flights {
		if picked(f.view.digest, f.view.plan.Resource()) {
			delete(c.flights, k)
		}
	}
}

// figures returns the stats as they are.
func (c *cache) figures() CacheStats {
	if c == nil {
		return CacheStats{}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	out := c.stats
	out.Entries = int64(c.entries.Len())
	return out
}
