package check

import (
	"github.com/fhirview/fhirview/fhirpath/internal/ast"
	"github.com/fhirview/fhirview/fhirpath/internal/funcs"
)

// settled returns the result of a call with what the function's name says of order and number.
//
// Specification: FHIRPath, "Collections".
func settled(n *ast.Call, def *funcs.Def, in, out Static) Static {
	out.Many = false
	switch def.Name {
	case "children", "descendants", "repeat", "repeatAll", "distinct", "union", "intersect":
		out.Unordered = true
	case "combine":
		out.Unordered = len(n.Args) < 2
	case "sort":
		out.Unordered = false
	case "select":
		out.Unordered = out.Unordered || in.Unordered
	}
	return out
}
