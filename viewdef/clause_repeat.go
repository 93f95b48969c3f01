package viewdef

import (
	"strings"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/value"
)

const (
	// maxRepeatDepth is how deep repeat goes: paths such as $this would never end.
	maxRepeatDepth = 100
	// maxRepeatElements is how many elements a repeat has at most. Paths that overlap, such as descendants(), come to
	// every element over and over: twice as often with each level of the data.
	maxRepeatElements = 1 << 20
)

// repeat has the rows of its body for all that its paths come to when they are applied over and over: each element
// before what is below it.
//
// Specification: SQL on FHIR, "Recursive Traversal with Repeat".
type repeat struct {
	exprs []*fhirpath.Expr
	body  clause
	path  string
}

func (r *repeat) columns() (from, to int) { return r.body.columns() }

func (r *repeat) single() bool { return false }

func (r *repeat) rows(e *Evaluator, focus value.Value, next receiver) error {
	outer, index := e.env.RowIndex, 0
	err := r.below(e, focus, next, &index, 1)
	e.env.RowIndex = outer
	return err
}

func (r *repeat) below(e *Evaluator, focus value.Value, next receiver, index *int, depth int) error {
	if depth > maxRepeatDepth {
		return e.fail(r.path, "", errRepeat)
	}
	for _, expr := range r.exprs {
		mark := e.env.Mark()
		elements, err := e.env.Eval(expr, focus)
		if err != nil {
			return e.fail(r.path, "", err)
		}
		if *index+len(elements) > maxRepeatElements {
			return e.fail(r.path, "", errRepeatMany)
		}
		for _, element := range elements {
			e.env.RowIndex = *index
			*index++
			if err := r.body.rows(e, element, next); err != nil {
				return err
			}
			if err := r.below(e, element, next, index, depth+1); err != nil {
				return err
			}
		}
		e.env.Release(mark)
	}
	return nil
}

func (r *repeat) null(e *Evaluator) { r.body.null(e) }

func (r *repeat) explain(b *strings.Builder, depth int) {
	paths := make([]string, len(r.exprs))
	for i, x := range r.exprs {
		paths[i] = oneLine(x)
	}
	line(b, depth, string(Repeat), strings.Join(paths, ", "))
	r.body.explain(b, depth+1)
}
