package projection

import "github.com/fhirview/fhirview/fhirpath/model"

// Place is what a projection reads of objects in one place of a resource, of one type. Places are equal where they are
// read alike, so that what was found out about one can be kept in a map. A Place is immutable.
type Place struct {
	proj  *Projection
	shape *Shape
	typ   model.TypeID
}

// Place returns what the projection reads of a resource of a type: nothing, where the projection is for resources of
// another type.
func (p *Projection) Place(typ model.TypeID) Place {
	if want, concrete := TypeOf(p); concrete && typ != want {
		return Place{p, Nothing, typ}
	}
	return Place{p, p.root, typ}
}

// Model returns the projection's model.
func (p Place) Model() *model.Model { return p.proj.model }

// Type returns the type of the objects.
func (p Place) Type() model.TypeID { return p.typ }

// Member returns the element that a JSON key such as birthDate or valueQuantity stands for; ok is false where the
// projection does not read it, or where it is a companion's key or resourceType.
func (p Place) Member(key string) (m Member, ok bool) {
	if p.shape.IsEmpty() {
		return m, false
	}
	el, typ, known := p.proj.model.ElementByKey(p.typ, []byte(key))
	m = Member{key: key, repeats: el.Repeats}
	if p.shape.ByType() {
		m.chosen = known && Mixed(p.proj.model, el)
		name := el.Name
		if !known {
			name = UnknownName(p.proj.model, p.typ, key)
		}
		return p.untypedMember(m, name, typ)
	}
	i := p.shape.Lookup(key)
	if i < 0 || p.shape.Entries[i].Companion || p.shape.Entries[i].Ignored {
		return m, false
	}
	e := &p.shape.Entries[i]
	m.name, m.below = e.Name, Place{p.proj, e.Shape, e.Type}
	return m, true
}

// untypedMember completes a member where the type of the object was needed to know what its key means.
func (p Place) untypedMember(m Member, name string, typ model.TypeID) (Member, bool) {
	if _, underscore := CutUnderscore([]byte(m.key)); underscore || m.key == ResourceTypeKey {
		return m, false
	}
	m.name, m.below = NameOf(p.proj, name), Place{p.proj, p.shape, typ}
	if p.shape.All {
		return m, true
	}
	i := p.shape.Lookup(name)
	if i < 0 {
		return m, false
	}
	m.below.shape = p.shape.Entries[i].Shape
	return m, true
}

// Member is an element that a projection reads, by its JSON key. It is immutable.
type Member struct {
	key     string
	name    Name
	repeats bool
	chosen  bool
	below   Place
}

// Key returns the element's JSON key.
func (m *Member) Key() string { return m.key }

// Below returns what is read of the element itself, with its type: of a primitive, its id and extensions.
func (m *Member) Below() Place { return m.below }

// Marks returns what is noted at the nodes of an element: the name that decoded elements carry, whether JSON writes the
// element as an array, and whether it is of a choice that complex types share, where that was not known before the
// object's type.
func Marks(m *Member) (name Name, repeats, chosen bool) { return m.name, m.repeats, m.chosen }

// As returns the member for elements of another type: that of an inlined resource, of which the model says no more
// than that it is a resource.
func (m Member) As(typ model.TypeID) Member {
	m.below.typ = typ
	return m
}
