package check

import (
	"fmt"
	"slices"

	"github.com/fhirview/fhirview/internal/expr/ast"
)

// warnf notes what is doubtful about an expression: by the model's types it cannot mean what it says, and it can be
// evaluated all the same. Of several doubts about one place the first is told.
func (k *checker) warnf(at ast.Span, format string, args ...any) {
	if len(k.warnings) < maxErrors && !hasAt(k.warnings, at) {
		k.warnings = append(k.warnings, Error{At: at, Msg: fmt.Sprintf(format, args...)})
	}
}

func hasAt(es []Error, at ast.Span) bool {
	return slices.ContainsFunc(es, func(e Error) bool { return e.At == at })
}

// CommonWarnings returns the warnings that another compilation of the same expression has too, as they are there. An
// expression that is applied to its own results is compiled for each kind of them: what it says has to make sense for
// one. Where the focus of the other compilation is all that the model says does not exist, it says nothing.
func CommonWarnings(warnings, others []Error, focus Static) []Error {
	if focus.allDoubtful() {
		return warnings
	}
	return slices.DeleteFunc(slices.Clone(others), func(w Error) bool { return !hasAt(warnings, w.At) })
}

// rounds returns next, made to be called for each round of a closure, and a function to be called after the last one:
// it leaves the warnings that every round has. The first round is that of the arguments, which have been compiled.
func (k *checker) rounds(next func(Static) Static) (each func(Static) Static, done func()) {
	before := k.warnings
	var first, common []Error
	rounds := 0
	each = func(from Static) Static {
		k.warnings = nil
		out := next(from)
		if rounds == 0 {
			first, common = k.warnings, k.warnings
		} else {
			common = CommonWarnings(common, k.warnings, from)
		}
		rounds++
		return out
	}
	done = func() {
		k.warnings = slices.DeleteFunc(slices.Clone(before), func(w Error) bool { return hasAt(first, w.At) })
		k.warnings = append(k.warnings, common...)
	}
	return each, done
}
