package main

import (
	"errors"
	"slices"
	"testing"
	"time"
)

func times(cpu ...time.Duration) []usage {
	runs := make([]usage, len(cpu))
	for i, c := range cpu {
		runs[i] = usage{cpu: c, clock: 2 * c}
	}
	return runs
}

func TestNet(t *testing.T) {
	tests := []struct {
		name         string
		whole, start []usage
		want         usage
		err          error
	}{
		{name: "one round", whole: times(5), start: times(2), want: usage{cpu: 3, clock: 6}},
		{name: "medians, not means", whole: times(90, 7, 8), start: times(1, 50, 2), want: usage{cpu: 6, clock: 12}},
		{name: "two in the middle", whole: times(8, 2, 6, 4), start: times(1, 1), want: usage{cpu: 4, clock: 8}},
		{name: "too short", whole: times(2), start: times(2), err: errTooShort},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := samples{whole: test.whole, start: test.start}.net()
			if got != test.want || !errors.Is(err, test.err) {
				t.Errorf("got %v, %v, want %v, %v", got, err, test.want, test.err)
			}
		})
	}
}

func TestRatios(t *testing.T) {
	one := samples{whole: times(3, 5), start: times(1, 1, 9)}
	other := samples{whole: times(12, 10), start: times(2)}
	if got, want := ratios(one, other), []float64{5, 2}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestMedianLeavesItsInput(t *testing.T) {
	runs := times(3, 1, 2)
	if got := median(runs, func(u usage) time.Duration { return u.cpu }); got != 2 {
		t.Errorf("median = %d, want 2", got)
	}
	if runs[0].cpu != 3 {
		t.Error("the runs were sorted in place")
	}
}
