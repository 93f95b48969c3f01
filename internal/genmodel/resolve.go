package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/genmodel/layout"
	"github.com/fhirview/fhirview/internal/tables"
)

// resolver turns definitions, which speak of types by name, URL and path, into a model's, which have ids.
type resolver struct {
	set   *set
	types map[string]*namedType   // all types, the nested ones by path
	ids   map[string]model.TypeID // set once all types are known
	nodes map[string]*node        // all elements by path
}

// namedType is a type before its elements are resolved.
type namedType struct {
	of     *structure // the definition that the type is in
	node   *node      // nil for the definition's own type
	fields []*node    // the child elements
}

// tables lays out the model of the set.
func (s *set) tables(release string) (*tables.Tables, error) {
	name, err := releaseOf(s.version)
	if err != nil {
		return nil, err
	}
	if !strings.EqualFold(name, release) {
		return nil, fmt.Errorf("the definitions are of %s (%s) and not of %s: name others with -definitions", name,
			s.version, release)
	}
	r := &resolver{set: s, types: map[string]*namedType{}, ids: map[string]model.TypeID{}, nodes: map[string]*node{}}
	if err := r.collect(); err != nil {
		return nil, err
	}
	definitions, err := r.definitions()
	if err != nil {
		return nil, err
	}
	return layout.Build(name, s.version, definitions)
}

// releaseOf names the release that a version belongs to.
func releaseOf(version string) (string, error) {
	for prefix, release := range map[string]string{
		"4.0.": "R4", "4.1.": "R4B", "4.3.": "R4B", "5.0.": "R5", "6.0.": "R6",
	} {
		if strings.HasPrefix(version, prefix) {
			return release, nil
		}
	}
	return "", fmt.Errorf("the FHIR version %q belongs to no known release: add it to releaseOf", version)
}

// collect finds all types and elements. An element with children is a type of its own.
func (r *resolver) collect() error {
	for _, d := range r.set.types {
		if _, ok := r.types[d.Type]; ok {
			return fmt.Errorf("%s is defined twice: remove one definition", d.Type)
		}
		r.types[d.Type] = &namedType{of: d}
		for i := range d.Snapshot.Element {
			n := &d.Snapshot.Element[i]
			if n.Path != d.Type {
				r.nodes[n.Path] = n
			}
			if err := r.addField(d, n); err != nil {
				return err
			}
		}
	}
	for i, name := range slices.Sorted(maps.Keys(r.types)) {
		r.ids[name] = tables.FirstFHIR + model.TypeID(i)
	}
	return nil
}

func (r *resolver) addField(d *structure, n *node) error {
	i := strings.LastIndexByte(n.Path, '.')
	if i < 0 || skipped(d, n) {
		return nil
	}
	parent := n.Path[:i]
	t, ok := r.types[parent]
	if !ok {
		p := r.nodes[parent]
		if p == nil {
			return fmt.Errorf("%s comes before its parent: use a definition with a complete snapshot", n.Path)
		}
		t = &namedType{of: d, node: p}
		r.types[parent] = t
	}
	t.fields = append(t.fields, n)
	return nil
}

// skipped reports whether n is no element of its type: a primitive's value, which in JSON is the primitive itself, or
// an element that is ruled out, such as the extensions of xhtml.
func skipped(d *structure, n *node) bool {
	return n.Max == "0" || d.Kind == "primitive-type" && n.Path == d.Type+".value"
}

func (r *resolver) definitions() ([]layout.Definition, error) {
	types := make([]layout.Definition, 0, len(r.types))
	full := map[string][]model.Element{} // with the inherited elements
	for _, name := range slices.Sorted(maps.Keys(r.types)) {
		d, err := r.definition(name)
		if err != nil {
			return nil, err
		}
		full[name] = d.Elements
		types = append(types, d)
	}
	for i := range types {
		inherit(&types[i], types, full)
	}
	return types, nil
}

// inherit leaves out the elements that a type has from its base. Snapshots begin with those, in the base's order; a
// type that changes one of them keeps all of its own.
func inherit(d *layout.Definition, types []layout.Definition, full map[string][]model.Element) {
	if d.Base == model.Unknown {
		return
	}
	inherited := full[types[d.Base-tables.FirstFHIR].Name]
	own := full[d.Name]
	if n := len(inherited); n <= len(own) && slices.EqualFunc(own[:n], inherited, equal) {
		d.Elements = own[n:]
		return
	}
	d.Complete = true
}

func equal(a, b model.Element) bool {
	return a.Name == b.Name && a.Min == b.Min && a.Choice == b.Choice && a.Repeats == b.Repeats &&
		slices.Equal(a.Types, b.Types) && slices.Equal(a.Targets, b.Targets)
}
