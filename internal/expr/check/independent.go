package check

import (
	"slices"

	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/funcs"
)

// Independent is true for an expression that looks at nothing of the resource that it is evaluated on: 1 + 1, today(),
// ('a' | 'b').where($this > 'a').
func Independent(tree ast.Node) bool { return independent(tree, false) }

// independent is [Independent] for a part of an expression. own is true where $this is an item of what is independent
// itself, rather than what the whole expression is evaluated on.
func independent(n ast.Node, own bool) bool {
	switch n := n.(type) {
	case *ast.Literal, *ast.Empty:
		return true
	case *ast.Variable:
		return own
	case *ast.External:
		return !slices.Contains([]string{"context", "resource", "rootResource"}, n.Name)
	case *ast.Member:
		return own && n.X == nil || n.X != nil && independent(n.X, own)
	case *ast.Call:
		return independentCall(n, own)
	case *ast.Index:
		return independent(n.X, own) && independent(n.I, own)
	case *ast.Unary:
		return independent(n.X, own)
	case *ast.Binary:
		return independent(n.X, own) && independent(n.Y, own)
	case *ast.TypeTest:
		return independent(n.X, own)
	case *ast.SortKey:
		return independent(n.X, own)
	case *ast.Instance:
		return !slices.ContainsFunc(n.Fields, func(f ast.InstanceField) bool { return !independent(f.X, own) })
	}
	return false
}

// blind are the functions that do not look at their input.
var blind = []string{"now", "today", "timeOfDay", "iif", "coalesce"}

func independentCall(n *ast.Call, own bool) bool {
	input := own
	switch {
	case n.Name == "resolve": // looks for contained resources and entries
		return false
	case n.X != nil:
		input = independent(n.X, own)
	}
	if !input && !(n.X == nil && slices.Contains(blind, n.Name)) {
		return false
	}
	def, _ := funcs.Lookup(n.Name)
	for i, arg := range n.Args {
		this := own
		if def != nil && len(def.Params) > 0 {
			switch def.Params[min(i, len(def.Params)-1)].Kind {
			case funcs.Criterion, funcs.Projection, funcs.Branch:
				this = input
			case funcs.TypeName:
				continue
			}
		}
		if !independent(arg, this) {
			return false
		}
	}
	return true
}
