package nodes

import "unsafe"

// The sizes of an arena's chunks: they double, so that in the steady state one holds all that is made between two
// resets, but not without end, because a chunk lives as long as any string in it.
const (
	minChunk = 32 << 10
	maxChunk = 1 << 20
)

// Arena is memory for text that is made while resources are decoded and evaluated: unescaped strings, joined
// strings. One goroutine uses it. The zero value is ready.
type Arena struct {
	chunk []byte
}

// Reset gives the arena's memory back to it: every string that it made is invalid from here on.
func (a *Arena) Reset() { a.chunk = a.chunk[:0] }

// Grow returns an empty slice with room for n bytes. The caller appends at most n bytes to it and passes the result
// to Keep before anybody else uses the arena.
func (a *Arena) Grow(n int) []byte {
	if cap(a.chunk)-len(a.chunk) < n {
		a.chunk = make([]byte, 0, max(n, minChunk, min(2*cap(a.chunk), maxChunk)))
	}
	used := len(a.chunk)
	return a.chunk[used : used : used+n]
}

// Keep makes a string of what was appended to a slice from Grow, without copying it.
func (a *Arena) Keep(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	a.chunk = a.chunk[:len(a.chunk)+len(b)]
	return AsText(b)
}

// AsText returns the bytes as a string that shares their memory.
func AsText(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
