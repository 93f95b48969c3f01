package expr

import (
	"context"
	"errors"
	"time"

	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/plan"
	"github.com/fhirview/fhirview/internal/nodes"
)

// Env is the memory to evaluate expressions with, and what they are evaluated in. One goroutine uses it; it serves any
// number of resources one after the other, and the expressions of any scope.
type Env struct {
	// RowIndex is the value of %rowIndex.
	RowIndex int
	// Now is the time that now(), today() and timeOfDay() tell. Zero has the scope's clock asked anew after each Reset.
	Now time.Time
	// Context is what services are called with: resolvers, profiles, terminology services. Nil is context.Background().
	Context context.Context //nolint:containedctx // It is the context of evaluations, of which there are many with one Env.

	c    plan.Context
	root [1]value.Value
}

// NewEnv returns an environment for expressions of a scope. Text that is made while expressions are evaluated comes
// from the arena and is valid until the caller resets it; nil is an arena that is never reset.
func (s *Scope) NewEnv(arena *nodes.Arena) *Env {
	if arena == nil {
		arena = new(nodes.Arena)
	}
	return &Env{c: plan.Context{Model: s.env.Model, Arena: arena, Clock: s.opts.Now, Trace: s.opts.Trace}}
}

// Reset sets the resource that expressions are evaluated on, and starts a new evaluation: the time is asked again.
func (e *Env) Reset(r *resource.Resource) {
	e.clear()
	e.start(r)
}

// clear gives up everything.
func (e *Env) clear() {
	e.c.Forget()
	e.RowIndex = 0
	e.c.Release(0)
	e.c.Unwalk(0)
	e.c.Walker.Return(Walks{})
}

// start sets the resource and the time.
func (e *Env) start(r *resource.Resource) {
	e.root[0] = value.Elem(r, r.Root())
	e.c.Resource, e.c.RootResource = e.root[:], e.root[:]
	e.c.Now = e.Now
}

// SetEntry says that the next resources are entries of a Bundle, in which getReferenceKey() and resolve() find the others,
// and what the fullUrl of the entry is. Both nil, as they are at first, is for resources that are not. See [BundleUse].
func (e *Env) SetEntry(b Bundle, fullURL []byte) { e.c.Around.Set(b, fullURL) }

// Root returns the resource as a value.
func (e *Env) Root() value.Value { return e.root[0] }

// Mark returns a mark for Release.
func (e *Env) Mark() int { return e.c.Mark() }

// Release gives up the results of every evaluation since the mark.
func (e *Env) Release(mark int) { e.c.Release(mark) }

// Eval evaluates an expression on a focus, which is the resource of the last Reset or an element of it. The result is
// valid until the environment is released to a mark from before, and shares memory with the resource and the arena.
//
// An error is an [*EvalError].
func (e *Env) Eval(x *Expr, focus value.Value) (value.Collection, error) {
	e.begin(x, focus)
	vs, err := x.node.Eval(&e.c)
	if err == nil {
		err = e.c.Err()
	}
	if err != nil {
		return nil, x.evalError(err)
	}
	return vs, nil
}

// isPipeline is true for paths of element names, ofType(), first() and filters by text.
func (x *Expr) isPipeline() bool {
	_, ok := x.node.(*plan.Pipeline)
	return ok
}

// begin begins an evaluation of an expression on a focus.
func (e *Env) begin(x *Expr, focus value.Value) {
	mark := e.c.Mark()
	e.c.Push(focus)
	e.c.Root = e.c.Since(mark)
	e.c.This, e.c.Index, e.c.Total, e.c.RowIndex = e.c.Root, 0, nil, e.RowIndex
	e.c.Steps = plan.MaxSteps
	e.c.Outside.Services = &x.scope.opts.Services
	e.c.Outside.Ctx = e.Context //nolint:fatcontext // It is the caller's, not one that grows with every evaluation.
}

// True evaluates an expression that has to yield a Boolean, or nothing, and is true where it yields true.
func (e *Env) True(x *Expr, focus value.Value) (bool, error) {
	mark := e.c.Mark()
	e.begin(x, focus)
	t, err := plan.BooleanOf(&e.c, x.node)
	e.c.Release(mark)
	if err == nil {
		err = e.c.Err()
	}
	if err != nil {
		return false, x.evalError(err)
	}
	return t == plan.True, nil
}

func (x *Expr) evalError(err error) error {
	e := &EvalError{Source: x.source, End: len(x.source), Err: err}
	var at *plan.Error
	if errors.As(err, &at) && at.At.End > at.At.Start {
		e.Start, e.End = at.At.Start, at.At.End
	}
	return e
}
