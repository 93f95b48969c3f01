package funcs

import (
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

// Specification: FHIRPath, "Tree navigation".
var treeNavigation = []Def{
	{Name: "children", Section: "Tree navigation", Status: Normative, Result: Children, Eval: children},
	{Name: "descendants", Section: "Tree navigation", Status: Normative, Result: Descendants, Eval: descendants},
}

func children(c *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
	mark := c.Mark()
	for _, v := range in {
		if v.Kind() == value.KindElement {
			pushChildren(c, v)
		}
	}
	return c.Since(mark), c.Err()
}

func pushChildren(c *plan.Context, v value.Value) {
	r, n := v.Element()
	for n = r.Child(n); n != 0; n = r.Next(n) {
		c.Push(value.Elem(r, n))
		c.Spend(1)
	}
}

// descendants yields each element before what is below it, in the order of the input.
func descendants(c *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
	mark := c.Mark()
	for _, v := range in {
		if v.Kind() == value.KindElement {
			pushDescendants(c, v)
		}
	}
	return c.Since(mark), c.Err()
}

func pushDescendants(c *plan.Context, v value.Value) {
	r, n := v.Element()
	for n = r.Child(n); n != 0 && !c.Exhausted(); n = r.Next(n) {
		child := value.Elem(r, n)
		c.Push(child)
		c.Spend(1)
		pushDescendants(c, child)
	}
}
