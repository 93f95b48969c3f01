package source

import (
	"fmt"
	"iter"
)

// fetched is a page, or why there is none.
type fetched struct {
	resources [][]byte
	err       error
}

// fetchAhead takes the pages in a goroutine: one waits to be worked on while the next is fetched. The goroutine has ended
// when the sequence has.
func fetchAhead(pages iter.Seq2[[][]byte, error], interrupt func()) iter.Seq2[[][]byte, error] {
	return func(yield func([][]byte, error) bool) {
		ready, quit := make(chan fetched, 1), make(chan struct{})
		go func() {
			defer close(ready)
			fetchInto(ready, quit, pages)
		}()
		defer func() {
			close(quit)
			interrupt()
			for range ready { // waits for the goroutine
			}
		}()
		for f := range ready {
			if !yield(f.resources, f.err) {
				return
			}
		}
	}
}

// fetchInto offers the pages until they end or nobody wants them. A panic of the sequence is its error: in a goroutine of
// ours the caller could not recover from it. The panic's value may hold data.
func fetchInto(ready chan<- fetched, quit <-chan struct{}, pages iter.Seq2[[][]byte, error]) {
	defer func() {
		if p := recover(); p != nil {
			offer(ready, quit, fetched{err: fmt.Errorf("internal error: fetching pages panics with a %T", p)})
		}
	}()
	for resources, err := range pages {
		if !offer(ready, quit, fetched{resources, err}) || err != nil {
			return
		}
	}
}

// offer is false where nobody wants the page any more.
func offer(ready chan<- fetched, quit <-chan struct{}, f fetched) bool {
	select {
	case ready <- f:
		return true
	case <-quit:
		return false
	}
}
