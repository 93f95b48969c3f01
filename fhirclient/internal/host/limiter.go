package host

import (
	"context"
	"math"
	"sync"
	"time"
)

// Limiter admits so many requests to a host at once as the host takes. Whoever waits is served in order.
type Limiter struct {
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

// Ticket is one admitted request.
type Ticket struct {
	Started time.Time
	busy    bool // the limit was reached when it was admitted
	epoch   int  // how often the limit had been lowered by then
}

// MaxInFlight is how many requests to a host may be under way at most, whatever a client asks for.
const MaxInFlight = 100

// Verdict is what an answer says of the host's load.
type Verdict int

// What an answer can say of the load.
const (
	Unused  Verdict = iota // nothing was sent
	Fine                   // answered
	Refused                // 429 or 503
	Neutral                // failed for reasons that may have nothing to do with load
)

func newLimiter() *Limiter { return &Limiter{aimd: newAIMD()} }

// Acquire waits until fewer than ceiling requests are under way and, unless fixed, fewer than the host was found to take.
func (l *Limiter) Acquire(ctx context.Context, ceiling int, fixed bool) (Ticket, error) {
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
			return Ticket{}, ctx.Err()
		}
		<-w.ready // admitted at the same moment
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.free = append(l.free, w)
	return l.ticket(ceiling, fixed), nil
}

func (l *Limiter) waiter(ceiling int, fixed bool) *waiter {
	if n := len(l.free); n > 0 {
		w := l.free[n-1]
		l.free = l.free[:n-1]
		w.ceiling, w.fixed = ceiling, fixed
		return w
	}
	return &waiter{ready: make(chan struct{}, 1), ceiling: ceiling, fixed: fixed}
}

func (l *Limiter) admit(ceiling int, fixed bool) Ticket {
	l.inFlight++
	return l.ticket(ceiling, fixed)
}

func (l *Limiter) ticket(ceiling int, fixed bool) Ticket {
	return Ticket{epoch: l.aimd.epoch, busy: l.inFlight >= l.limitFor(ceiling, fixed) || len(l.waiting) > 0}
}

func (l *Limiter) limitFor(ceiling int, fixed bool) int {
	if fixed {
		return ceiling
	}
	return min(ceiling, int(math.Max(l.aimd.limit, 1)))
}

// leave takes a waiter out of the queue; false where it has been admitted meanwhile.
func (l *Limiter) leave(w *waiter) bool {
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

// Release ends an admitted request and admits the next.
func (l *Limiter) Release(t Ticket, v Verdict, op string, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.inFlight--
	l.aimd.learn(observation{
		verdict: v, op: op, took: now.Sub(t.Started), busy: t.busy, epoch: t.epoch, left: l.inFlight, ceiling: MaxInFlight, now: now,
	})
	l.serve()
}

func (l *Limiter) serve() {
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

// State is how many requests are under way, how many the host was found to take, and where it refused last; 0 before.
func (l *Limiter) State() (inFlight int, limit, ceiling float64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.inFlight, l.aimd.limit, l.aimd.ceiling
}
