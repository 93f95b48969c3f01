package resource

import (
	"maps"
	"sort"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
)

// Projection says which elements of a resource are decoded. It is immutable and safe for many goroutines.
type Projection struct {
	model  *model.Model
	typ    model.TypeID // the type of the root; abstract where resources of any type are read
	root   *shape
	names  map[string]Name // every name that an expression asks for
	source *Shape          // the graph that the projection was made of, for Union
}

// Type returns the type of the resources that the projection is for, and true where it is one concrete type.
func (p *Projection) Type() (model.TypeID, bool) { return p.typ, !p.model.Abstract(p.typ) }

// Model returns the model whose types and elements the projection speaks of.
func (p *Projection) Model() *model.Model { return p.model }

func newProjection(b *Builder) *Projection {
	p := &Projection{model: b.model, typ: b.typ, names: maps.Clone(b.names), source: b.root.copy(map[*Shape]*Shape{})}
	p.root = p.shape(p.source, map[*Shape]*shape{})
	p.root.ignoreResourceType()
	return p
}

// shape makes what the decoder reads of a Shape and of all that hangs on it.
func (p *Projection) shape(s *Shape, done map[*Shape]*shape) *shape {
	if out := done[s]; out != nil {
		return out
	}
	out := &shape{id: len(done), open: s.open, all: s.all}
	done[s] = out
	for _, e := range s.edges {
		member := entry{key: e.key, name: p.names[e.name], typ: e.typ, shape: p.shape(e.to, done), pair: -1}
		out.add(member, !s.open && mayHaveCompanion(p.model, e.typ))
	}
	out.index()
	return out
}

// mayHaveCompanion is true for the types whose elements can have ids and extensions under an underscore key.
func mayHaveCompanion(m *model.Model, t model.TypeID) bool {
	return t == model.Unknown || m.Kind(t) == model.KindPrimitive
}

// String lists the paths that are read, one a line and sorted: `name.family`, `contained.**` where everything below
// is read, `item.^` where the shape is that of an element above.
func (p *Projection) String() string {
	var lines []string
	p.root.list("", map[*shape]bool{}, &lines)
	sort.Strings(lines)
	return strings.Join(lines, "\n")
}

func (s *shape) list(path string, above map[*shape]bool, lines *[]string) {
	add := func(suffix string) { *lines = append(*lines, strings.TrimPrefix(path+suffix, ".")) }
	switch {
	case above[s]:
		add(".^")
		return
	case s.all:
		add(".**")
		return
	case len(s.entries) == 0 && path != "":
		add("")
	}
	above[s] = true
	for _, e := range s.entries {
		if !e.companion && !e.ignored {
			e.shape.list(path+"."+e.key, above, lines)
		}
	}
	delete(above, s)
}
