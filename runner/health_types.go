package runner

import "time"

// RunError is an error of a run, without anything of the data.
type RunError struct {
	At       time.Time `json:"at"`
	View     string    `json:"view,omitempty"`
	Resource string    `json:"resource"` // the type that the view is of
	// Kind is what went wrong: timeout, network, truncated, not allowed, too many requests, server error, refused, or
	// failed for anything else.
	Kind string `json:"kind"`
	// Status is that of the server's answer, where the searcher's errors tell it by a method HTTPStatus() int.
	Status int `json:"status,omitempty"`
}

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
