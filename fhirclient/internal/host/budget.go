package host

import (
	"context"
	"sync"
)

const (
	budgetShare   = 0.1 // of requests may be repeats
	budgetAtOnce  = 3   // repeats are allowed at once in any case
	budgetSavings = 10  // repeats at most that earlier requests have saved up

	budgetServed   = 2  // refused requests that come back for one that was answered well
	budgetPatience = 16 // refusals in a row that say that the host answers nobody
)

// Budget keeps repeats from multiplying the load of a host that fails: one in ten requests may be a repeat, but three at
// once are always allowed. What the host refused comes back, besides, as fast as it answers others: it said that it did not
// work on that, and the limiter has its own answer to refusals.
type Budget struct {
	mu      sync.Mutex
	saved   float64
	served  int // refused requests that may come back
	refused int // requests since the host answered one well
	active  int
	changed chan struct{} // closed when a waiting repeat may look again; nil while none waits
}

func newBudget() *Budget { return &Budget{refused: budgetPatience} }

// Earn is called for every request that is no repeat.
func (b *Budget) Earn() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.saved = min(b.saved+budgetShare, budgetSavings)
	if b.saved >= 1 {
		b.wake()
	}
}

// Serve is called for every request that the host answered well.
func (b *Budget) Serve() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.served, b.refused = min(b.served+budgetServed, MaxInFlight), 0
	b.wake()
}

// Serving is true where the host answers others while it refuses some.
func (b *Budget) Serving() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.refused < budgetPatience
}

// Refuse is called for every request that the host refused.
func (b *Budget) Refuse() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.refused++
}

// Take starts a repeat, unless the budget is spent. done ends it.
func (b *Budget) Take() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.takeLocked(false)
}

func (b *Budget) takeLocked(refused bool) bool {
	switch {
	case refused && b.served > 0:
		b.served--
	case b.saved >= 1:
		b.saved--
	case b.active >= budgetAtOnce:
		return false
	}
	b.active++
	return true
}

// Wait starts a repeat of a refused request as soon as the budget allows.
func (b *Budget) Wait(ctx context.Context) error {
	for {
		b.mu.Lock()
		if b.takeLocked(true) {
			b.mu.Unlock()
			return nil
		}
		if b.changed == nil {
			b.changed = make(chan struct{})
		}
		changed := b.changed
		b.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Done ends a repeat.
func (b *Budget) Done() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.active--
	b.wake()
}

func (b *Budget) wake() {
	if b.changed != nil {
		close(b.changed)
		b.changed = nil
	}
}
