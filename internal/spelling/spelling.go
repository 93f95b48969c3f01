// Package spelling finds out which name was meant where one is misspelt.
package spelling

import (
	"iter"
	"strings"
)

// Closest returns the candidate that is closest to a misspelt name, or "" where none is close.
func Closest(name string, candidates iter.Seq[string]) string {
	best, distance := "", 1+len(name)/3
	for c := range candidates {
		if strings.EqualFold(c, name) {
			return c
		}
		if d := edits(name, c); d < distance || d == distance && best != "" && c < best {
			best, distance = c, d
		}
	}
	return best
}

// edits counts the insertions, deletions and replacements that make b of a; two neighbours in each other's place count
// as one.
func edits(a, b string) int {
	before, above := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := range len(a) {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(above[j]+cost, above[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, above = above, row
	}
	return above[len(b)]
}
