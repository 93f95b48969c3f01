package projection

import "github.com/fhirview/fhirview/fhirpath/model"

// Place is what a projection reads of the elements under one key in one place of a resource, or of the resource itself.
// Places are equal where elements of the same key are read alike. A Place is immutable.
type Place struct {
	proj    *Projection
	shape   *Shape
	typ     model.TypeID
	key     string
	name    Name
	repeats bool
	chosen  bool
}

// Place returns what the projection reads of a resource of a type: nothing, where the projection is for resources of
// another type.
func (p *Projection) Place(typ model.TypeID) Place {
	if want, concrete := TypeOf(p); concrete && typ != want {
		return Place{proj: p, shape: Nothing, typ: typ}
	}
	return Place{proj: p, shape: p.root, typ: typ}
}

// Model returns the projection's model.
func (p *Place) Model() *model.Model { return p.proj.model }

// Type returns the type of the elements.
func (p *Place) Type() model.TypeID { return p.typ }

// Key returns the JSON key of the elements; a resource has none.
func (p *Place) Key() string { return p.key }

// Marks returns what is noted at the nodes of the elements: the name that decoded elements carry, whether JSON writes them
// as an array, and whether they are of a choice that complex types share, where that was not known before the type of the
// object around them.
func (p *Place) Marks() (name Name, repeats, chosen bool) { return p.name, p.repeats, p.chosen }

// As returns the place for elements of another type: that of an inlined resource, of which the model says no more than that
// it is a resource.
func (p Place) As(typ model.TypeID) Place {
	p.typ = typ
	return p
}

// Member returns the place of the elements below that have a JSON key such as birthDate or valueQuantity; ok is false where
// the projection does not read them, or where it is a companion's key or resourceType.
func (p *Place) Member(key string) (m Place, ok bool) {
	if p.shape.IsEmpty() {
		return m, false
	}
	el, typ, known := p.proj.model.ElementByKey(p.typ, []byte(key))
	m = Place{proj: p.proj, shape: p.shape, typ: typ, key: key, repeats: el.Repeats}
	if p.shape.ByType() {
		m.chosen = known && Mixed(p.proj.model, el)
		name := el.Name
		if !known {
			name = UnknownName(p.proj.model, p.typ, key)
		}
		return m.named(name)
	}
	i := p.shape.Lookup(key)
	if i < 0 || p.shape.Entries[i].Companion || p.shape.Entries[i].Ignored {
		return m, false
	}
	e := &p.shape.Entries[i]
	m.name, m.shape, m.typ = e.Name, e.Shape, e.Type
	return m, true
}

// named completes a place where the type of the object was needed to know what its key means; so far it has the shape of
// the object.
func (p Place) named(name string) (Place, bool) {
	if _, underscore := CutUnderscore([]byte(p.key)); underscore || p.key == ResourceTypeKey {
		return p, false
	}
	p.name = NameOf(p.proj, name)
	if p.shape.All {
		return p, true
	}
	i := p.shape.Lookup(name)
	if i < 0 {
		return p, false
	}
	p.shape = p.shape.Entries[i].Shape
	return p, true
}
