package source

import (
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

// TestPagesAhead has the same blocks as without, and two pages fetched while the first is worked on.
func TestPagesAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var fetched atomic.Int32
		endless := func(yield func([][]byte, error) bool) {
			for fetched.Add(1); yield([][]byte{[]byte("{}")}, nil); fetched.Add(1) {
			}
		}
		interrupted := 0
		for b, err := range Pages("", endless, &PagesOptions{Interrupt: func() { interrupted++ }}) {
			synctest.Wait()
			if err != nil {
				t.Fatal(err)
			}
			if n := fetched.Load(); int64(n) != b.Page+2 {
				t.Errorf("%d pages were fetched at page %d", n, b.Page)
			}
			if b.Page == 3 {
				break
			}
		}
		if interrupted != 1 {
			t.Errorf("Interrupt was called %d times", interrupted)
		}
	})
	nothing := func() {}
	if diff := cmp.Diff(drain(Pages("s", twoPages, nil)), drain(Pages("s", twoPages, &PagesOptions{Interrupt: nothing}))); diff != "" {
		t.Errorf("fetching ahead changes what comes (-without +with):\n%s", diff)
	}
}

// TestPagesInterrupt has a fetch that only Interrupt ends.
func TestPagesInterrupt(*testing.T) {
	stop := make(chan struct{})
	hanging := func(yield func([][]byte, error) bool) {
		if yield([][]byte{[]byte("{}")}, nil) {
			<-stop
			yield(nil, errors.New("interrupted"))
		}
	}
	for range Pages("", hanging, &PagesOptions{Interrupt: func() { close(stop) }}) {
		break
	}
}

// TestPagesPanic has a sequence that panics with data.
func TestPagesPanic(t *testing.T) {
	panics := func(func([][]byte, error) bool) { panic("Jane Doe") }
	got := drain(Pages("s", panics, &PagesOptions{Interrupt: func() {}}))
	if want := "s: page 1: internal error: fetching pages panics with a string"; got.Err != want {
		t.Errorf("the error is %q, want %q", got.Err, want)
	}
}

// TestPagesFetching has pages that come one by one: a block knows whether the page after its own is there.
func TestPagesFetching(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		more := make(chan struct{}, 3)
		pages := func(yield func([][]byte, error) bool) {
			for range more {
				if !yield([][]byte{[]byte("{}"), []byte("{}")}, nil) {
					return
				}
			}
		}
		var got []bool
		more <- struct{}{}
		for b := range Pages("", pages, &PagesOptions{BatchSize: 1, Interrupt: func() {}}) {
			got = append(got, b.Fetching)
			switch len(got) {
			case 1, 2: // two pages come while the first is worked on
				more <- struct{}{}
			case 4:
				close(more)
			}
			synctest.Wait()
		}
		if want := []bool{true, false, false, false, false, false}; !slices.Equal(got, want) {
			t.Errorf("the blocks say %v, want %v", got, want)
		}
	})
}

func TestBatchSize(t *testing.T) {
	for _, c := range []struct {
		set, resources int
		want           []int
	}{
		{0, 25, []int{10, 10, 5}},
		{1, 2, []int{1, 1}},
		{-1, 49, []int{10, 10, 10, 10, 9}},
		{-1, 50, []int{20, 20, 10}},
		{-1, 500, slices.Repeat([]int{20}, 25)},
		{-1, 501, append(slices.Repeat([]int{50}, 10), 1)},
		{0, 0, nil},
	} {
		t.Run(fmt.Sprint(c.set, c.resources), func(t *testing.T) {
			page := slices.Repeat([][]byte{[]byte("{}")}, c.resources)
			one := func(yield func([][]byte, error) bool) { yield(page, nil) }
			var got []int
			for b := range Pages("", one, &PagesOptions{BatchSize: c.set}) {
				got = append(got, len(b.Records))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
