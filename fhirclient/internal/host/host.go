// Package host keeps what is known of the hosts that clients talk to: how many requests they take at once, when they asked for
// a pause, and how many repeats there may be.
package host

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
	"weak"
)

// Host is what is known of a host, shared by the clients that talk to it.
type Host struct {
	Limiter *Limiter
	Budget  *Budget

	Answered atomic.Bool // it exists, whatever a look-up of its name says

	mu     sync.Mutex
	paused time.Time // nothing is sent before
}

// New returns a host of which nothing is known yet.
func New() *Host { return &Host{Limiter: newLimiter(), Budget: newBudget()} }

// Pause sends nothing to the host before a time.
func (h *Host) Pause(until time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if until.After(h.paused) {
		h.paused = until
	}
}

// PausedUntil is before when nothing is sent.
func (h *Host) PausedUntil() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.paused
}

// Hosts finds the host of a name. It holds on to none: a host that no client uses any more is forgotten.
type Hosts struct {
	mu     sync.Mutex
	byName map[string]weak.Pointer[Host]
}

// Shared is the process's: a server counts the requests of a process, however many clients it has made.
var Shared = NewHosts()

// NewHosts returns none yet.
func NewHosts() *Hosts { return &Hosts{byName: map[string]weak.Pointer[Host]{}} }

// Get returns the host of a name.
func (s *Hosts) Get(name string) *Host {
	s.mu.Lock()
	defer s.mu.Unlock()
	if h := s.byName[name].Value(); h != nil {
		return h
	}
	h := New()
	s.byName[name] = weak.Make(h)
	runtime.AddCleanup(h, s.forget, name)
	return h
}

func (s *Hosts) forget(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byName[name].Value() == nil {
		delete(s.byName, name)
	}
}

// Len is how many hosts are known.
func (s *Hosts) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.byName)
}
