package fhirclient

import (
	"context"
	"sync"
)

const (
	budgetShare   = 0.1 // of requests may be repeats
	budgetAtOnce  = 3   // repeats are allowed at once in any case
	budgetSavings = 10  // repeats at most that earlier requests have saved up
)

// budget keeps repeats from multiplying the load of a host that fails: one in ten requests may be a repeat, but three at
// once are always allowed.
type budget struct {
	mu      sync.Mutex
	saved   float64
	active  int
	changed chan struct{} // closed when a waiting repeat may look again; nil while none waits
}

func newBudget() *budget { return &budget{} }

// earn is called for every request that is no repeat.
func (b *budget) earn() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.saved = min(b.saved+budgetShare, budgetSavings)
	if b.saved >= 1 {
		b.wake()
	}
}

// take starts a repeat, unless the budget is spent. done ends it.
func (b *budget) take() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.takeLocked()
}

func (b *budget) takeLocked() bool {
	switch {
	case b.saved >= 1:
		b.saved--
	case b.active >= budgetAtOnce:
		return false
	}
	b.active++
	return true
}

// wait starts a repeat as soon as the budget allows.
func (b *budget) wait(ctx context.Context) error {
	for {
		b.mu.Lock()
		if b.takeLocked() {
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

func (b *budget) done() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.active--
	b.wake()
}

func (b *budget) wake() {
	if b.changed != nil {
		close(b.changed)
		b.changed = nil
	}
}
