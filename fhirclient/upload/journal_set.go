package upload

import (
	"slices"
	"sort"
)

// span is the numbers from lo up to, but not with, hi.
type span struct{ lo, hi uint64 }

// numbers is a set of record numbers. An upload is done with almost all records below some number and few above it, so
// the set is a handful of spans, however many numbers it holds.
type numbers struct {
	spans []span // sorted, with gaps between them
}

// find returns the first span that ends at a number or beyond.
func (n *numbers) find(x uint64) int {
	return sort.Search(len(n.spans), func(i int) bool { return n.spans[i].hi >= x })
}

func (n *numbers) has(x uint64) bool {
	i := n.find(x + 1)
	return i < len(n.spans) && n.spans[i].lo <= x
}

func (n *numbers) empty() bool { return len(n.spans) == 0 }

// add joins a span with those that it touches.
func (n *numbers) add(s span) {
	if s.lo >= s.hi {
		return
	}
	from := n.find(s.lo)
	to := from
	for to < len(n.spans) && n.spans[to].lo <= s.hi {
		s.lo, s.hi = min(s.lo, n.spans[to].lo), max(s.hi, n.spans[to].hi)
		to++
	}
	n.spans = slices.Replace(n.spans, from, to, s)
}

// remove takes the numbers of a span out.
func (n *numbers) remove(s span) {
	if s.lo >= s.hi {
		return
	}
	from := n.find(s.lo + 1)
	to := from
	var rest []span
	for to < len(n.spans) && n.spans[to].lo < s.hi {
		if n.spans[to].lo < s.lo {
			rest = append(rest, span{n.spans[to].lo, s.lo})
		}
		if s.hi < n.spans[to].hi {
			rest = append(rest, span{s.hi, n.spans[to].hi})
		}
		to++
	}
	n.spans = slices.Replace(n.spans, from, to, rest...)
}
