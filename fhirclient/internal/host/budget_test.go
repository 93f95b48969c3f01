package host

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestBudget(t *testing.T) {
	b := newBudget()
	for i := range 3 {
		if !b.Take() {
			t.Fatalf("repeat %d is refused: three at once are always allowed", i+1)
		}
	}
	if b.Take() {
		t.Error("a fourth at once, with nothing saved")
	}
	for range 11 {
		b.Earn()
	}
	if !b.Take() {
		t.Error("eleven requests allow one repeat more")
	}
	if b.Take() {
		t.Error("but not two")
	}
	b.Done()
	b.Done()
	if !b.Take() {
		t.Error("two are under way, and the third is refused")
	}
}

func TestBudgetWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBudget()
		for range 3 {
			b.Take()
		}
		var passed atomic.Int64
		var wg sync.WaitGroup
		for range 5 {
			wg.Go(func() {
				if b.Wait(t.Context()) == nil {
					passed.Add(1)
				}
			})
		}
		for i := range 5 {
			synctest.Wait()
			if got := passed.Load(); got != int64(i) {
				t.Fatalf("%d passed after %d ended", got, i)
			}
			b.Done()
		}
		wg.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := b.Wait(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
	})
}
