package viewdef

import (
	"context"
	"errors"
	"time"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/viewdef/row"
)

var (
	errSeveral = errors.New("several values for a single-valued column; take one of them, use forEach, or set collection")
	errType    = errors.New("the value is not of the column's type")
	errComplex = errors.New("the value is a complex element; name an element of it, or declare the column's type")
	// errComplexType is errComplex where a type is declared.
	errComplexType = errors.New("the value is a complex element, which is not of the column's type; name an element of it")
	errRows        = errors.New("the resource gives more than two million cells; do selects join each with each that should not?")
	errRepeat      = errors.New("repeat goes more than 100 levels deep")
	// Among a million elements there are many twice: see maxRepeatElements.
	errRepeatMany = errors.New("repeat comes to more than a million elements; do its paths overlap?")
)

// EvalError says where in a view the evaluation of a resource failed. It contains nothing of the resource.
type EvalError struct {
	// View is the view's name, or "".
	View string
	// Path is the place in the view: select[0].column[2].
	Path string
	// Column is the name of the column, or "" where it is not one.
	Column string
	Err    error
}

func (e *EvalError) Error() string {
	if e.Column != "" {
		return e.Path + " (column " + e.Column + "): " + e.Err.Error()
	}
	return e.Path + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *EvalError) Unwrap() error { return e.Err }

// evaluator evaluates a plan on one resource after the other. One goroutine uses it at a time.
type evaluator struct {
	plan       *Plan
	env        *expr.Env
	arena      *nodes.Arena
	items      []row.Cell // room for the lists of collection columns
	frame      []row.Cell
	out        receiver      // that a finished row goes to
	typed      *typedRows    // nil where rows go to the batch as they are
	foci       []value.Value // a stack of the foci that are values
	collectors []*collector
	batch      *row.Batch
	cells      int  // how many more the resource may give
	noTrees    bool // for tests: every expression is evaluated by itself
	direct     bool // the resource came by the fast way: no more of it is there as nodes than is kept
}

// evaluator returns a new evaluator. Text that it makes comes from the arena, which is reset when no batch with cells from
// it is in use any more.
func (p *Plan) evaluator(arena *nodes.Arena, now time.Time) *evaluator {
	e := &evaluator{plan: p, env: p.scope.NewEnv(arena), arena: arena, frame: make([]row.Cell, p.width), out: appendRow{}}
	if p.typing != nil {
		e.typed = newTypedRows(p)
		e.out = e.typed
	}
	e.env.Now = now
	e.collectors = make([]*collector, p.joins)
	for i := range e.collectors {
		e.collectors[i] = &collector{}
	}
	return e
}

// setContext sets what ends the calls of a resolver or a terminology service. Default: they end by themselves.
func (e *evaluator) setContext(ctx context.Context) { e.env.Context = ctx }

// append adds the rows of a resource to a batch. matched is false where the resource is not one of the view's: of
// another type, or left out by where. The batch's cells refer to the resource's bytes and to the arena.
//
// After an error, which is an [*EvalError], the batch is as it was before.
//
// Specification: SQL on FHIR, "Process a Resource".
func (e *evaluator) append(batch *row.Batch, r *resource.Resource) (matched bool, err error) {
	if r.Type(r.Root()) != e.plan.resource {
		return false, nil
	}
	e.env.Reset(r)
	if ok, err := e.passes(); !ok || err != nil {
		return false, err
	}
	rows := batch.Rows()
	e.begin(batch)
	err = e.plan.root.rows(e, e.walk(e.plan.tree, e.env.Root()), e.out)
	e.batch = nil
	if err != nil {
		batch.Truncate(rows)
		return false, err
	}
	return true, nil
}

// appendRow adds the frame to the batch.
type appendRow struct{}

func (appendRow) row(e *evaluator) error {
	if err := e.spend(len(e.frame)); err != nil {
		return err
	}
	e.batch.Append(e.frame)
	return nil
}

// maxCells is how many cells one resource may give, or keep while rows are joined. Selects that are joined each with
// each multiply: a thousand bytes of input can mean more rows than there is memory for.
const maxCells = 2 << 20

// spend takes away from the cells that the resource may still give.
func (e *evaluator) spend(cells int) error {
	if e.cells -= 1 + cells; e.cells < 0 {
		return e.fail("select", "", errRows)
	}
	return nil
}

// list returns an empty list with room for n cells. Lists are cut from larger pieces, which live as long as one of them.
func (e *evaluator) list(n int) []row.Cell {
	if cap(e.items)-len(e.items) < n {
		e.items = make([]row.Cell, 0, max(n, 256))
	}
	from := len(e.items)
	e.items = e.items[:from+n]
	return e.items[from : from : from+n]
}

func (e *evaluator) fail(path, column string, err error) error {
	if e, ok := errors.AsType[*expr.EvalError](err); ok {
		err = (*fhirpath.EvalError)(e)
	}
	return &EvalError{View: e.plan.view.Name, Path: path, Column: column, Err: err}
}
