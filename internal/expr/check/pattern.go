package check

import (
	"errors"

	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

// checkPattern finds what is wrong with a regular expression that is a literal.
func (k *checker) checkPattern(n *ast.Call, args []plan.Node) {
	switch n.Name {
	case "matches", "matchesFull", "replaceMatches":
	default:
		return
	}
	c, ok := args[0].(*plan.Constant)
	if !ok || len(c.Values) != 1 || c.Values[0].Kind() != value.KindString {
		return
	}
	_, err := plan.CompileRegexp(c.Values[0].Text())
	if wrong, ok := errors.AsType[*plan.Error](err); ok {
		k.fail(n.Args[0].Range(), "%s", wrong.Msg)
	}
}
