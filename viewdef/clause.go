package viewdef

import (
	"strings"

	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr"
)

// clause is a part of a select: it fills its columns of the frame, once for each of its rows.
type clause interface {
	// join adds the clause's expressions to a branch of a tree: that of the clause's focus.
	join(t *expr.Tree, branch int)
	// rows fills the frame for each row that the clause has for the focus, and calls next each time.
	rows(e *evaluator, f focus, next receiver) error
	// null fills the clause's columns for the row of a forEachOrNull without elements.
	null(e *evaluator)
	// keep says what else has to be there as nodes for the clause, when it has joined its tree and the tree is walked while
	// a resource is decoded.
	keep(k *keeper, on keptFocus)
	// single is true where there is always exactly one row.
	single() bool
	// columns are the clause's columns: the half-open range of their places in the frame.
	columns() (from, to int)
	explain(b *strings.Builder, depth int)
}

// focus is what a clause is evaluated on. It is small, because it is handed from clause to clause.
type focus struct {
	// found is what has been found on the focus when its tree was walked, or 0.
	found expr.Frame
	place int // where found is 0, the place of its value in the evaluator's foci
}

// item returns the focus as a value.
func (f focus) item(e *evaluator) value.Value {
	if f.found != 0 {
		return e.env.Element(f.found)
	}
	return e.foci[f.place]
}

// walk returns a value as the focus of clauses that have joined a tree, which may be nil.
func (e *evaluator) walk(t *expr.Tree, v value.Value) focus {
	if t != nil && !e.noTrees {
		if found, ok := e.env.WalkTree(t, v); ok {
			return focus{found: found}
		}
	}
	e.foci = append(e.foci, v)
	return focus{place: len(e.foci) - 1}
}

// walks is the state of the walks of an evaluator, to come back to with end.
type walks struct {
	trees expr.Walks
	foci  int
}

func (e *evaluator) walks() walks { return walks{e.env.Walks(), len(e.foci)} }

// end gives up what was walked since.
func (w walks) end(e *evaluator) {
	e.env.EndWalks(w.trees)
	e.foci = e.foci[:w.foci]
}

// receiver takes a row that stands in the frame.
type receiver interface {
	row(e *evaluator) error
}

// ignore is the receiver of the only row of a clause, which stands in the frame when the clause is done.
type ignore struct{}

func (ignore) row(*evaluator) error { return nil }
