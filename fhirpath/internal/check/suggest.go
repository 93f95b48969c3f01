package check

import (
	"iter"
	"maps"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/internal/funcs"
	"github.com/fhirview/fhirview/fhirpath/model"
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
		for t := model.SystemAny; t < model.FirstFHIR; t++ {
			if n := k.Model.TypeName(t); n != "" && !yield(n) {
				return
			}
		}
	}))
}

func (k *checker) suggestVariable(name string) string {
	if found := Suggest(name, maps.Keys(k.Variables)); found != "" {
		return didYouMean("%" + found)
	}
	return ""
}

func (k *checker) suggestFunction(name string) string {
	found := Suggest(name, func(yield func(string) bool) {
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
	})
	if found != "" {
		return didYouMean(found + "()")
	}
	return ""
}
