package resource_test

import (
	"errors"
	"fmt"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
)

// pathTree is what a projection reads, in the simplest form.
type pathTree struct {
	all   bool
	names map[string]*pathTree
}

func newPathTree(paths []string) *pathTree {
	root := &pathTree{names: map[string]*pathTree{}}
	for _, path := range paths {
		t := root
		for name := range strings.SplitSeq(path, ".") {
			if t = t.step(name); t.all {
				break
			}
		}
	}
	return root
}

func (t *pathTree) step(name string) *pathTree {
	if name == "**" {
		t.all = true
	}
	if t.all {
		return t
	}
	if t.names[name] == nil {
		t.names[name] = &pathTree{names: map[string]*pathTree{}}
	}
	return t.names[name]
}

// reference makes of a jsonValue the tree that the decoder should make, with as little thought for speed as possible.
type reference struct {
	model *model.Model
	names map[string]bool // what elements have names
	// skipped are the strings in values that are not read; their bytes do not matter as long as they stay strings.
	skipped []span
	// values are whole values that are not read.
	values []span
}

type refNode struct {
	name, key string
	typ       model.TypeID
	value     string
	hasValue  bool
	isObject  bool
	extended  bool
	children  []*refNode
}

// errFHIR is JSON that FHIR has no meaning for: an array in an array, a companion that is no object or that belongs
// to one.
var errFHIR = errors.New("not FHIR")

// resource returns what is read of a resource.
func (r *reference) resource(v jsonValue, want model.TypeID, t *pathTree) (*refNode, error) {
	typ, found := r.resourceType(v)
	root := &refNode{typ: typ, isObject: true, hasValue: true}
	if !r.model.Abstract(want) {
		if !found {
			root.typ = want
		}
		if root.typ != want {
			t = &pathTree{}
		}
	}
	return root, r.children(root, v, t)
}

func (r *reference) resourceType(v jsonValue) (model.TypeID, bool) {
	for _, m := range v.members {
		if m.key == "resourceType" && m.value.kind == '"' {
			typ, _ := r.model.Lookup(m.value.text)
			return typ, true
		}
	}
	return model.Unknown, false
}

func (r *reference) children(parent *refNode, v jsonValue, t *pathTree) error {
	byKey := map[string][]*refNode{}
	for _, m := range v.members {
		key, isCompanion := strings.CutPrefix(m.key, "_")
		if key == "" {
			key, isCompanion = m.key, false
		}
		node, below := r.element(parent.typ, key, t)
		known := node.typ != model.Unknown
		switch {
		case !known && m.key == "resourceType":
			continue
		case below == nil, !known && (key == "resourceType" || key[:min(1, len(key))] == "_" && key != "_"),
			isCompanion && known && r.model.Kind(node.typ) != model.KindPrimitive:
			r.skip(m.value)
			continue
		}
		items := []jsonValue{m.value}
		if m.value.kind == '[' {
			items = m.value.items
		}
		for i, item := range items {
			if i == len(byKey[key]) {
				n := node
				byKey[key] = append(byKey[key], &n)
				parent.children = append(parent.children, &n)
			}
			if err := r.item(byKey[key][i], item, isCompanion, below); err != nil {
				return err
			}
		}
	}
	kept := parent.children[:0]
	for _, n := range parent.children {
		if n.hasValue || n.extended {
			kept = append(kept, n)
		}
	}
	parent.children = kept
	return nil
}

func (r *reference) skip(v jsonValue) {
	r.values = append(r.values, v.span)
	v.strings(func(s span) { r.skipped = append(r.skipped, s) })
}

// element returns a node without a value for a key, and what is read below it, nil for not even itself.
func (r *reference) element(parent model.TypeID, key string, t *pathTree) (refNode, *pathTree) {
	el, typ, known := r.model.ElementByKey(parent, []byte(key))
	name := el.Name
	if _, choice := r.model.Element(parent, key); !known && !choice {
		name = key
	}
	below := t
	if !t.all {
		below = t.names[name]
	}
	if !r.names[name] {
		name = ""
	}
	return refNode{name: name, key: key, typ: typ}, below
}

func (r *reference) item(n *refNode, v jsonValue, isCompanion bool, t *pathTree) error {
	switch {
	case v.kind == 'n':
		return nil
	case v.kind == '[', isCompanion && v.kind != '{':
		return errFHIR
	case isCompanion:
		if n.extended = len(v.members) > 0; n.extended && n.isObject {
			return errFHIR
		}
		return r.children(n, v, t)
	case v.kind == '{':
		if n.extended {
			return errFHIR
		}
		n.hasValue, n.isObject = true, true
		if r.model.Kind(n.typ) == model.KindResource && r.model.Abstract(n.typ) {
			n.typ, _ = r.resourceType(v)
		}
		return r.children(n, v, t)
	}
	n.hasValue = true
	n.value = " " + v.text
	if v.kind == '"' {
		n.value = fmt.Sprintf(" %q", v.text)
	}
	return nil
}

// dump writes the tree as dump does for a resource.
func (r *reference) dump(root *refNode) string {
	var b strings.Builder
	r.dumpNode(&b, root, "^", "")
	return b.String()
}

func (r *reference) dumpNode(b *strings.Builder, n *refNode, name, indent string) {
	typ, value := "?", n.value
	if n.typ != model.Unknown {
		typ = r.model.TypeName(n.typ)
	}
	if !n.hasValue {
		value = " -"
	}
	fmt.Fprintf(b, "%s%s %s%s\n", indent, name, typ, value)
	for _, c := range n.children {
		name := c.name
		switch {
		case name == "":
			name = "?" + c.key
		case name != c.key:
			name += "/" + c.key
		}
		r.dumpNode(b, c, name, indent+"  ")
	}
}
