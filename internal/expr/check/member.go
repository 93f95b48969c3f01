package check

import (
	"slices"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/plan"
	"github.com/fhirview/fhirview/internal/projection"
)

// member compiles a name. At the start of an expression it may be the name of the type of $this.
func (k *checker) member(n *ast.Member) (plan.Node, Static) {
	if n.X == nil {
		if x, s, ok := k.leading(n); ok {
			return x, s
		}
		k.checkStep(n, k.this)
		return k.step(plan.This, k.this, n.Name, n.NameSpan)
	}
	if root, ok := n.X.(*ast.Member); ok && root.X == nil && root.Name == "FHIR" {
		if t, ok := k.Model.Lookup(n.Name); ok && k.canBe(k.this, t) {
			return k.typed(t)
		}
	}
	x, s := k.steps(n.X)
	k.checkStep(n, s)
	return k.step(x, s, n.Name, n.NameSpan)
}

// leading compiles a name at the start of an expression as a type; ok is false where it is only a path. No element has a
// name in upper case. The names of primitives are also elements' names, as code is Coding's: where $this is not certainly
// of the type, each item decides.
func (k *checker) leading(n *ast.Member) (x plan.Node, s Static, ok bool) {
	t, ok := k.Model.Lookup(n.Name)
	switch {
	case !ok:
		return nil, s, false
	case isUpper(n.Name):
		if !k.canBe(k.this, t) {
			return nil, s, false
		}
		x, s = k.typed(t)
		return x, s, true
	}
	own, rest := k.this, k.this
	own.Refs, rest.Refs, rest.System = nil, nil, model.Unknown
	for _, r := range k.this.Refs {
		if k.Model.Is(r.Type, t) {
			own.Refs = append(own.Refs, r)
			continue
		}
		if k.isOpen(k.this, r) && k.Model.Kind(r.Type) != model.KindResource {
			own.Refs = append(own.Refs, r.As(t))
		}
		rest.Refs = append(rest.Refs, r)
	}
	switch {
	case len(own.Refs) == 0:
		return nil, s, false
	case len(rest.Refs) == 0:
		return plan.This, k.this, true
	}
	_, s = k.step(plan.This, rest, n.Name, n.NameSpan)
	single := s.Single && own.Single
	s = Join(Static{Refs: own.Refs}, s)
	s.Single = single
	return &plan.Leading{Type: t, Name: k.Builder.Name(n.Name)}, s, true
}

// canBe is true where $this is, or for all that is known can be, of type t.
func (k *checker) canBe(s Static, t model.TypeID) bool {
	for _, r := range s.Refs {
		if r.Type == model.Unknown && !s.doubts(r) || k.Model.Is(r.Type, t) || k.Model.Is(t, r.Type) {
			return true
		}
	}
	return false
}

// typed returns $this, as long as it is of type t.
func (k *checker) typed(t model.TypeID) (plan.Node, Static) {
	isNot := func(r projection.Ref) bool { return !k.Model.Is(r.Type, t) }
	if k.this.System == model.Unknown && !slices.ContainsFunc(k.this.Refs, isNot) {
		return plan.This, k.this
	}
	return &plan.OfType{X: plan.This, Type: t}, k.narrow(k.this, t)
}

// step selects the children of a name, which stands at a place, or what a name stands for that is no element's.
func (k *checker) step(x plan.Node, s Static, name string, at ast.Span) (plan.Node, Static) {
	if element, t, ok := k.choiceKey(s, name); ok {
		x, s = k.step(x, s, element, at)
		return &plan.OfType{X: x, Type: t, Exact: true, Values: k.Model.Kind(t) == model.KindPrimitive}, k.narrow(s, t)
	}
	if element, t, ok := k.openChoice(s, name); ok {
		return k.memberByKey(x, s, choiceName{name, element, t}, at)
	}
	switch {
	case name == "resourceType" && k.hasResources(s):
		return k.resourceType(x, s, name, at)
	case name == "value" && k.hasPrimitives(s):
		return k.primitiveValue(x, s, name, at)
	}
	s = k.children(s, name, at)
	return &plan.Member{X: x, Name: k.Builder.Name(name), Values: len(s.Refs) > 0 && k.arePrimitives(s)}, s
}

// arePrimitives is true for items that are primitives, as far as they are elements.
func (k *checker) arePrimitives(s Static) bool {
	return !slices.ContainsFunc(s.Refs, func(r projection.Ref) bool { return k.Model.Kind(r.Type) != model.KindPrimitive })
}

// children returns the children of a name, which stands at a place.
func (k *checker) children(s Static, name string, at ast.Span) Static {
	out := Static{Single: s.Single, Unordered: s.Unordered, Targets: k.targetsOf(s, name), Several: s.Several, alternative: s.alternative}
	for _, r := range s.Refs {
		e, known := k.Model.Element(r.Type, name)
		out.Single = out.Single && known && !e.Repeats
		if e.Repeats && out.Several.What == "" {
			out.Several = Cause{at, repeats(name)}
		}
		if s.Single && (e.Choice || known && k.Model.Abstract(e.Types[0])) {
			out.alternative = alternative{of: s.Refs[0], name: name}
		}
		out.Choice = out.Choice || known && projection.Mixed(k.Model, e)
		part := Static{Refs: k.Builder.Member(r, name)}
		if !known && !k.isOpen(s, r) {
			part.Doubtful = part.Refs
		}
		out = out.adding(part)
	}
	return k.bounded(out)
}

// maxRefs is how many places of a resource an expression is followed to, each with what is read there.
const maxRefs = 200

// bounded has places that are too many read alike. The steps extension.value multiply the number of places by that of
// the types of a value; who takes them three times means to search everything anyway.
func (k *checker) bounded(s Static) Static {
	if len(s.Refs) <= maxRefs {
		return s
	}
	out := s
	out.Refs = s.Refs[:1]
	for _, r := range s.Refs[1:] {
		k.Builder.Unify(s.Refs[0], r)
	}
	for _, r := range s.Refs[1:] {
		if !out.has(r) {
			out.Refs = append(out.Refs, r)
		}
	}
	out.Doubtful = nil
	return out
}

// choiceKey finds the element and the type that a JSON key such as valueQuantity stands for. It is no element of
// FHIR's: FHIRPath asks for value.ofType(Quantity). It is taken all the same, as what the model says that it is.
func (k *checker) choiceKey(s Static, name string) (element string, t model.TypeID, ok bool) {
	for _, r := range s.Refs {
		if _, isElement := k.Model.Element(r.Type, name); isElement {
			return "", 0, false
		}
		if e, typ, found := k.Model.ElementByKey(r.Type, []byte(name)); found && e.Choice {
			element, t, ok = e.Name, typ, true
		}
	}
	return element, t, ok
}

// readChildren adds the children of a name to what is read.
func (k *checker) readChildren(s Static, name string) {
	for _, r := range s.Refs {
		k.Builder.Member(r, name)
	}
}
