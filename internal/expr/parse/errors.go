package parse

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/fhirview/fhirview/internal/expr/ast"
)

type errorList struct{ errors []Error }

func (l *errorList) addf(span ast.Span, format string, args ...any) {
	l.errors = append(l.errors, Error{Span: span, Msg: fmt.Sprintf(format, args...)})
}

func (l *errorList) failed() bool { return len(l.errors) > 0 }

// sorted returns the errors in the order of the source. Of several at one place the first that was found stays: the
// steps run from the causes to what follows from them.
func (l *errorList) sorted() []Error {
	byPlace := func(a, b Error) int { return cmp.Compare(a.Span.Start, b.Span.Start) }
	slices.SortStableFunc(l.errors, byPlace)
	errors := slices.CompactFunc(l.errors, func(a, b Error) bool { return byPlace(a, b) == 0 })
	return errors[:min(len(errors), maxErrors)]
}
