package projection

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
	root  *draft
	names map[string]Name
}

// draft is what is read of the elements in one place of a resource, or in several places that are read alike.
type draft struct {
	merged *draft // what this shape became a part of, or nil
	edges  []edge
	// untyped: elements of several types can stand here, so that which JSON keys are which elements of which types is
	// found while decoding. The edges are named by elements instead of keys, and everything below is untyped too.
	untyped bool
	// all: everything below is read.
	all bool
}

type edge struct {
	key, name string // the JSON key and the element's name; in an untyped shape both are the name
	typ       model.TypeID
	to        *draft
}

// Ref is a set of elements that an expression has come to: their shape, and their type as far as it is known when
// the expression is compiled.
type Ref struct {
	draft *draft
	Type  model.TypeID
}

// NewBuilder returns a builder for resources of a type; model.Unknown stands for resources of any type.
func NewBuilder(m *model.Model, typ model.TypeID) *Builder {
	b := &Builder{model: m, typ: typ, names: map[string]Name{}}
	if typ == model.Unknown {
		b.typ, _ = m.Lookup("Resource")
	}
	b.root = &draft{untyped: m.Abstract(b.typ)}
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
// No element is called resourceType, a name with a leading underscore, or by a choice's JSON key such as
// valueQuantity: where the model does not say otherwise, asking for those adds nothing.
func (b *Builder) Member(r Ref, name string) []Ref {
	b.Name(name)
	s := r.draft.find()
	e, ok := b.model.Element(r.Type, name)
	if !ok {
		if !s.untyped && b.isNoElement(r.Type, name) {
			return []Ref{{&draft{}, model.Unknown}}
		}
		return []Ref{b.step(s, name, name, model.Unknown)}
	}
	refs := make([]Ref, 0, len(e.Types))
	for _, t := range e.Types {
		key := name
		if e.Choice && !s.untyped {
			key = ChoiceKey(b.model, e, t)
		}
		refs = append(refs, b.step(s, key, name, t))
	}
	return refs
}

// isNoElement is true for JSON keys that are something else than an element of the same name. In an untyped shape that
// depends on the type that the decoder finds.
func (b *Builder) isNoElement(parent model.TypeID, name string) bool {
	_, _, isKey := b.model.ElementByKey(parent, []byte(name))
	_, underscore := CutUnderscore([]byte(name))
	return isKey || underscore || name == ResourceTypeKey
}

// step adds one edge to a shape.
func (b *Builder) step(s *draft, key, name string, t model.TypeID) Ref {
	if s.all {
		return Ref{s, t}
	}
	if i := s.edge(key); i >= 0 {
		return Ref{s.edges[i].to.find(), t}
	}
	to := &draft{untyped: s.untyped || IsResource(b.model, t)}
	s.edges = append(s.edges, edge{key, name, t, to})
	return Ref{to, t}
}

// edge returns the index of the edge with a key, or -1.
func (s *draft) edge(key string) int {
	return slices.IndexFunc(s.edges, func(e edge) bool { return e.key == key })
}

// All says that everything below the elements at r is read.
func (b *Builder) All(r Ref) { r.draft.find().readAll() }

func (s *draft) readAll() {
	if s.all {
		return
	}
	s.all = true
	edges := s.edges
	s.edges = nil
	for _, e := range edges {
		e.to.find().readAll()
	}
}

// Like returns elements like those at r, which are in no place of the resource yet, and of which nothing is read so far.
func (b *Builder) Like(r Ref) Ref { return Ref{&draft{untyped: r.draft.find().untyped}, r.Type} }

// Below returns the names of what is read of the elements at r; all is true where that is everything.
func (b *Builder) Below(r Ref) (names []Name, all bool) {
	s := r.draft.find()
	for _, e := range s.edges {
		names = append(names, b.names[e.name])
	}
	return names, s.all
}

// As returns the elements as those of another type.
func (r Ref) As(t model.TypeID) Ref { return Ref{r.draft, t} }

// Same is true where two references are to the same shape with the same type.
func (r Ref) Same(other Ref) bool {
	return r.Type == other.Type && r.draft.find() == other.draft.find()
}

// find returns the shape that s has become a part of, or s.
func (s *draft) find() *draft {
	for s.merged != nil {
		s = s.merged
	}
	return s
}

// Projection returns what has been collected so far. Collecting may go on; the projection does not change.
func (b *Builder) Projection() *Projection {
	return newProjection(b)
}
