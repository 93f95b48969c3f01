package paths

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
)

// Step is a step of a path: it leads from elements to others.
type Step struct {
	Op   Op
	Name resource.Name
	Text string
	Type model.TypeID
}

// Op is a kind of steps.
type Op uint8

// The kinds of steps.
const (
	Child     Op = iota // to the children of a name
	Text                // only elements whose only child of a name is a string with this text
	Type                // only elements of a type: see IsOf
	ExactType           // only elements of the very type
	First               // only the first element
)

// IsOf is true for items of a type that ofType() and as keep: of the wanted type or of one derived from it. Of primitives
// only those of the type itself, as the official suites have it, although code is derived from string: what JSON calls
// valueString is what ofType(string) selects of a value.
func IsOf(m *model.Model, own, want model.TypeID) bool {
	return own == want && own != model.Unknown || m.Kind(want) != model.KindPrimitive && m.Is(own, want)
}

// HasText is true where a node has one child of a name, and that is a string with this text: where the operator = is true
// of the child and a String. known is false where it is not one string, so that = may be something else than false.
func HasText(r *resource.Resource, n resource.NodeID, name resource.Name, text string) (equal, known bool) {
	n = r.Find(r.Child(n), name)
	if n == 0 || r.Kind(n) != resource.String || r.Find(r.Next(n), name) != 0 {
		return false, false
	}
	return r.Text(n) == text, true
}

// MayHaveChildren is an error where a scalar stands in the place of an object, so that what stands there is not lost in
// silence. A scalar that is a primitive has its id and extensions as children.
func MayHaveChildren(r *resource.Resource, n resource.NodeID) error {
	if !r.HasText(n) {
		return nil
	}
	_, _, err := value.Elem(r, n).System()
	return err
}
