package projection

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
	root   *Shape
	names  map[string]Name // every name that an expression asks for
	source *draft          // the graph that the projection was made of, for Union
}

// TypeOf returns the type of the resources that the projection is for, and true where it is one concrete type.
func TypeOf(p *Projection) (model.TypeID, bool) { return p.typ, !p.model.Abstract(p.typ) }

// RootOf returns what is read of a resource.
func RootOf(p *Projection) *Shape { return p.root }

// Model returns the model whose types and elements the projection speaks of.
func (p *Projection) Model() *model.Model { return p.model }

func newProjection(b *Builder) *Projection {
	p := &Projection{model: b.model, typ: b.typ, names: maps.Clone(b.names), source: b.root.copy(map[*draft]*draft{})}
	p.root = p.shape(p.source, map[*draft]*Shape{})
	p.root.ignoreResourceType()
	return p
}

// shape makes what the decoder reads of a draft and of all that hangs on it.
func (p *Projection) shape(s *draft, done map[*draft]*Shape) *Shape {
	if out := done[s]; out != nil {
		return out
	}
	out := &Shape{ID: len(done), All: s.all, untyped: s.untyped}
	done[s] = out
	for _, e := range s.edges {
		member := Entry{Key: e.key, Name: p.names[e.name], Type: e.typ, Shape: p.shape(e.to, done), Pair: -1}
		out.add(member, !s.untyped && MayHaveCompanion(p.model, e.typ))
	}
	out.index()
	return out
}

// String lists the paths that are read, one a line and sorted: `name.family`, `contained.**` where everything below
// is read, `item.^` where the shape is that of an element above.
func (p *Projection) String() string {
	var lines []string
	p.root.list("", map[*Shape]bool{}, &lines)
	sort.Strings(lines)
	return strings.Join(lines, "\n")
}

func (s *Shape) list(path string, above map[*Shape]bool, lines *[]string) {
	add := func(suffix string) { *lines = append(*lines, strings.TrimPrefix(path+suffix, ".")) }
	switch {
	case above[s]:
		add(".^")
		return
	case s.All:
		add(".**")
		return
	case len(s.Entries) == 0 && path != "":
		add("")
	}
	above[s] = true
	for _, e := range s.Entries {
		if !e.Companion && !e.Ignored {
			e.Shape.list(path+"."+e.Key, above, lines)
		}
	}
	delete(above, s)
}
