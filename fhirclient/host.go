package fhirclient

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
	"weak"
)

// host is what is known of a host, shared by the clients that talk to it.
type host struct {
	limiter *limiter
	budget  *budget

	answered atomic.Bool // it exists, whatever a look-up of its name says

	mu     sync.Mutex
	paused time.Time // nothing is sent before
}

func newHost() *host { return &host{limiter: newLimiter(), budget: newBudget()} }

// pause sends nothing to the host before a time.
func (h *host) pause(until time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if until.After(h.paused) {
		h.paused = until
	}
}

func (h *host) pausedUntil() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.paused
}

// hosts finds the host of a name. It holds on to none: a host that no client uses any more is forgotten.
type hosts struct {
	mu     sync.Mutex
	byName map[string]weak.Pointer[host]
}

// sharedHosts is the process's: a server counts the requests of a process, however many clients it has made.
var sharedHosts = newHosts()

func newHosts() *hosts { return &hosts{byName: map[string]weak.Pointer[host]{}} }

func (s *hosts) get(name string) *host {
	s.mu.Lock()
	defer s.mu.Unlock()
	if h := s.byName[name].Value(); h != nil {
		return h
	}
	h := newHost()
	s.byName[name] = weak.Make(h)
	runtime.AddCleanup(h, s.forget, name)
	return h
}

func (s *hosts) forget(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byName[name].Value() == nil {
		delete(s.byName, name)
	}
}
