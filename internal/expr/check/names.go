package check

import (
	"slices"
	"unicode"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/plan"
	"github.com/fhirview/fhirview/internal/projection"
)

// This file compiles names that are no element's: JSON keys of choices where types are open, resourceType, and the value
// of primitives.

// isOpen is true for items of which more is not known than that they exist: they can be of any type, or of any that is
// derived from an abstract one. Elements that the model says do not exist are not of its types either.
func (k *checker) isOpen(s Static, r projection.Ref) bool {
	return r.Type == model.Unknown && !s.doubts(r) || k.Model.Abstract(r.Type)
}

// openChoice finds the element and the type that a JSON key such as valueQuantity stands for where the types of some items
// are not known: what any type of the model has such a choice for.
func (k *checker) openChoice(s Static, name string) (element string, t model.TypeID, ok bool) {
	if !slices.ContainsFunc(s.Refs, func(r projection.Ref) bool { return k.isOpen(s, r) }) {
		return "", 0, false
	}
	for i, c := range name {
		if i == 0 || !unicode.IsUpper(c) {
			continue
		}
		for owner := range k.Model.Types() {
			e, found := k.Model.Element(owner, name[:i])
			if !found || !e.Choice {
				continue
			}
			for _, t := range e.Types {
				if projection.ChoiceKey(k.Model, e, t) == name {
					return e.Name, t, true
				}
			}
		}
	}
	return "", 0, false
}

// choiceName is a JSON key such as valueQuantity, with the element and the type that it stands for.
type choiceName struct {
	key, element string
	typ          model.TypeID
}

// memberByKey selects the children under the JSON key of a choice. Items of unknown types may also have an element of
// this name, which is doubtful where no type of the model has.
func (k *checker) memberByKey(x plan.Node, s Static, c choiceName, at ast.Span) (plan.Node, Static) {
	out := k.narrow(k.children(s, c.element, at), c.typ)
	own := s
	own.Refs = slices.DeleteFunc(slices.Clone(s.Refs), func(r projection.Ref) bool {
		e, _, known := k.Model.ElementByKey(r.Type, []byte(c.key))
		return known && e.Choice
	})
	named := k.children(own, c.key, at)
	if !k.mayHaveElement(s, c.key) {
		named.Doubtful = named.Refs
	}
	out = out.adding(named)
	out.Single = false
	return &plan.MemberByKey{X: x, Key: c.key}, k.bounded(out)
}

// mayHaveElement is true where a type that items can be of has an element of a name.
func (k *checker) mayHaveElement(s Static, name string) bool {
	for t := range k.Model.Types() {
		_, ok := k.Model.Element(t, name)
		if ok && slices.ContainsFunc(s.Refs, func(r projection.Ref) bool { return r.Type == model.Unknown || k.Model.Is(t, r.Type) }) {
			return true
		}
	}
	return false
}

// hasResources is true where items can be resources.
func (k *checker) hasResources(s Static) bool {
	return slices.ContainsFunc(s.Refs, func(r projection.Ref) bool {
		return k.Model.Kind(r.Type) == model.KindResource || r.Type == model.Unknown && !s.doubts(r)
	})
}

// resourceType tells the types of resources. It is no element of FHIR's, but JSON has it, and many views ask for it. Items
// that are no resources may have an element of this name.
func (k *checker) resourceType(x plan.Node, s Static, name string, at ast.Span) (plan.Node, Static) {
	rest := s
	rest.Refs = slices.DeleteFunc(slices.Clone(s.Refs), func(r projection.Ref) bool {
		return k.Model.Kind(r.Type) == model.KindResource
	})
	out := Join(computed(model.SystemString), k.children(rest, name, at))
	out.Single, out.Unordered, out.Several = s.Single && len(rest.Refs) == 0, s.Unordered, s.Several
	return &plan.ResourceType{X: x, Name: k.Builder.Name(name)}, out
}

// hasPrimitives is true where items can be primitives: value is then also the value that FHIR defines as their child.
// Where complex types are among the types of a choice, it is their element alone; and what children() and descendants()
// find is not taken for its value.
func (k *checker) hasPrimitives(s Static) bool {
	return !s.Choice && !s.Below && slices.ContainsFunc(s.Refs, func(r projection.Ref) bool {
		return k.Model.Kind(r.Type) == model.KindPrimitive || r.Type == model.Unknown && !s.doubts(r)
	})
}

// primitiveValue selects the value of primitives, as a System value.
func (k *checker) primitiveValue(x plan.Node, s Static, name string, at ast.Span) (plan.Node, Static) {
	rest := s
	rest.Refs = nil
	values := Static{}
	open := false
	for _, r := range s.Refs {
		switch {
		case k.Model.Kind(r.Type) == model.KindPrimitive:
			values = Join(values, computed(k.Model.System(r.Type)))
			continue
		case k.isOpen(s, r):
			values, open = Join(values, computed(model.SystemAny)), true
		}
		rest.Refs = append(rest.Refs, r)
	}
	children := k.children(rest, name, at)
	out := Join(children, values)
	out.Single, out.Unordered = s.Single && children.Single && !open, s.Unordered
	out.Several = children.Several
	return &plan.PrimitiveValue{X: x, Name: k.Builder.Name(name), Open: open}, out
}
