package viewdef

import "testing"

// TestBackoff tells attempts that fail from time to time from those that mostly do: only these are given up for a while.
func TestBackoff(t *testing.T) {
	for _, test := range []struct {
		name   string
		every  int // one attempt in so many fails
		paused bool
	}{
		{"none", 1 << 20, false},
		{"one in eight", 8, false},
		{"one in two", 2, true},
		{"all", 1, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := new(backoff)
			tried := 0
			const resources = 4096
			for i := range resources {
				if b.tries() {
					tried++
					b.note(i%test.every != 0 || i == 0)
				}
			}
			if paused := tried < resources; paused != test.paused {
				t.Errorf("%d of %d resources were tried; want it given up for a while: %t", tried, resources, test.paused)
			}
			if tried < resources/backoffPause*backoffWindow/4 {
				t.Errorf("only %d of %d resources were tried: what comes later may be usual", tried, resources)
			}
		})
	}
}
