package check

import (
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/funcs"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

// sort compiles sort(). Without keys the items are their own.
func (k *checker) sort(n *ast.Call) (plan.Node, Static) {
	x, in := k.input(n)
	node := &plan.Sort{X: x, At: n.Span}
	for _, arg := range n.Args {
		key := plan.SortKey{}
		if a, ok := arg.(*ast.SortKey); ok {
			arg, key.Desc = a.X, a.Desc
		}
		if sign, ok := arg.(*ast.Unary); ok && sign.Op == "-" {
			arg, key.Minus = sign.X, true
		}
		var s Static
		key.X, s = k.with(in.Item(), arg)
		k.readValues(s)
		k.want(arg.Range(), "a key is", s, ordering)
		k.wantOne(arg.Range(), "a key", s)
		node.Keys = append(node.Keys, key)
	}
	if len(n.Args) == 0 {
		k.readValues(in)
		k.want(n.NameSpan, "sort() without a key is", in, ordering)
		node.Keys = []plan.SortKey{{X: plan.This}}
	}
	in.Unordered, in.Many = false, false
	return node, in
}

// coalesce compiles coalesce(), whose arguments are all evaluated with the whole input as $this.
func (k *checker) coalesce(n *ast.Call) (plan.Node, Static) {
	x, in := k.input(n)
	def, _ := funcs.Lookup(n.Name)
	node := &plan.Call{X: x, Fn: def.Eval, At: n.Span}
	var statics []Static
	for _, arg := range n.Args {
		a, s := k.with(in, arg)
		node.Args = append(node.Args, a)
		statics = append(statics, s)
	}
	return node, branches(statics)
}
