package prefetch_test

import (
	"errors"
	"testing"
	"testing/synctest"

	"github.com/fhirview/fhirview/internal/prefetch"
)

// TestPages takes pages in their order, two ahead at most, and says while one is worked on whether the next has come.
func TestPages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fetched, interrupted, blocked := 0, 0, make(chan struct{})
		numbers := func(yield func(int, error) bool) {
			for fetched = 1; fetched < 5; fetched++ {
				if !yield(fetched, nil) {
					return
				}
			}
			<-blocked
			yield(0, errors.New("interrupted"))
		}
		var ahead prefetch.Pages[int]
		want := 1
		for n, err := range ahead.All(numbers, func() { interrupted++; close(blocked) }) {
			synctest.Wait()
			if err != nil || n != want || fetched != min(n+2, 5) || ahead.Fetching() != (n == 4) {
				t.Errorf("page %d, %v, want %d; %d are fetched, the next is coming %v", n, err, want, fetched, ahead.Fetching())
			}
			if want++; n == 4 {
				break
			}
		}
		if interrupted != 1 {
			t.Errorf("interrupted %d times", interrupted)
		}
	})
}

// TestPagesEnd ends with the first error, of which a panic is one.
func TestPagesEnd(t *testing.T) {
	for want, pages := range map[string]func(func(int, error) bool){
		"no more": func(yield func(int, error) bool) {
			if yield(1, nil) && yield(0, errors.New("no more")) {
				t.Error("there is something after an error")
			}
		},
		"internal error: fetching pages panics with a string": func(yield func(int, error) bool) {
			yield(1, nil)
			panic("Jane Doe")
		},
	} {
		var ahead prefetch.Pages[int]
		n, last := 0, error(nil)
		for _, err := range ahead.All(pages, func() {}) {
			n, last = n+1, err
		}
		if n != 2 || last == nil || last.Error() != want || ahead.Fetching() {
			t.Errorf("%d steps, the last with %v, want %s", n, last, want)
		}
	}
}
