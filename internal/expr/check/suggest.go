package check

import (
	"maps"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/expr/funcs"
	"github.com/fhirview/fhirview/internal/spelling"
	"github.com/fhirview/fhirview/internal/tables"
)

func didYouMean(suggestion string) string {
	if suggestion == "" {
		return ""
	}
	return "; did you mean " + suggestion + "?"
}

func (k *checker) suggestType(name string) string {
	return didYouMean(spelling.Closest(name, func(yield func(string) bool) {
		for t := range k.Model.Types() {
			if n := k.Model.TypeName(t); !strings.Contains(n, ".") && !yield(n) {
				return
			}
		}
		for t := model.SystemAny; t < tables.FirstFHIR; t++ {
			if n := k.Model.TypeName(t); n != "" && !yield(n) {
				return
			}
		}
	}))
}

func (k *checker) suggestVariable(name string) string {
	if found := spelling.Closest(name, maps.Keys(k.Variables)); found != "" {
		return didYouMean("%" + found)
	}
	return ""
}

func (k *checker) suggestFunction(name string) string {
	found := spelling.Closest(name, func(yield func(string) bool) {
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
