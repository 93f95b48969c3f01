package expr

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/check"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

// Expr is a compiled expression. It is immutable, and many goroutines may use it at once.
type Expr struct {
	source string
	syntax ast.Node
	node   plan.Node
	static check.Static
	scope  *Scope
	// warnings are what is doubtful.
	warnings []check.Error
}

// String returns the source of the expression.
func (x *Expr) String() string { return x.source }

// Focus returns what the expression yields, for expressions that are evaluated on its results.
func (x *Expr) Focus() Focus { return Focus{x.static} }

// Single is true where the expression yields at most one item, whatever the data.
func (x *Expr) Single() bool { return x.static.Single }

// Several returns why the expression can yield more than one item: an element that repeats by the model, or a function or
// operator that makes several of one. It is a place in the source, and Msg says what is there, as in "coding repeats".
// ok is false where the expression yields at most one item, and where the model does not tell.
//
// An extension of a given URL is taken to be there once, although the model lets it repeat.
func (x *Expr) Several() (why Mistake, ok bool) {
	cause := x.static.Several
	return Mistake{Start: cause.At.Start, End: cause.At.End, Msg: cause.What}, cause.What != ""
}

// Constant returns the values of an expression that is a literal; ok is false for all others.
func (x *Expr) Constant() (vs value.Collection, ok bool) {
	c, ok := x.node.(*plan.Constant)
	if !ok {
		return nil, false
	}
	return c.Values, true
}

// Independent is true for an expression that looks at nothing of the resource that it is evaluated on, such as 1 + 1 or
// today(): what it yields is the same for every resource.
func (x *Expr) Independent() bool { return check.Independent(x.syntax) }

// BundleUse returns what the expression, and those compiled in the same scope before it, ask of a Bundle.
func (x *Expr) BundleUse() BundleUse { return x.scope.BundleUse() }

// Literals returns texts without which the expression, as a condition on a whole resource, cannot be true: each has to
// be the whole text of a string in the resource's JSON. It may find fewer than there are, or none. A resource without
// one of them can still be one on which the evaluation fails.
func (x *Expr) Literals() []string { return plan.Literals(x.node) }

// Types returns the types that the results can have: FHIR types and System types. It is empty where nothing is known of
// some of them. Elements that the model says do not exist are not counted in: they have no type.
func (x *Expr) Types() []model.TypeID {
	types, _ := x.static.Types()
	return types
}

// Warnings returns what is doubtful about the expression, in the order of its places: elements that the model does not
// have, types that values never have, arguments and operands of types that do not go together, several items where an
// operator or a function takes one, places in collections that have no order. Such an expression is evaluated like any other; with [Options.Strict] it is not compiled.
//
// An expression that [Scope.Repeat] has compiled is doubtful only in what makes sense for none of the elements that it
// is applied to.
func (x *Expr) Warnings() []Mistake {
	return mistakesOf(x.warnings)
}
