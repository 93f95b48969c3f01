package check

import (
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/plan"
	"github.com/fhirview/fhirview/internal/values"
)

// userCall compiles a call of a function of the user's, which can look at everything that it is given.
func (k *checker) userCall(n *ast.Call, own Function) (plan.Node, Static) {
	if have := len(n.Args); have < own.MinArgs || have > own.MaxArgs {
		k.parts(n)
		return k.fail(n.Span, "%s() takes %s, not %d", n.Name, arity(own.MinArgs, own.MaxArgs), have)
	}
	x, in := k.input(n)
	k.readAll(in)
	args := make([]plan.Node, len(n.Args))
	for i, arg := range n.Args {
		var s Static
		args[i], s = k.expr(arg)
		k.readAll(s)
	}
	fn := func(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
		values := make([]value.Collection, len(args))
		for i, arg := range args {
			vs, err := arg.Eval(c)
			if err != nil {
				return nil, err
			}
			values[i] = vs
		}
		return own.call(n.Name, in, values)
	}
	return &plan.Call{X: x, Fn: fn, Args: args, At: n.Span}, Static{System: own.Type}
}

// call calls the function. A panic of it is an error, and so is a value that it returned that is none: what is done with
// values relies on that their texts are what their kinds say. Neither error repeats data, which the value of a panic may hold.
func (f *Function) call(name string, in value.Collection, args []value.Collection) (out value.Collection, err error) {
	defer func() {
		if p := recover(); p != nil {
			out, err = nil, plan.Failf("%s() panicked with a %T", name, p)
		}
	}()
	if out, err = f.Eval(in, args); err != nil {
		return nil, err
	}
	for _, v := range out {
		switch {
		case v.Kind() == value.Nothing:
			return nil, plan.Failf("%s() returned no value: one of its items is the zero Value", name)
		case !values.Valid(v):
			return nil, plan.Failf("%s() returned a %s whose text is none", name, v.Kind())
		}
	}
	return out, nil
}
