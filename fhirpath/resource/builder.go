package resource

import (
	"slices"

	"github.com/fhirview/fhirview/fhirpath/model"
)

// Builder collects the elements that a set of expressions can read and makes a [Projection] of them. It is used by
// one goroutine.
//
// The elements form a graph of shapes. It is a tree until Unify closes a circle: the items of a questionnaire are
// read the same way at every depth.
type Builder struct {
	model *model.Model
	typ   model.TypeID
	root  *Shape
	names map[string]Name
}

// Shape is what is read of the elements in one place of a resource, or in several places that are read alike.
type Shape struct {
	merged *Shape // what this shape became a part of, or nil
	edges  []edge
	// open: elements of several types can stand here, so that which JSON keys are which elements of which types is
	// found while decoding: the edges are named by elements instead of keys, and everything below is open too.
	open bool
	// all: everything below is read.
	all bool
}

type edge struct {
	key, name string // the JSON key and the element's name; in an open shape both are the name
	typ       model.TypeID
	to        *Shape
}

// Ref is a set of elements that an expression has come to: their shape, and their type as far as it is known when
// the expression is compiled.
type Ref struct {
	Shape *Shape
	Type  model.TypeID
}

// NewBuilder returns a builder for resources of a type; model.Unknown stands for resources of any type.
func NewBuilder(m *model.Model, typ model.TypeID) *Builder {
	b := &Builder{model: m, typ: typ, names: map[string]Name{}}
	if typ == model.Unknown {
		b.typ, _ = m.Lookup("Resource")
	}
	b.root = &Shape{open: m.Abstract(b.typ)}
	return b
}

// Root returns the resource itself.
func (b *Builder) Root() Ref { return Ref{b.root, b.typ} }

// Name interns the name of an element and makes sure that decoded elements of this name carry it.
func (b *Builder) Name(name string) Name {
	id, ok := b.names[name]
	if !ok {
		id = Intern(name)
		b.names[name] = id
	}
	return id
}

// Member adds the children of a name to what is read of the elements at r, and returns them: several where a choice
// can have several types. A name that the model does not know of r's type is read as it stands, with unknown type.
func (b *Builder) Member(r Ref, name string) []Ref {
	b.Name(name)
	s := r.Shape.find()
	e, ok := b.model.Element(r.Type, name)
	if !ok {
		return []Ref{b.step(s, name, name, model.Unknown)}
	}
	refs := make([]Ref, 0, len(e.Types))
	for _, t := range e.Types {
		key := name
		if e.Choice && !s.open {
			key = b.model.ChoiceKey(e, t)
		}
		refs = append(refs, b.step(s, key, name, t))
	}
	return refs
}

// isResource is true for the abstract types that any resource can stand for.
func (b *Builder) isResource(t model.TypeID) bool {
	return b.model.Kind(t) == model.KindResource && b.model.Abstract(t)
}

// step adds one edge to a shape.
func (b *Builder) step(s *Shape, key, name string, t model.TypeID) Ref {
	if s.all {
		return Ref{s, t}
	}
	if i := slices.IndexFunc(s.edges, func(e edge) bool { return e.key == key }); i >= 0 {
		return Ref{s.edges[i].to.find(), t}
	}
	to := &Shape{open: s.open || b.isResource(t)}
	s.edges = append(s.edges, edge{key, name, t, to})
	return Ref{to, t}
}

// All says that everything below the elements at r is read.
func (b *Builder) All(r Ref) {
	s := r.Shape.find()
	if s.all {
		return
	}
	s.all = true
	for _, e := range s.edges {
		b.All(Ref{e.to, e.typ})
	}
	s.edges = nil
}

// Unify says that the elements at x and at y are read alike, so that both are read as far as either is. It is what
// makes the shape of a recursive element out of the shapes of its first two levels.
func (b *Builder) Unify(x, y Ref) {
	s, t := x.Shape.find(), y.Shape.find()
	if s == t {
		return
	}
	if s.open || t.open || x.Type != y.Type {
		b.open(s)
		b.open(t)
	}
	t.merged = s
	if s.all || t.all {
		edges := append(s.edges, t.edges...)
		s.edges, s.all = nil, true
		for _, e := range edges {
			b.All(Ref{e.to, e.typ})
		}
		return
	}
	for _, e := range t.edges {
		b.adopt(s.find(), e)
	}
}

// adopt gives an edge to a shape, which may have one with the same key.
func (b *Builder) adopt(s *Shape, e edge) {
	i := slices.IndexFunc(s.edges, func(own edge) bool { return own.key == e.key })
	if i < 0 {
		s.edges = append(s.edges, e)
		return
	}
	own := s.edges[i]
	b.Unify(Ref{own.to, own.typ}, Ref{e.to, e.typ})
}

// open makes a shape and all that hangs on it open.
func (b *Builder) open(s *Shape) {
	if s = s.find(); s.open {
		return
	}
	s.open = true
	edges := s.edges
	s.edges = nil
	for _, e := range edges {
		b.open(e.to)
		e.key = e.name
		b.adopt(s.find(), e)
	}
}

func (s *Shape) find() *Shape {
	for s.merged != nil {
		s = s.merged
	}
	return s
}

// Same is true where two references are to the same shape with the same type.
func (r Ref) Same(other Ref) bool {
	return r.Type == other.Type && r.Shape.find() == other.Shape.find()
}

// Projection returns what has been collected so far. Collecting may go on; the projection does not change.
func (b *Builder) Projection() *Projection {
	p := &Projection{model: b.model, typ: b.typ, names: make(map[string]Name, len(b.names)), source: b}
	for name, id := range b.names {
		p.names[name] = id
	}
	ids := map[*Shape]int32{}
	p.root = p.add(b.root, ids)
	return p
}

// Union returns a projection of all that any of the given ones reads, so that one decoded resource serves them all.
// They have to be of the same model and the same type of resource.
func Union(ps ...*Projection) *Projection {
	b := NewBuilder(ps[0].model, ps[0].typ)
	for _, p := range ps {
		for name := range p.names {
			b.Name(name)
		}
		copied := Ref{p.source.root.copy(map[*Shape]*Shape{}), b.typ}
		b.Unify(b.Root(), copied)
	}
	return b.Projection()
}

// copy returns the graph that hangs on a shape, without shapes that are merged into others.
func (s *Shape) copy(done map[*Shape]*Shape) *Shape {
	s = s.find()
	if c := done[s]; c != nil {
		return c
	}
	c := &Shape{open: s.open, all: s.all}
	done[s] = c
	for _, e := range s.edges {
		e.to = e.to.copy(done)
		c.edges = append(c.edges, e)
	}
	return c
}
