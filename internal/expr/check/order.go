package check

import (
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/funcs"
)

// settled returns the result of a call with what the function's name says of order and number.
//
// Specification: FHIRPath, "Collections".
func settled(n *ast.Call, def *funcs.Def, in, out Static) Static {
	out.Many, out.Several = false, severalOf(n, in, out)
	if out.alternative.name == "" && def.Name != "iif" {
		out.alternative = in.alternative // what is made of nothing mostly is nothing
	}
	switch def.Name {
	case "children", "descendants", "repeat", "repeatAll", "distinct", "intersect":
		out.Unordered = true
	case "combine":
		out.Unordered = out.Unordered && len(n.Args) < 2
	case "sort":
		out.Unordered = false
	case "where":
		if selectsPlace(n) {
			return out.Item()
		}
	case "take":
		if most, ok := n.Args[0].(*ast.Literal); ok && (most.Text == "1" || most.Text == "0") {
			return out.Item()
		}
	case "select":
		out.Unordered = out.Unordered || in.Unordered
	}
	return out
}
