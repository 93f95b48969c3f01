package plan

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/projection"
)

// Part is an element that is being made: its type, its members, and for a primitive its value, while the members are
// its id and extensions. Parts are written as JSON and decoded, so that what is made is an element like any other.
type Part struct {
	Type   model.TypeID
	Value  []byte // nil for all but primitives that have a value
	Object *Object
}

// NewPart returns an element of a type that has nothing yet.
func NewPart(m *model.Model, t model.TypeID) *Part {
	p := &Part{Type: t, Object: &Object{}}
	if m.Kind(t) == model.KindResource {
		p.Object.Set("resourceType", JSONString(m.TypeName(t)))
	}
	return p
}

// PartOf takes a value apart as one of type t; model.Unknown is its own type.
func PartOf(m *model.Model, v value.Value, t model.TypeID) (*Part, error) {
	own := v.FHIRType()
	if own == model.Unknown {
		own = fhirType(m, v.Kind())
	}
	if t == model.Unknown {
		t = own
	}
	switch {
	case t == model.Unknown:
		return nil, Failf("an element of unknown type cannot be copied")
	case m.Kind(t) == model.KindPrimitive:
		return primitivePart(m, v, t)
	case !m.Is(own, t):
		return nil, Failf("want a %s, have a %s", m.TypeName(t), v.TypeName())
	case v.Kind() == value.KindQuantity:
		q, _ := v.AsQuantity()
		o, err := objectOf(quantityJSON(q))
		return &Part{Type: t, Object: o}, err
	}
	r, n := v.Element()
	if r.Kind(n) != resource.Object {
		return nil, Failf("want a %s, have a JSON %s", m.TypeName(t), nodes.NameOf(r.Kind(n)))
	}
	o, err := objectOf(r.JSON(n))
	return &Part{Type: own, Object: o}, err
}

func primitivePart(m *model.Model, v value.Value, t model.TypeID) (*Part, error) {
	p := NewPart(m, t)
	if v.Kind() == value.KindElement {
		p.Object = companion(v.Element())
	}
	sys, ok, err := v.System()
	if err != nil {
		return nil, err
	}
	if !ok {
		if v.Kind() == value.KindElement && m.Kind(v.FHIRType()) != model.KindPrimitive {
			return nil, Failf("want a %s, have a %s", m.TypeName(t), v.TypeName())
		}
		return p, nil
	}
	p.Value, err = primitiveJSON(m, sys, t)
	return p, err
}

var fhirNames = [...]string{
	value.KindBoolean: "boolean", value.KindInteger: "integer", value.KindLong: "integer64", value.KindDecimal: "decimal",
	value.KindString: "string", value.KindDate: "date", value.KindDateTime: "dateTime", value.KindTime: "time",
	value.KindQuantity: "Quantity", value.KindElement: "",
}

// fhirType returns the FHIR type that a System value is written as.
func fhirType(m *model.Model, k value.Kind) model.TypeID {
	t, _ := m.Lookup(fhirNames[k])
	return t
}

// Set gives the element a property: the JSON name of a choice stands for its type. What it had of it is gone.
func (p *Part) Set(m *model.Model, name string, vs value.Collection) error {
	e, t, err := p.property(m, name)
	if err != nil {
		return err
	}
	if len(vs) > 1 && !e.Repeats {
		return Failf("%s.%s takes one value, have %d", m.TypeName(p.Type), e.Name, len(vs))
	}
	for _, typ := range e.Types {
		key := projection.ChoiceKey(m, e, typ)
		p.Object.Set(key, nil)
		p.Object.Set("_"+key, nil)
	}
	parts := make([]*Part, len(vs))
	for i, v := range vs {
		if parts[i], err = PartOf(m, v, t); err != nil {
			return err
		}
	}
	return p.put(m, e, parts)
}

// property finds an element of the type, and the type that its values have to be of: model.Unknown where they say it.
func (p *Part) property(m *model.Model, name string) (e model.Element, t model.TypeID, err error) {
	e, ok := m.Element(p.Type, name)
	switch {
	case ok && e.Choice:
		return e, model.Unknown, nil
	case ok && m.Kind(e.Types[0]) == model.KindResource:
		return e, model.Unknown, nil
	case ok:
		return e, e.Types[0], nil
	}
	if e, t, ok = m.ElementByKey(p.Type, []byte(name)); ok {
		return e, t, nil
	}
	return e, t, Failf("%s has no element of the name that is to be set", m.TypeName(p.Type))
}

