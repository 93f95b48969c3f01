package check

import (
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/expr/ast"
)

// dottedType returns the choice and the type of which a step such as onset.dateTime is meant: to a name that is none of
// the elements that the types have, but that of one of the types.
func (k *checker) dottedType(n *ast.Member, owners []model.TypeID) (choice string, t model.TypeID, ok bool) {
	x, isMember := n.X.(*ast.Member)
	if !isMember || len(owners) < 2 {
		return "", 0, false
	}
	for _, t := range owners {
		if strings.EqualFold(k.Model.TypeName(t), n.Name) {
			return x.Name, t, true
		}
	}
	return "", 0, false
}

// checkSpelling warns of value[x], which is how FHIR's definitions spell the choice that is value in a path. It is true
// for such an index, which is none: no type has an element x.
func (k *checker) checkSpelling(n *ast.Index, s Static) bool {
	x, isMember := n.X.(*ast.Member)
	i, isName := n.I.(*ast.Member)
	if !isMember || !isName || i.X != nil || i.Name != "x" || !k.isChoice(x.Name) {
		return false
	}
	types, known := k.possible(s)
	if !known || len(types) < 2 {
		return false // also for an element that is a choice elsewhere
	}
	k.warnf(ast.Span{Start: x.NameSpan.Start, End: n.End}, "%s[x] is how definitions spell %s: write %s, or %s.ofType(%s)",
		x.Name, x.Name, x.Name, x.Name, k.Model.TypeName(types[0]))
	return true
}

// isChoice is true for the name of an element that can be of several types.
func (k *checker) isChoice(name string) bool {
	for t := range k.Model.Types() {
		if e, ok := k.Model.Element(t, name); ok && e.Choice {
			return true
		}
	}
	return false
}
