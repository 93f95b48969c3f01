package check

import (
	"iter"
	"maps"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/internal/funcs"
)

// Suggest returns the candidate that is closest to a misspelt name, or "" where none is close.
func Suggest(name string, candidates iter.Seq[string]) string {
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

// edits counts the insertions, deletions and replacements that make b of a.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

func didYouMean(suggestion string) string {
	if suggestion == "" {
		return ""
	}
	return "; did you mean " + suggestion + "?"
}

func (k *checker) suggestType(name string) string {
	return didYouMean(Suggest(name, func(yield func(string) bool) {
		for t := range k.Model.Types() {
			if n := k.Model.TypeName(t); !strings.Contains(n, ".") && !yield(n) {
				return
			}
		}
	}))
}

func (k *checker) suggestVariable(name string) string {
	return didYouMean(Suggest(name, maps.Keys(k.Variables)))
}

func (k *checker) suggestFunction(name string) string {
	return didYouMean(Suggest(name, func(yield func(string) bool) {
		for def := range funcs.All {
			if def.Eval != nil && !yield(def.Name) {
				return
			}
		}
		for own := range k.Functions {
			if !yield(own) {
				return
			}
		}
	}))
}
