package source

import (
	"fmt"
	"iter"
	"sync/atomic"
)

// fetched is a page, or why there is none.
type fetched struct {
	resources [][]byte
	err       error
}

// pagesAhead takes pages in a goroutine: one waits to be worked on while the next is fetched.
type pagesAhead struct {
	ready chan fetched
	quit  chan struct{}
	over  atomic.Bool // the sequence has ended
}

// fetching is true where the next page has not come yet.
func (a *pagesAhead) fetching() bool { return len(a.ready) == 0 && !a.over.Load() }

// all yields the pages of a sequence. The goroutine has ended when it has.
func (a *pagesAhead) all(pages iter.Seq2[[][]byte, error], interrupt func()) iter.Seq2[[][]byte, error] {
	return func(yield func([][]byte, error) bool) {
		a.ready, a.quit = make(chan fetched, 1), make(chan struct{})
		a.over.Store(false)
		go func() {
			defer close(a.ready)
			defer a.over.Store(true)
			a.fetch(pages)
		}()
		defer func() {
			close(a.quit)
			interrupt()
			for range a.ready { // waits for the goroutine
			}
		}()
		for f := range a.ready {
			if !yield(f.resources, f.err) {
				return
			}
		}
	}
}

// fetch offers the pages until they end or nobody wants them. A panic of the sequence is its error: in a goroutine of ours
// the caller could not recover from it. The panic's value may hold data.
func (a *pagesAhead) fetch(pages iter.Seq2[[][]byte, error]) {
	defer func() {
		if p := recover(); p != nil {
			a.offer(fetched{err: fmt.Errorf("internal error: fetching pages panics with a %T", p)})
		}
	}()
	for resources, err := range pages {
		if !a.offer(fetched{resources, err}) || err != nil {
			return
		}
	}
}

// offer is false where nobody wants the page any more.
func (a *pagesAhead) offer(f fetched) bool {
	select {
	case a.ready <- f:
		return true
	case <-a.quit:
		return false
	}
}
