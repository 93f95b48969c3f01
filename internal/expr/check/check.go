// Package check turns the syntax tree of an expression into a plan. What can be wrong with an expression is found
// here: unknown functions, types and variables, wrong numbers of arguments. On the way it follows the types that the
// model gives, and collects the elements that the expression reads.
package check

import (
	"fmt"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/plan"
	"github.com/fhirview/fhirview/internal/projection"
)

// Env is what an expression is compiled in.
type Env struct {
	Model   *model.Model
	Builder *projection.Builder
	// Variables are the values of %name.
	Variables map[string]value.Collection
	// Functions are the user's own.
	Functions map[string]Function
	// Terminology and Profiles are true where the caller has such a service.
	Terminology, Profiles bool

	// Use is what the expressions ask of a Bundle around the resource.
	Use BundleUse
	// Above is true where they look at what an element is part of: they have to be evaluated on nodes that are linked with
	// all that is above them.
	Above bool
}

// BundleUse says what expressions ask of the Bundle that a resource is an entry of.
type BundleUse struct{ Keys, References, Resolve bool }

// Function is a function of the user's. It gets its input and its arguments evaluated.
type Function struct {
	MinArgs, MaxArgs int
	// Type is the System type of the result; model.SystemAny where it is not known.
	Type model.TypeID
	Eval func(in value.Collection, args []value.Collection) (value.Collection, error)
}

// Error is a mistake in an expression.
type Error struct {
	At  ast.Span
	Msg string
	// Unsupported is true where the expression may be right, and needs what is not there yet.
	Unsupported bool
}

// Compile returns the plan of an expression that is evaluated on the focus, and what it yields. Warnings are what is
// doubtful about an expression without mistakes.
func Compile(tree ast.Node, focus Static, env *Env) (n plan.Node, s Static, mistakes, warnings []Error) {
	k := &checker{Env: env, this: focus, root: focus}
	n, s = k.expr(tree)
	return plan.Rewrite(n), s, k.errors, k.warnings
}

type checker struct {
	*Env
	this   Static // $this
	root   Static // %context
	errors []Error
	// warnings are what warnf has noted.
	warnings []Error
	// total is $total inside of aggregate(), locals are the variables that the expression defines.
	total  *Static
	locals *local
	// repeats is how many repetitions the expression at hand is inside of.
	repeats int
}

func (k *checker) fail(at ast.Span, format string, args ...any) (plan.Node, Static) {
	return k.mistake(Error{At: at, Msg: fmt.Sprintf(format, args...)})
}

func (k *checker) unsupported(at ast.Span, what string) (plan.Node, Static) {
	return k.mistake(Error{At: at, Msg: what + " is not supported yet", Unsupported: true})
}

// maxErrors is how many mistakes of an expression are reported.
const maxErrors = 20

func (k *checker) mistake(e Error) (plan.Node, Static) {
	if len(k.errors) < maxErrors {
		k.errors = append(k.errors, e)
	}
	return &plan.Constant{}, Static{}
}

// with compiles an expression that is evaluated with another $this.
func (k *checker) with(this Static, n ast.Node) (plan.Node, Static) {
	outer := k.this
	k.this = this
	defer func() { k.this = outer }()
	return k.expr(n)
}

// steps compiles an expression that others may follow, which see the variables that it defines.
func (k *checker) steps(n ast.Node) (plan.Node, Static) {
	switch n := n.(type) {
	case *ast.Literal:
		return literal(n)
	case *ast.Empty:
		return &plan.Constant{}, Static{Single: true}
	case *ast.Member:
		return k.member(n)
	case *ast.Call:
		return k.call(n)
	case *ast.Variable:
		return k.variable(n)
	case *ast.External:
		return k.external(n)
	case *ast.Index:
		return k.index(n)
	case *ast.Unary:
		if l, ok := n.X.(*ast.Literal); ok && n.Op == "-" && isWhole(l) {
			return literal(&ast.Literal{Span: n.Span, Kind: l.Kind, Text: "-" + l.Text})
		}
		x, s := k.expr(n.X)
		k.readValues(s)
		k.want(n.Span, n.Op+" is", s, amount)
		k.wantOne(n.X.Range(), n.Op, s)
		return &plan.Negate{X: x, Keep: n.Op == "+", At: n.Span}, Static{System: k.systemType(s), Single: true}
	case *ast.Binary:
		return k.binary(n)
	case *ast.TypeTest:
		return k.typeTest(n)
	case *ast.Instance:
		return k.instance(n)
	}
	return k.unsupported(n.Range(), "a sort key")
}

func (k *checker) index(n *ast.Index) (plan.Node, Static) {
	x, s := k.steps(n.X)
	if k.checkSpelling(n, s) {
		return &plan.At{X: x, I: &plan.Constant{}, Span: n.Span}, s.Item()
	}
	i, at := k.expr(n.I)
	k.want(n.I.Range(), "an index is", at, whole)
	k.wantOne(n.I.Range(), "an index", at)
	k.checkOrder(n.Span, "an index", s)
	s = s.Item()
	return &plan.At{X: x, I: i, Span: n.Span}, s
}

func (k *checker) variable(n *ast.Variable) (plan.Node, Static) {
	switch n.Name {
	case "this":
		return plan.This, k.this
	case "index":
		return plan.Index, computed(model.SystemInteger)
	}
	return k.totalVariable()
}

func (k *checker) typeTest(n *ast.TypeTest) (plan.Node, Static) {
	x, s := k.expr(n.X)
	t, ok := k.resolveType(n.Type)
	if !ok {
		return k.fail(n.Type.Span, "unknown type %s%s", quote(n.Type), k.suggestType(n.Type.Name))
	}
	k.wantOne(n.X.Range(), n.Op, s)
	if n.Op == "is" {
		k.checkType(n.Type.Span, n.X, s, t)
		return &plan.IsType{X: x, Type: t, At: n.Span}, computed(model.SystemBoolean)
	}
	k.checkSelection(n.Type.Span, n.X, s, t)
	return &plan.OfType{X: x, Type: t, Single: true, At: n.Span}, k.selected(n.X, s, t).Item()
}
