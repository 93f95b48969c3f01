package check

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/funcs"
	"github.com/fhirview/fhirview/internal/expr/plan"
	"github.com/fhirview/fhirview/internal/projection"
	"github.com/fhirview/fhirview/internal/spelling"
	"github.com/fhirview/fhirview/internal/tables"
)

// instance compiles an instance selector. What goes into the element is read whole, and so is the element.
func (k *checker) instance(n *ast.Instance) (plan.Node, Static) {
	t, ok := k.resolveType(n.Type)
	node := &plan.Instance{Type: t, At: n.Span}
	seen := map[string]bool{}
	for _, f := range n.Fields {
		x, s := k.expr(f.X)
		for _, r := range s.Refs {
			k.Builder.All(r)
		}
		if ok && seen[f.Name] {
			k.fail(f.NameSpan, "element %s is set twice", f.Name)
		}
		seen[f.Name] = true
		k.field(node, f, x)
	}
	switch {
	case !ok:
		return k.fail(n.Type.Span, "unknown type %s%s", quote(n.Type), k.suggestType(n.Type.Name))
	case k.Model.Kind(t) == model.KindSystem:
		return k.fail(n.Type.Span, "%s is a type of FHIRPath, whose values are written as literals", quote(n.Type))
	case k.Model.Abstract(t):
		return k.fail(n.Type.Span, "%s is abstract: take one of the types derived from it", quote(n.Type))
	}
	whole := t
	if k.Model.Kind(t) == model.KindPrimitive {
		whole, _ = k.Model.Lookup("Extension")
		if e, _ := k.Model.Element(whole, "value"); projection.ChoiceKey(k.Model, e, t) == "" {
			return k.fail(n.Type.Span, "a %s cannot be made by itself", quote(n.Type))
		}
	}
	node.Whole = projection.Whole(k.Model, whole)
	return node, Static{Refs: []projection.Ref{detached(k.Model, t)}, Single: k.this.Single}
}

// field adds a field to an instance, or a mistake.
func (k *checker) field(node *plan.Instance, f ast.InstanceField, x plan.Node) {
	if node.Type == model.Unknown {
		return
	}
	if k.Model.Kind(node.Type) == model.KindPrimitive && f.Name == "value" {
		node.Value = x
		return
	}
	if _, ok := k.Model.Element(node.Type, f.Name); !ok {
		k.fail(f.NameSpan, "%s has no element %s%s", k.Model.TypeName(node.Type), f.Name, k.suggestElement(node.Type, f.Name))
		return
	}
	node.Fields = append(node.Fields, plan.Field{Name: f.Name, X: x})
}

func (k *checker) suggestElement(t model.TypeID, name string) string {
	return didYouMean(spelling.Closest(name, func(yield func(string) bool) {
		for e := range k.Model.Elements(t) {
			if !yield(e.Name) {
				return
			}
		}
	}))
}

// detached returns a reference to elements that are no part of the resource, and that are there as a whole.
func detached(m *model.Model, t model.TypeID) projection.Ref {
	b := projection.NewBuilder(m, t)
	ref := b.Root()
	b.All(ref)
	ref.Type = t
	return ref
}

// typeInfo compiles type(), whose results are objects of Strings that are no part of the resource.
func (k *checker) typeInfo(n *ast.Call) (plan.Node, Static) {
	x, in := k.input(n)
	def, _ := funcs.Lookup(n.Name)
	for _, name := range [...]string{"namespace", "name", "baseType"} {
		k.Builder.Name(name)
	}
	info := Static{Single: in.Single, Several: in.Several}
	for _, t := range [...]model.TypeID{tables.SimpleTypeInfo, tables.ClassInfo} {
		info.Refs = append(info.Refs, detached(k.Model, t))
	}
	return &plan.Call{X: x, Fn: def.Eval, At: n.Span}, info
}

// amountType returns the type of a function of numbers whose results can be quantities.
func (k *checker) amountType(def *funcs.Def, in Static) Static {
	t := k.systemType(in)
	if t == model.SystemAny || t == model.SystemQuantity || def.Result == funcs.SameNumber {
		return computed(t)
	}
	return computed(def.Type)
}
