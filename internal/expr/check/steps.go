package check

import (
	"slices"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/paths"
	"github.com/fhirview/fhirview/internal/spelling"
	"github.com/fhirview/fhirview/internal/tables"
)

// checkStep warns of a step to an element that no item can have, and of one by a choice's JSON key.
func (k *checker) checkStep(n *ast.Member, s Static) {
	if element, t, ok := k.choiceKey(s, n.Name); ok {
		k.warnf(n.NameSpan, "%s is how JSON spells %s: write %s.ofType(%s)", n.Name, element, element, k.Model.TypeName(t))
		return
	}
	if element, t, ok := k.openChoice(s, n.Name); ok && !k.mayHaveElement(s, n.Name) {
		k.warnf(n.NameSpan, "%s is how JSON spells %s: write %s.ofType(%s)", n.Name, element, element, k.Model.TypeName(t))
		return
	}
	owners, known := k.possible(s)
	if !known || slices.ContainsFunc(owners, func(t model.TypeID) bool { return k.mayHave(t, n.Name) }) {
		return
	}
	if t, ok := k.Model.Lookup(n.Name); ok && n.X == nil && isUpper(n.Name) {
		k.warnf(n.NameSpan, "the expression is evaluated on %s, which is never %s", k.typeNames(owners), k.Model.TypeName(t))
		return
	}
	if x, t, ok := k.dottedType(n, owners); ok {
		k.warnf(n.NameSpan, "%s is a type that %s can be of, and no element: write %s.ofType(%s)", n.Name, x, x, k.Model.TypeName(t))
		return
	}
	k.warnf(n.NameSpan, "%s has no element %s%s", k.typeNames(owners), n.Name, k.suggestElements(owners, n.Name))
}

func isUpper(name string) bool { return name != "" && 'A' <= name[0] && name[0] <= 'Z' }

// mayHave is true where items of a type can have an element. A resource of an abstract type is one of any type.
func (k *checker) mayHave(t model.TypeID, name string) bool {
	if t == model.SystemQuantity {
		return name == "value" || name == "unit"
	}
	if name == "value" && k.Model.Kind(t) == model.KindPrimitive || name == "resourceType" && k.Model.Kind(t) == model.KindResource {
		return true
	}
	_, ok := k.Model.Element(t, name)
	return ok || k.Model.Abstract(t)
}

// suggestElements says which element was probably meant, or what is wrong with the name of a choice.
func (k *checker) suggestElements(owners []model.TypeID, name string) string {
	for _, t := range owners {
		for e := range k.Model.Elements(t) {
			rest, ok := strings.CutPrefix(name, e.Name)
			if ok && e.Choice && isUpper(rest) {
				return "; " + e.Name + " can be " + k.typeNames(e.Types)
			}
		}
	}
	return didYouMean(spelling.Closest(name, func(yield func(string) bool) {
		for _, t := range owners {
			for e := range k.Model.Elements(t) {
				if !yield(e.Name) {
					return
				}
			}
		}
	}))
}

// checkType warns of a test for a type, or a selection by it, that no item of x can pass.
func (k *checker) checkType(at ast.Span, x ast.Node, s Static, t model.TypeID) {
	types, known := k.possible(s)
	if !known || slices.ContainsFunc(types, func(own model.TypeID) bool { return k.Model.Is(own, t) || k.Model.Is(t, own) }) {
		return
	}
	if t == model.SystemString && isID(x) {
		return
	}
	hint := ""
	for _, own := range types {
		if name := k.Model.TypeName(own); strings.EqualFold(name, k.Model.TypeName(t)) {
			hint = didYouMean(tables.Namespace(own) + "." + name)
		}
	}
	k.warnf(at, "this is never %s.%s, it is %s%s", tables.Namespace(t), k.Model.TypeName(t), k.typeNames(types), hint)
}

// checkSelection warns of a selection by a type that no item of x can pass. A primitive passes only as what it is: see
// paths.IsOf.
func (k *checker) checkSelection(at ast.Span, x ast.Node, s Static, t model.TypeID) {
	k.checkType(at, x, s, t)
	types, known := k.possible(s)
	if !known || k.Model.Kind(t) != model.KindPrimitive {
		return
	}
	if i := slices.IndexFunc(types, func(own model.TypeID) bool { return paths.IsOf(k.Model, own, t) || k.Model.Is(t, own) }); i >= 0 {
		return
	}
	k.warnf(at, "only values of the type %s itself pass, and this is %s", k.Model.TypeName(t), k.typeNames(types))
}

// isID is true for a path that ends with id: such elements are also System.String, see plan.OfType.
func isID(x ast.Node) bool {
	m, ok := x.(*ast.Member)
	return ok && m.Name == "id"
}

// checkOrder warns where a function takes items by their place in a collection that has no order.
func (k *checker) checkOrder(at ast.Span, what string, s Static) {
	if s.Unordered && !s.Single {
		k.warnf(at, "%s on a collection whose order is not defined", what)
	}
}