// put writes the values of an element.
func (p *Part) put(m *model.Model, e model.Element, parts []*Part) error {
	if len(parts) == 0 {
		return nil
	}
	key := e.Name
	if e.Choice {
		if key = projection.ChoiceKey(m, e, parts[0].Type); key == "" {
			return Failf("%s.%s cannot be a %s", m.TypeName(p.Type), e.Name, m.TypeName(parts[0].Type))
		}
	}
	values, companions := make([][]byte, len(parts)), make([][]byte, len(parts))
	var hasValue, hasCompanion bool
	for i, part := range parts {
		values[i], companions[i] = part.texts(m)
		hasValue = hasValue || string(values[i]) != "null"
		hasCompanion = hasCompanion || string(companions[i]) != "null"
	}
	write := func(key string, items [][]byte) {
		if e.Repeats {
			p.Object.Set(key, jsonArray(items))
			return
		}
		p.Object.Set(key, items[0])
	}
	if hasValue {
		write(key, values)
	}
	if hasCompanion {
		write("_"+key, companions)
	}
	return nil
}

// texts returns the JSON text of the element and that of its companion, each null where there is none.
func (p *Part) texts(m *model.Model) (text, aside []byte) {
	null := []byte("null")
	if m.Kind(p.Type) != model.KindPrimitive {
		return p.Object.Bytes(), null
	}
	text, aside = null, null
	if p.Value != nil {
		text = p.Value
	}
	if len(p.Object.members) > 0 {
		aside = p.Object.Bytes()
	}
	return text, aside
}

// stepsPerPart is what an element that is made costs in time and memory, compared with visiting an item.
const stepsPerPart = 100

// Element makes the element.
func (p *Part) Element(c *Context) (v value.Value, err error) {
	c.Spend(stepsPerPart)
	if err := c.Err(); err != nil {
		return v, err
	}
	if c.Model.Kind(p.Type) == model.KindPrimitive {
		return p.primitive(c)
	}
	r, err := c.decode(p.Type, p.Object.Bytes())
	if err != nil {
		return v, failure("the element cannot be made", err)
	}
	return value.Elem(r, r.Root()), nil
}

// primitive makes a primitive as the value of an extension, since it is no JSON object by itself.
func (p *Part) primitive(c *Context) (v value.Value, err error) {
	extension, _ := c.Model.Lookup("Extension")
	e, _ := c.Model.Element(extension, "value")
	key := projection.ChoiceKey(c.Model, e, p.Type)
	if key == "" {
		return v, Failf("a %s cannot be made by itself", c.Model.TypeName(p.Type))
	}
	outer := &Object{}
	if p.Value != nil {
		outer.Set(key, p.Value)
	}
	switch {
	case len(p.Object.members) > 0:
		outer.Set("_"+key, p.Object.Bytes())
	case p.Value == nil:
		outer.Set("_"+key, []byte(`{"extension":[]}`)) // what is an element all the same
	}
	r, err := c.decode(extension, outer.Bytes())
	if err != nil {
		return v, failure("the element cannot be made", err)
	}
	n := r.Child(r.Root())
	if n == 0 {
		return v, Failf("the element cannot be made")
	}
	return value.Elem(r, n), nil
}

// Received decodes a resource that a service returned.
func (c *Context) Received(data []byte) (v value.Value, err error) {
	r, err := c.decode(model.Unknown, data)
	if err != nil {
		return v, failure("the service returned what is no resource", err)
	}
	return value.Elem(r, r.Root()), nil
}

// ReceivedAs decodes what a service returned as an element of a data type.
func (c *Context) ReceivedAs(typ string, data []byte) (v value.Value, err error) {
	t, ok := c.Model.Lookup(typ)
	if !ok {
		return v, Failf("FHIR %s has no type %s", c.Model.Release(), typ)
	}
	r, err := c.decode(t, data)
	if err != nil {
		return v, failure("the service returned what is no "+typ, err)
	}
	return value.Elem(r, r.Root()), nil
}
