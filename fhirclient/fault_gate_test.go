package fhirclient_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"
)

// gate is a clock that stands still: who sleeps does so until the gate opens, which moves time on by a day.
type gate struct {
	mu       sync.Mutex
	now      time.Time
	sleepers []time.Duration
	opened   chan struct{}
}

func newGate() *gate { return &gate{now: time.Now(), opened: make(chan struct{})} }

func (g *gate) Now() time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.now
}

func (g *gate) Sleep(ctx context.Context, d time.Duration) error {
	g.mu.Lock()
	g.sleepers = append(g.sleepers, d)
	g.mu.Unlock()
	select {
	case <-g.opened:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// open lets everybody go on, now and later.
func (g *gate) open() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.now = g.now.Add(24 * time.Hour)
	close(g.opened)
}

func (g *gate) awaitSleepers(tb testing.TB, n int) {
	tb.Helper()
	eventually(tb, "that many sleepers", func() bool {
		g.mu.Lock()
		defer g.mu.Unlock()
		return len(g.sleepers) >= n
	})
}

// shortest is the least that anybody slept.
func (g *gate) shortest() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Min(g.sleepers)
}
