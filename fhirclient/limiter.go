package fhirclient

import (
	"context"
	"math"
	"net/http"
	"sync"
	"time"
)

// limiter admits so many requests to a host at once as the host takes. Whoever waits is served in order.
type limiter struct {
	mu       sync.Mutex
	inFlight int
	waiting  []*waiter
	free     []*waiter // no more than ever waited at once
	aimd     aimd
}

// waiter is a request that waits for admission under the limits of its client.
type waiter struct {
	ready   chan struct{}
	ceiling int
	fixed   bool
}

// ticket is one admitted request.
type ticket struct {
	started time.Time
	busy    bool // the limit was reached when it was admitted
	epoch   int  // how often the limit had been lowered by then
}

// verdict is what an answer says of the host's load.
type verdict int

const (
	unused  verdict = iota // nothing was sent
	fine                   // answered
	refused                // 429 or 503
	neutral                // failed for reasons that may have nothing to do with load
)

func verdictOf(a *answer) verdict {
	switch {
	case a.status == http.StatusTooManyRequests || a.status == http.StatusServiceUnavailable:
		return refused
	case a.err != nil || a.status >= 500:
		return neutral
	}
	return fine
}

func newLimiter() *limiter { return &limiter{aimd: newAIMD()} }

// acquire waits until fewer than ceiling requests are under way and, unless fixed, fewer than the host was found to take.
func (l *limiter) acquire(ctx context.Context, ceiling int, fixed bool) (ticket, error) {
	l.mu.Lock()
	if len(l.waiting) == 0 && l.inFlight < l.limitFor(ceiling, fixed) {
		t := l.admit(ceiling, fixed)
		l.mu.Unlock()
		return t, nil
	}
	w := l.waiter(ceiling, fixed)
	l.waiting = append(l.waiting, w)
	l.mu.Unlock()
	select {
	case <-w.ready:
	case <-ctx.Done():
		if l.leave(w) {
			return ticket{}, ctx.Err()
		}
		<-w.ready // admitted at the same moment
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.free = append(l.free, w)
	return l.ticket(ceiling, fixed), nil
}

func (l *limiter) waiter(ceiling int, fixed bool) *waiter {
	if n := len(l.free); n > 0 {
		w := l.free[n-1]
		l.free = l.free[:n-1]
		w.ceiling, w.fixed = ceiling, fixed
		return w
	}
	return &waiter{ready: make(chan struct{}, 1), ceiling: ceiling, fixed: fixed}
}

func (l *limiter) admit(ceiling int, fixed bool) ticket {
	l.inFlight++
	return l.ticket(ceiling, fixed)
}

func (l *limiter) ticket(ceiling int, fixed bool) ticket {
	return ticket{epoch: l.aimd.epoch, busy: l.inFlight >= l.limitFor(ceiling, fixed) || len(l.waiting) > 0}
}

func (l *limiter) limitFor(ceiling int, fixed bool) int {
	if fixed {
		return ceiling
	}
	return min(ceiling, int(math.Max(l.aimd.limit, 1)))
}

// leave takes a waiter out of the queue; false where it has been admitted meanwhile.
func (l *limiter) leave(w *waiter) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, other := range l.waiting {
		if other == w {
			l.waiting = append(l.waiting[:i], l.waiting[i+1:]...)
			l.serve() // the next may have lower demands
			return true
		}
	}
	return false
}

// release ends an admitted request and admits the next.
func (l *limiter) release(t ticket, v verdict, op string, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.inFlight--
	l.aimd.learn(observation{
		verdict: v, op: op, took: now.Sub(t.started), busy: t.busy, epoch: t.epoch, left: l.inFlight, ceiling: maxInFlight, now: now,
	})
	l.serve()
}

func (l *limiter) serve() {
	n := 0
	for ; n < len(l.waiting); n++ {
		w := l.waiting[n]
		if l.inFlight >= l.limitFor(w.ceiling, w.fixed) {
			break
		}
		l.inFlight++
		w.ready <- struct{}{}
	}
	if n > 0 {
		rest := copy(l.waiting, l.waiting[n:])
		clear(l.waiting[rest:])
		l.waiting = l.waiting[:rest]
	}
}

// underWay is how many requests are.
func (l *limiter) underWay() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.inFlight
}
