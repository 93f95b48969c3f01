package check

import (
	"strings"

	"github.com/fhirview/fhirview/fhirpath/internal/ast"
	"github.com/fhirview/fhirview/fhirpath/model"
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
