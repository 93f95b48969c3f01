package viewdef

import (
	"strings"

	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr"
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
	exprs []*expr.Expr
	all   expr.Focus // what they come to
	body  clause
	path  string

	// branch is that of the tree that the clause has joined, which takes no other expressions than paths.
	branch expr.Repeat
	joined bool
	tree   *expr.Tree // the body's own where joined is false
}

func (r *repeat) columns() (from, to int) { return r.body.columns() }

func (r *repeat) single() bool { return false }

func (r *repeat) join(t *expr.Tree, branch int) {
	if r.branch, r.joined = t.Repeat(branch, r.exprs); r.joined {
		r.body.join(t, r.branch.Index)
		return
	}
	r.tree = expr.NewTree(t.Model())
	r.body.join(r.tree, 0)
	r.tree.Close()
}

func (r *repeat) keep(k *keeper, on keptFocus) {
	if r.joined && !on.nodes {
		r.body.keep(k, k.branch(r.branch.Index, r.all))
		return
	}
	r.body.keep(k, k.repeat(r.path, r.exprs, on))
}

func (r *repeat) rows(e *evaluator, f focus, next receiver) error {
	outer := e.env.RowIndex
	w := repeatWalk{repeat: r, e: e, next: next}
	var err error
	if r.joined && f.found != 0 {
		err = w.found(f.found, r.branch.Starts, 1)
	} else {
		err = w.evaluate(f.item(e), 1)
	}
	e.env.RowIndex = outer
	return err
}

// repeatWalk is what a repeat does for one focus.
type repeatWalk struct {
	*repeat
	e     *evaluator
	next  receiver
	index int // of the next element
}

// found has the rows of the elements that have been found already, each before what is below it.
func (w *repeatWalk) found(f expr.Frame, branches []expr.Branch, depth int) error {
	env := w.e.env
	for _, b := range branches {
		for found := env.First(f, b); found != 0; found = env.Next(found) {
			if err := w.row(focus{found: found}, depth); err != nil {
				return err
			}
			if err := w.found(found, w.branch.Nexts, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// evaluate is found where nothing has been found yet.
func (w *repeatWalk) evaluate(v value.Value, depth int) error {
	for _, expr := range w.exprs {
		mark := w.e.env.Mark()
		elements, err := w.e.env.Eval(expr, v)
		if err != nil {
			return w.e.fail(w.path, "", err)
		}
		for _, element := range elements {
			walks := w.e.walks()
			if err := w.row(w.e.walk(w.tree, element), depth); err != nil {
				return err
			}
			walks.end(w.e)
			if err := w.evaluate(element, depth+1); err != nil {
				return err
			}
		}
		w.e.env.Release(mark)
	}
	return nil
}

// row has the rows of one element.
func (w *repeatWalk) row(f focus, depth int) error {
	switch {
	case depth > maxRepeatDepth:
		return w.e.fail(w.path, "", errRepeat)
	case w.index == maxRepeatElements:
		return w.e.fail(w.path, "", errRepeatMany)
	}
	w.e.env.RowIndex = w.index
	w.index++
	return w.body.rows(w.e, f, w.next)
}

func (r *repeat) null(e *evaluator) { r.body.null(e) }

func (r *repeat) explain(b *strings.Builder, depth int) {
	line(b, depth, string(Repeat), pathsOf(r.exprs))
	r.body.explain(b, depth+1)
}

// pathsOf returns the sources of expressions.
func pathsOf(exprs []*expr.Expr) string {
	paths := make([]string, len(exprs))
	for i, x := range exprs {
		paths[i] = oneLine(x)
	}
	return strings.Join(paths, ", ")
}
