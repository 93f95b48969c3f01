package viewdef

import (
	"strings"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/value"
)

// forEach has the rows of its body for each element of a path; orNull has a row of nulls where there is none.
//
// Specification: SQL on FHIR, "Unnesting Semantics".
type forEach struct {
	expr   *fhirpath.Expr
	orNull bool
	body   clause
	path   string
}

func (f *forEach) columns() (from, to int) { return f.body.columns() }

func (f *forEach) single() bool { return false }

func (f *forEach) rows(e *Evaluator, focus value.Value, next receiver) error {
	mark, outer := e.env.Mark(), e.env.RowIndex
	foci, err := e.env.Eval(f.expr, focus)
	if err != nil {
		return e.fail(f.path, "", err)
	}
	for i, element := range foci {
		e.env.RowIndex = i
		if err := f.body.rows(e, element, next); err != nil {
			return err
		}
	}
	e.env.RowIndex = outer
	e.env.Release(mark)
	if len(foci) == 0 && f.orNull {
		f.body.null(e)
		return next.row(e)
	}
	return nil
}

func (f *forEach) null(e *Evaluator) { f.body.null(e) }

func (f *forEach) explain(b *strings.Builder, depth int) {
	directive := ForEach
	if f.orNull {
		directive = ForEachOrNull
	}
	line(b, depth, string(directive), oneLine(f.expr))
	f.body.explain(b, depth+1)
}
