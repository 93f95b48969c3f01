package plan

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/decode"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/paths"
	"github.com/fhirview/fhirview/internal/projection"
)

// The steps of this file are names that mean something else than an element, or something else for items of some types.
// None is part of a pipeline.

// MemberByKey selects the children that stand under a JSON key, such as valueQuantity, whatever the elements' name.
type MemberByKey struct {
	X   Node
	Key string
}

// Eval implements Node.
func (n *MemberByKey) Eval(c *Context) (value.Collection, error) {
	return c.eachElement(n.X, func(v value.Value) error {
		r, id := v.Element()
		if err := paths.MayHaveChildren(r, id); err != nil {
			return err
		}
		for id = r.Child(id); id != 0; id = r.Next(id) {
			if string(r.Key(id)) == n.Key {
				c.Push(value.Elem(r, id))
			}
		}
		return nil
	})
}

// ResourceType tells the types of resources, as their JSON does under resourceType; of other items it selects the
// children of this name.
type ResourceType struct {
	X    Node
	Name projection.Name
}

// Eval implements Node.
func (n *ResourceType) Eval(c *Context) (value.Collection, error) {
	return c.eachElement(n.X, func(v value.Value) error {
		r, id := v.Element()
		switch t := r.Type(id); {
		case c.Model.Kind(t) == model.KindResource:
			c.Push(value.Str(c.Model.TypeName(t)))
			return nil
		case t == model.Unknown && r.Kind(id) == resource.Object:
			// A resource of a type that the release does not have.
			if name, err := decode.Peek(r.JSON(id)); err == nil && name != nil {
				c.Push(value.Str(string(name)))
				return nil
			}
		}
		return c.pushChildren(v, n.Name)
	})
}

// PrimitiveValue selects the value of primitives, which FHIR defines as their child value; of other items it selects the
// children of this name.
type PrimitiveValue struct {
	X    Node
	Name projection.Name
	// Open is true where the types of the items are not known when the expression is compiled. A primitive then has no
	// value where a complex type could stand in its place, which has an element value: value.value is Quantity's.
	Open bool
}

// Eval implements Node.
func (n *PrimitiveValue) Eval(c *Context) (value.Collection, error) {
	return c.eachElement(n.X, func(v value.Value) error {
		r, id := v.Element()
		if c.Model.Kind(r.Type(id)) != model.KindPrimitive {
			return c.pushChildren(v, n.Name)
		}
		if n.Open && (*nodes.Resource)(r).Table().Chosen(id) {
			return nil
		}
		sys, ok, err := v.System()
		if ok {
			c.Push(sys)
		}
		return err
	})
}

// Leading is a name at the start of an expression that is both a type and an element: of the items of $this, it selects
// those that are of the type, and the children of the name of all others.
type Leading struct {
	Type model.TypeID
	Name projection.Name
}

// Eval implements Node.
func (n *Leading) Eval(c *Context) (value.Collection, error) {
	return c.eachElement(This, func(v value.Value) error {
		if c.Model.Is(v.Type(), n.Type) {
			c.Push(v)
			return nil
		}
		return c.pushChildren(v, n.Name)
	})
}

// eachElement evaluates a node, and calls push for each element that it yields. The result is what was pushed.
func (c *Context) eachElement(x Node, push func(v value.Value) error) (value.Collection, error) {
	in, err := x.Eval(c)
	if err != nil {
		return nil, err
	}
	mark := c.Mark()
	for _, v := range in {
		if v.Kind() != value.KindElement {
			continue
		}
		if err := push(v); err != nil {
			return nil, err
		}
	}
	out := c.Since(mark)
	c.Spend(len(in) + len(out))
	return out, nil
}
