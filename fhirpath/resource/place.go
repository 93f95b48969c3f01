package resource

import "github.com/fhirview/fhirview/fhirpath/model"

// Place is what a projection reads of objects in one place of a resource, of one type. Places are equal where they are
// read alike, so that what was found out about one can be kept in a map. A Place is immutable.
type Place struct {
	proj  *Projection
	shape *shape
	typ   model.TypeID
}

// Place returns what the projection reads of a resource of a type: nothing, where the projection is for resources of
// another type.
func (p *Projection) Place(typ model.TypeID) Place {
	if want, concrete := p.Type(); concrete && typ != want {
		return Place{p, nothing, typ}
	}
	return Place{p, p.root, typ}
}

// Type returns the type of the objects.
func (p Place) Type() model.TypeID { return p.typ }

// Member returns the element that a JSON key such as birthDate or valueQuantity stands for; ok is false where the
// projection does not read it, or where it is a companion's key or resourceType.
func (p Place) Member(key string) (m Member, ok bool) {
	if p.shape.isEmpty() {
		return m, false
	}
	el, typ, known := p.proj.model.ElementByKey(p.typ, []byte(key))
	m = Member{key: key, repeats: el.Repeats}
	if p.shape.byType() {
		m.chosen = known && p.proj.model.Mixed(el)
		name := el.Name
		if !known {
			name = p.unknownName(key)
		}
		return p.openMember(m, name, typ)
	}
	i := p.shape.lookup(key)
	if i < 0 || p.shape.entries[i].companion || p.shape.entries[i].ignored {
		return m, false
	}
	e := &p.shape.entries[i]
	m.name, m.below = e.name, Place{p.proj, e.shape, e.typ}
	return m, true
}

// openMember completes a member where the type of the object was needed to know what its key means.
func (p Place) openMember(m Member, name string, typ model.TypeID) (Member, bool) {
	if _, underscore := cutUnderscore([]byte(m.key)); underscore || m.key == keyResourceType {
		return m, false
	}
	m.name, m.below = p.proj.nameOf(name), Place{p.proj, p.shape, typ}
	if p.shape.all {
		return m, true
	}
	i := p.shape.lookup(name)
	if i < 0 {
		return m, false
	}
	m.below.shape = p.shape.entries[i].shape
	return m, true
}

// unknownName is what expressions call an element that the model does not know, see [Decoder.unknownName].
func (p Place) unknownName(key string) string {
	if _, choice := p.proj.model.Element(p.typ, key); choice {
		return ""
	}
	return key
}

// Member is an element that a projection reads, by its JSON key. It is immutable.
type Member struct {
	key     string
	name    Name
	repeats bool
	chosen  bool
	below   Place
}

// Below returns what is read of the element itself, with its type: of a primitive, its id and extensions.
func (m *Member) Below() Place { return m.below }

// As returns the member for elements of another type: that of an inlined resource, of which the model says no more
// than that it is a resource.
func (m Member) As(typ model.TypeID) Member {
	m.below.typ = typ
	return m
}
