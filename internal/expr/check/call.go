package check

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/funcs"
	"github.com/fhirview/fhirview/internal/expr/plan"
	"github.com/fhirview/fhirview/internal/projection"
)

// input compiles what a function is invoked on: $this at the start of an expression.
func (k *checker) input(n *ast.Call) (plan.Node, Static) {
	if n.X == nil {
		return plan.This, k.this
	}
	return k.steps(n.X)
}

func (k *checker) call(n *ast.Call) (plan.Node, Static) {
	if object, ok := k.object(n); ok {
		return k.method(n, object)
	}
	def, ok := funcs.Lookup(n.Name)
	if !ok {
		if own, ok := k.Functions[n.Name]; ok {
			return k.userCall(n, own)
		}
		k.parts(n)
		return k.fail(n.NameSpan, "unknown function %s()%s", n.Name, k.suggestFunction(n.Name))
	}
	special := k.special(n.Name)
	if def.Eval == nil && special == nil {
		k.parts(n)
		return k.unsupported(n.NameSpan, n.Name+"()")
	}
	if have := len(n.Args); have < def.Required() || have > def.Most() {
		k.parts(n)
		return k.fail(n.Span, "%s() takes %s, not %d", n.Name, arity(def.Required(), def.Most()), have)
	}
	if !k.served(n, def) {
		k.parts(n)
		return &plan.Constant{}, Static{}
	}
	if special != nil {
		return special(n)
	}
	x, in := k.input(n)
	k.read(def, in)
	k.Above = k.Above || def.Above
	if def.Result == funcs.Closure {
		if k.repeats == maxRepeats {
			return k.fail(n.NameSpan, "%s() is nested more than %d times", n.Name, maxRepeats)
		}
		k.repeats++
		defer func() { k.repeats-- }()
	}
	args, statics := k.arguments(n, def, in)
	k.checkCall(n, def, in, statics)
	k.checkPattern(n, args)
	node := &plan.Call{X: x, Name: n.Name, Fn: def.Eval, Args: args, At: n.Span, OfValues: k.isOfValues(def, in)}
	return node, settled(n, def, in, k.result(n, def, in, statics))
}

// maxRepeats is how deep repetitions can be nested in each other: what is inside of one is compiled several times.
const maxRepeats = 4

// parts finds the mistakes in the parts of a call that is a mistake itself.
func (k *checker) parts(n *ast.Call) {
	k.input(n)
	for _, arg := range n.Args {
		if key, ok := arg.(*ast.SortKey); ok {
			arg = key.X
		}
		k.with(Static{}, arg)
	}
}

// isOfValues is plan.Call.OfValues.
func (k *checker) isOfValues(def *funcs.Def, in Static) bool {
	switch {
	case def.Name == "count" || def.Name == "empty":
		return true
	case def.Reads != funcs.Values || def.Needs != 0 || def.Above:
		return false
	}
	return k.arePrimitives(in)
}

// read says what a function looks at in its input.
func (k *checker) read(def *funcs.Def, in Static) {
	switch def.Reads {
	case funcs.Values:
		k.readValues(in)
	case funcs.Everything:
		k.readAll(in)
	}
}

func (k *checker) arguments(n *ast.Call, def *funcs.Def, in Static) ([]plan.Node, []Static) {
	args := make([]plan.Node, len(n.Args))
	statics := make([]Static, len(n.Args))
	for i, arg := range n.Args {
		switch def.Params[i].Kind {
		case funcs.Criterion, funcs.Projection:
			args[i], statics[i] = k.with(in.Item(), arg)
		case funcs.Branch:
			args[i], statics[i] = k.with(in, arg)
		case funcs.Items:
			args[i], statics[i] = k.expr(arg)
			k.readAll(statics[i])
		default:
			args[i], statics[i] = k.expr(arg)
			k.readValues(statics[i])
		}
	}
	return args, statics
}

// result returns what a function yields.
func (k *checker) result(n *ast.Call, def *funcs.Def, in Static, args []Static) Static {
	switch def.Result {
	case funcs.Input:
		return in
	case funcs.InputItem:
		return in.Item()
	case funcs.InputOrArg:
		return k.joined(n.NameSpan, n.X, n.Args[0], in, args[0])
	case funcs.Args:
		if def.Name == "iif" {
			return branches(args[1:])
		}
		out := args[0]
		if out.Single = out.Single && in.Single; out.Several.What == "" {
			out.Several = in.Several
		}
		return out
	case funcs.Closure:
		return k.closure(in, func(from Static) Static {
			_, s := k.with(from.Item(), n.Args[0])
			return s
		})
	case funcs.Children, funcs.Descendants:
		return k.below(in)
	case funcs.Boundary:
		return k.boundary(in)
	case funcs.SameNumber, funcs.OrQuantity:
		return k.amountType(def, in)
	case funcs.Outside:
		out := k.outsideNamed(def.Returns)
		out.Single, out.Several = in.Single, in.Several
		return out
	}
	out := Static{System: def.Type, Single: def.Result != funcs.ComputedItems}
	if !out.Single {
		out.Several = in.Several
	}
	return out
}

func branches(args []Static) Static {
	out := args[0]
	for _, s := range args[1:] {
		single := out.Single && s.Single
		out = Join(out, s)
		out.Single = single
	}
	return out
}

// below says that everything below the elements is read, and returns it.
func (k *checker) below(in Static) Static {
	out := Static{Below: true}
	for _, r := range in.Refs {
		k.Builder.All(r)
		r.Type = model.Unknown
		if !out.has(r) {
			out.Refs = append(out.Refs, r)
		}
	}
	return out
}

// boundary returns the type of a boundary: that of the values, or DateTime for a Period.
func (k *checker) boundary(in Static) Static {
	period, _ := k.Model.Lookup("Period")
	var out Static
	for _, r := range in.Refs {
		if r.Type == model.Unknown || k.Model.Is(r.Type, period) {
			k.Builder.Member(r, "start")
			k.Builder.Member(r, "end")
			out = Join(out, computed(model.SystemDateTime))
		}
		if k.Model.Is(r.Type, period) {
			continue
		}
		out = Join(out, computed(k.systemType(Static{Refs: []projection.Ref{r}})))
	}
	if in.System != model.Unknown {
		out = Join(out, computed(in.System))
	}
	if out.System == model.SystemInteger || out.System == model.SystemLong {
		out.System = model.SystemDecimal
	}
	out.Single = true
	return out
}
