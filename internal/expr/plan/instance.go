package plan

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/projection"
)

// Instance is an instance selector: it makes an element of a type. It is empty where $this is.
//
// Specification: FHIRPath, "Instance Selector/Object Creation".
type Instance struct {
	Type   model.TypeID
	Fields []Field
	// Value is what a primitive gets as its value; nil for all others.
	Value Node
	// Whole reads all of the element, or, where Value is set, of an Extension, which a primitive is made in.
	Whole *projection.Projection
	At    ast.Span
}

// Field is an element of an Instance.
type Field struct {
	Name string
	X    Node
}

// Eval implements Node.
func (n *Instance) Eval(c *Context) (value.Collection, error) {
	if _, ok, err := Single(c.This); !ok || err != nil {
		return nil, at(n.At, err)
	}
	p := NewPart(c.Model, n.Type)
	for _, f := range n.Fields {
		vs, err := f.X.Eval(c)
		if err != nil {
			return nil, err
		}
		c.Spend(len(vs))
		if err := p.Set(c.Model, f.Name, vs); err != nil {
			return nil, at(n.At, err)
		}
	}
	v, ok, err := n.make(c, p)
	if err != nil || !ok {
		return nil, at(n.At, err)
	}
	return c.One(v), nil
}

func (n *Instance) make(c *Context, p *Part) (v value.Value, ok bool, err error) {
	if c.Model.Kind(n.Type) == model.KindPrimitive {
		return n.primitive(c, p)
	}
	v, err = c.object(p.Object.Bytes(), n.Whole)
	return v, err == nil, err
}

// primitive makes a primitive as the value of an Extension; ok is false where there is nothing of it.
func (n *Instance) primitive(c *Context, p *Part) (v value.Value, ok bool, err error) {
	extension, _ := c.Model.Lookup("Extension")
	outer := NewPart(c.Model, extension)
	if n.Value != nil {
		vs, err := n.Value.Eval(c)
		if err != nil {
			return v, false, err
		}
		own, ok, err := Single(vs)
		if err != nil {
			return v, false, err
		}
		if ok {
			part, err := PartOf(c.Model, own, n.Type)
			if err != nil {
				return v, false, err
			}
			p.Value = part.Value
		}
	}
	e, _ := c.Model.Element(extension, "value")
	if err := outer.put(c.Model, e, []*Part{p}); err != nil {
		return v, false, err
	}
	v, err = c.object(outer.Object.Bytes(), n.Whole)
	if err != nil {
		return v, false, err
	}
	r, root := v.Element()
	child := r.Child(root)
	if child == 0 {
		return v, false, nil
	}
	return value.Elem(r, child), true, nil
}
