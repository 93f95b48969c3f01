// Package prefetch takes pages of a search in a goroutine, so that the next are fetched while one is worked on.
package prefetch

import (
	"fmt"
	"iter"
	"sync/atomic"
)

// Pages takes pages ahead of who works on them: one waits while the next is fetched. It is for one loop at a time.
type Pages[T any] struct {
	ready chan fetched[T]
	quit  chan struct{}
	over  atomic.Bool // the sequence has ended
}

// fetched is a page, or why there is none.
type fetched[T any] struct {
	page T
	err  error
}

// Fetching is true where the next page has not come yet. It is to be asked within the loop.
func (p *Pages[T]) Fetching() bool { return len(p.ready) == 0 && !p.over.Load() }

// All yields the pages of a sequence, up to the first error. When the loop ends, interrupt is called, which has to end a fetch that
// is under way; the goroutine has ended when the loop has.
func (p *Pages[T]) All(pages iter.Seq2[T, error], interrupt func()) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		p.ready, p.quit = make(chan fetched[T], 1), make(chan struct{})
		p.over.Store(false)
		go func() {
			defer close(p.ready)
			defer p.over.Store(true)
			p.fetch(pages)
		}()
		defer func() {
			close(p.quit)
			interrupt()
			for range p.ready { // waits for the goroutine
			}
		}()
		for f := range p.ready {
			if !yield(f.page, f.err) {
				return
			}
		}
	}
}

// fetch offers the pages until they end or nobody wants them. A panic of the sequence is its error: in a goroutine of ours
// the caller could not recover from it. The panic's value may hold data.
func (p *Pages[T]) fetch(pages iter.Seq2[T, error]) {
	defer func() {
		if value := recover(); value != nil {
			p.offer(fetched[T]{err: fmt.Errorf("internal error: fetching pages panics with a %T", value)})
		}
	}()
	for page, err := range pages {
		if !p.offer(fetched[T]{page, err}) || err != nil {
			return
		}
	}
}

// offer is false where nobody wants the page any more.
func (p *Pages[T]) offer(f fetched[T]) bool {
	select {
	case p.ready <- f:
		return true
	case <-p.quit:
		return false
	}
}
