package paths

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/projection"
)

// Step is a step of a path: it leads from elements to others.
type Step struct {
	Op   Op
	Name projection.Name
	Text string
	Type model.TypeID
	// Path is that of Has and HasOne: steps to children and filters, but no First and none of these.
	Path []Step
}

// is tells whether the steps are the same.
func (s *Step) is(other *Step) bool {
	return s.Op == other.Op && s.Name == other.Name && s.Text == other.Text && s.Type == other.Type
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
	Has                 // only elements from which another path comes to some
	HasOne              // only elements from which another path comes to one, and that is a string with this text
)

// IsOf is true for items of a type that ofType() and as keep: of the wanted type or of one derived from it. Of primitives
// only those of the type itself, as the official suites have it, although code is derived from string: what JSON calls
// valueString is what ofType(string) selects of a value.
func IsOf(m *model.Model, own, want model.TypeID) bool {
	return own == want && own != model.Unknown || m.Kind(want) != model.KindPrimitive && m.Is(own, want)
}

// HasText is true where a node has one child of a name, and that is a string with this text: where the operator = is true
// of the child and a String. known is false where it is not one string, so that = may be something else than false.
func HasText(r *resource.Resource, n resource.NodeID, name projection.Name, text string) (equal, known bool) {
	n = oneText(r, n, name)
	return n != 0 && r.Text(n) == text, n != 0
}

// oneText returns the one child of a name, if that is a string, and else 0.
func oneText(r *resource.Resource, n nodes.ID, name projection.Name) nodes.ID {
	n = (*nodes.Resource)(r).Table().Find(r.Child(n), name)
	if n == 0 || r.Kind(n) != resource.String || (*nodes.Resource)(r).Table().Find(r.Next(n), name) != 0 {
		return 0
	}
	return n
}

// MayHaveChildren is an error where a scalar stands in the place of an object, so that what stands there is not lost in
// silence. A scalar that is a primitive has its id and extensions as children.
func MayHaveChildren(r *resource.Resource, n resource.NodeID) error {
	if !(*nodes.Resource)(r).Table().HasText(n) {
		return nil
	}
	_, _, err := value.Elem(r, n).System()
	return err
}
