package viewdef

import (
	"strings"

	"github.com/fhirview/fhirview/internal/expr"
)

// forEach has the rows of its body for each element of a path; orNull has a row of nulls where there is none.
//
// Specification: SQL on FHIR, "Unnesting Semantics".
type forEach struct {
	expr   *expr.Expr
	orNull bool
	body   clause
	path   string

	// branch is the path's branch of the tree that the clause has joined, which takes no other expressions than paths.
	branch expr.Branch
	joined bool
	tree   *expr.Tree // the body's own where joined is false
}

func (f *forEach) columns() (from, to int) { return f.body.columns() }

func (f *forEach) single() bool { return false }

func (f *forEach) join(t *expr.Tree, branch int) {
	if f.branch, f.joined = t.Each(branch, f.expr); f.joined {
		f.body.join(t, f.branch.Index)
		return
	}
	f.tree = expr.NewTree(t.Model())
	f.body.join(f.tree, 0)
	f.tree.Close()
}

func (f *forEach) keep(k *keeper, on keptFocus) {
	if f.joined && !on.nodes {
		f.body.keep(k, k.branch(f.branch.Index, f.expr.Focus()))
		return
	}
	f.body.keep(k, k.expr(f.path, f.expr, on))
}

func (f *forEach) rows(e *evaluator, on focus, next receiver) error {
	outer := e.env.RowIndex
	count, err := f.each(e, on, next)
	e.env.RowIndex = outer
	if err == nil && count == 0 && f.orNull {
		f.body.null(e)
		err = next.row(e)
	}
	return err
}

// each has the rows for the elements, and returns how many elements there are.
func (f *forEach) each(e *evaluator, on focus, next receiver) (count int, err error) {
	if on.found == 0 || !f.joined {
		return f.evaluate(e, on, next)
	}
	for found := e.env.First(on.found, f.branch); found != 0; found = e.env.Next(found) {
		e.env.RowIndex = count
		if err := f.body.rows(e, focus{found: found}, next); err != nil {
			return count, err
		}
		count++
	}
	return count, nil
}

// evaluate is each where the elements have not been found already.
func (f *forEach) evaluate(e *evaluator, on focus, next receiver) (count int, err error) {
	mark := e.env.Mark()
	elements, err := e.env.Eval(f.expr, on.item(e))
	if err != nil {
		return 0, e.fail(f.path, "", err)
	}
	for i, element := range elements {
		e.env.RowIndex = i
		walks := e.walks()
		if err := f.body.rows(e, e.walk(f.tree, element), next); err != nil {
			return 0, err
		}
		walks.end(e)
	}
	e.env.Release(mark)
	return len(elements), nil
}

func (f *forEach) null(e *evaluator) { f.body.null(e) }

func (f *forEach) explain(b *strings.Builder, depth int) {
	directive := ForEach
	if f.orNull {
		directive = ForEachOrNull
	}
	line(b, depth, string(directive), oneLine(f.expr))
	f.body.explain(b, depth+1)
}
