package funcs

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

const typeFactory = "Type Factory"

// factory are the functions of %factory, but for those that are named as primitive types: see [Method].
//
// Specification: FHIR R6, "FHIRPath", "Type Factory".
var factory = []Def{
	constructor("Extension", "url", "value"),
	constructor("Identifier", "system", "value", "use", "type"),
	constructor("HumanName", "family", "given", "prefix", "suffix", "text", "use"),
	constructor("ContactPoint", "system", "value", "use"),
	constructor("Address", "line", "city", "state", "postalCode", "country", "use", "type"),
	constructor("Quantity", "system", "code", "value", "unit"),
	constructor("Coding", "system", "code", "display", "version"),
	constructor("CodeableConcept", "coding", "text"),
	{Name: "create", Section: typeFactory, Status: FHIR, Params: []Param{typeName}, Result: Outside},
	{Name: "withExtension", Section: typeFactory, Status: FHIR, Params: []Param{entire("instance"), {Name: "url"}, entire("value")}, Result: Instance, Eval: withExtension},
	{Name: "withProperty", Section: typeFactory, Status: FHIR, Params: []Param{entire("instance"), {Name: "name"}, entire("value")}, Result: Instance, Eval: withProperty},
}

// constructor returns the function that makes an element of a type of the values of its elements, all of them optional.
func constructor(typ string, elements ...string) Def {
	d := Def{Name: typ, Section: typeFactory, Status: FHIR, Result: Outside, Returns: typ}
	for _, e := range elements {
		d.Params = append(d.Params, optional(entire(e)))
	}
	d.Eval = func(c *plan.Context, _ value.Collection, args []plan.Node) (value.Collection, error) {
		t, _ := c.Model.Lookup(typ)
		p := plan.NewPart(c.Model, t)
		for i, arg := range args {
			vs, err := arg.Eval(c)
			if err != nil {
				return nil, err
			}
			if err := p.Set(c.Model, elements[i], vs); err != nil {
				return nil, err
			}
		}
		return made(c, p)
	}
	return d
}

func made(c *plan.Context, p *plan.Part) (value.Collection, error) {
	v, err := p.Element(c)
	if err != nil {
		return nil, err
	}
	return c.One(v), nil
}

// primitiveConstructor returns the function that makes a primitive of a value and extensions.
func primitiveConstructor(t model.TypeID, name string) *Def {
	return &Def{
		Name: name, Section: typeFactory, Status: FHIR, Result: Outside, Returns: name,
		Params: []Param{optional(entire("value")), optional(entire("extensions"))},
		Eval: func(c *plan.Context, _ value.Collection, args []plan.Node) (value.Collection, error) {
			p := plan.NewPart(c.Model, t)
			if len(args) > 0 {
				vs, err := args[0].Eval(c)
				if err != nil {
					return nil, err
				}
				v, ok, err := plan.Single(vs)
				if err != nil {
					return nil, err
				}
				if ok {
					if p, err = plan.PartOf(c.Model, v, t); err != nil {
						return nil, err
					}
				}
			}
			if len(args) > 1 {
				vs, err := args[1].Eval(c)
				if err != nil {
					return nil, err
				}
				if err := p.Set(c.Model, "extension", vs); err != nil {
					return nil, err
				}
			}
			return made(c, p)
		},
	}
}

// Create makes an element of a type that has nothing yet.
func Create(t model.TypeID) plan.Func {
	return func(c *plan.Context, _ value.Collection, _ []plan.Node) (value.Collection, error) {
		return made(c, plan.NewPart(c.Model, t))
	}
}

// instance evaluates the element that is to be changed; nil is none.
func instance(c *plan.Context, arg plan.Node) (p *plan.Part, v value.Value, err error) {
	vs, err := arg.Eval(c)
	if err != nil {
		return nil, v, err
	}
	v, ok, err := plan.Single(vs)
	if !ok || err != nil {
		return nil, v, err
	}
	p, err = plan.PartOf(c.Model, v, model.Unknown)
	return p, v, err
}

func withProperty(c *plan.Context, _ value.Collection, args []plan.Node) (value.Collection, error) {
	p, _, err := instance(c, args[0])
	if p == nil || err != nil {
		return nil, err
	}
	name, ok, err := stringArg(c, args[1])
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, plan.Failf("withProperty() wants the name of an element")
	}
	vs, err := args[2].Eval(c)
	if err != nil {
		return nil, err
	}
	if err := p.Set(c.Model, name, vs); err != nil {
		return nil, err
	}
	return made(c, p)
}

func withExtension(c *plan.Context, _ value.Collection, args []plan.Node) (value.Collection, error) {
	p, v, err := instance(c, args[0])
	if p == nil || err != nil {
		return nil, err
	}
	extension, err := newExtension(c, args[1], args[2])
	if err != nil {
		return nil, err
	}
	all := append(extensionsOf(v), extension)
	if err := p.Set(c.Model, "extension", all); err != nil {
		return nil, err
	}
	return made(c, p)
}

func newExtension(c *plan.Context, url, content plan.Node) (v value.Value, err error) {
	urls, err := url.Eval(c)
	if err != nil {
		return v, err
	}
	if len(urls) != 1 {
		return v, plan.Failf("withExtension() wants one url, have %d", len(urls))
	}
	vs, err := content.Eval(c)
	if err != nil {
		return v, err
	}
	t, _ := c.Model.Lookup("Extension")
	p := plan.NewPart(c.Model, t)
	if err := p.Set(c.Model, "url", urls); err != nil {
		return v, err
	}
	if err := p.Set(c.Model, "value", vs); err != nil {
		return v, err
	}
	return p.Element(c)
}

// extensionsOf returns the extensions that an element has.
func extensionsOf(v value.Value) value.Collection {
	var found value.Collection
	if v.Kind() != value.KindElement {
		return nil
	}
	r, n := v.Element()
	for n = r.Child(n); n != 0; n = r.Next(n) {
		if string(r.Key(n)) == "extension" {
			found = append(found, value.Elem(r, n))
		}
	}
	return found
}
