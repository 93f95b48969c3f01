package plan

import (
	"strings"

	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/projection"
)

// Resolve yields the resources that references point to: contained ones, those of the same Bundle, and those that the
// caller's resolver finds. A reference that points to none of them yields nothing.
//
// Specification: FHIR, "FHIRPath", "resolve".
type Resolve struct {
	X    Node
	Name projection.Name // reference
	At   ast.Span
}

// Eval implements Node.
func (n *Resolve) Eval(c *Context) (value.Collection, error) {
	in, err := n.X.Eval(c)
	if err != nil {
		return nil, err
	}
	mark := c.Mark()
	for _, v := range in {
		c.Spend(1)
		ref, err := n.reference(v)
		if err != nil {
			return nil, at(n.At, err)
		}
		if ref == "" {
			continue
		}
		target, ok, err := c.resolve(v, ref)
		if err != nil {
			return nil, at(n.At, err)
		}
		if ok {
			c.Push(target)
		}
	}
	return c.Since(mark), at(n.At, c.Err())
}

// reference returns the reference that an item is or holds, or "".
func (n *Resolve) reference(v value.Value) (string, error) {
	if v.Kind() == value.KindElement {
		if r, id := v.Element(); r.Kind(id) == resource.Object {
			return childText(v, n.Name)
		}
	}
	sys, ok, err := v.System()
	if !ok || err != nil || sys.Kind() != value.KindString {
		return "", err
	}
	return sys.Text(), nil
}

// resolve finds the target of a reference that stands in v.
func (c *Context) resolve(v value.Value, ref string) (target value.Value, ok bool, err error) {
	if v.Kind() != value.KindElement {
		if len(c.Resource) == 0 {
			return c.found(ref)
		}
		v = c.Resource[0]
	}
	r, n := v.Element()
	within := enclosing(r, n)
	if id, local := strings.CutPrefix(ref, "#"); local {
		target, ok = contained(r, within, id)
		return target, ok, nil
	}
	if target, ok = bundled(c, r, within, ref); ok {
		return target, true, nil
	}
	if target, ok, err = c.entry(r, ref); ok || err != nil {
		return target, ok, err
	}
	return c.found(ref)
}

func (c *Context) found(ref string) (target value.Value, ok bool, err error) {
	if ref[0] == '#' {
		return target, false, nil
	}
	r, err := c.external(ref)
	if r == nil || err != nil {
		return target, false, err
	}
	return value.Elem(r, r.Root()), true, nil
}

// contained finds the resource of an id that is contained in the innermost resource that contains any; no id is that
// resource itself.
func contained(r *resource.Resource, within []resource.NodeID, id string) (target value.Value, ok bool) {
	for _, container := range within {
		n := child(r, container, "contained")
		if n != 0 && id == "" {
			return value.Elem(r, container), true
		}
		for ; n != 0; n = r.Next(n) {
			if string(r.Key(n)) == "contained" && childByKey(r, n, "id") == id {
				return value.Elem(r, n), true
			}
		}
	}
	if id == "" && len(within) > 0 {
		return value.Elem(r, within[0]), true
	}
	return target, false
}

// bundled finds a resource in the Bundles that a reference stands in, the innermost first.
//
// Specification: FHIR, "Bundle", "Resolving references in Bundles".
func bundled(c *Context, r *resource.Resource, within []resource.NodeID, ref string) (target value.Value, ok bool) {
	for i, bundle := range within {
		if r.Model().TypeName(r.Type(bundle)) != "Bundle" {
			continue
		}
		want := bundleKey(ref)
		if i > 0 {
			want.base = baseOf(entryURL(r, bundle, within[i-1]))
		}
		for e := child(r, bundle, "entry"); e != 0; e = r.Next(e) {
			c.Spend(1)
			if string(r.Key(e)) != "entry" {
				continue
			}
			if res := child(r, e, "resource"); res != 0 && want.matches(r, childByKey(r, e, "fullUrl"), res) {
				return value.Elem(r, res), true
			}
		}
	}
	return target, false
}

// entryURL returns the fullUrl of the entry that a resource stands in.
func entryURL(r *resource.Resource, bundle, res resource.NodeID) string {
	for e := child(r, bundle, "entry"); e != 0; e = r.Next(e) {
		if child(r, e, "resource") == res {
			return childByKey(r, e, "fullUrl")
		}
	}
	return ""
}

// bundleTarget is what is looked for in a Bundle.
type bundleTarget struct {
	url      string // the reference without its version
	version  string
	typ, id  string
	relative bool
	base     string // of the server that the reference is relative to, or ""
}

func bundleKey(ref string) bundleTarget {
	url, version, _ := strings.Cut(ref, "/_history/")
	t := bundleTarget{url: url, version: version}
	if _, absolute := cutScheme(url); !absolute {
		t.typ, t.id, t.relative = splitReference(url)
	}
	return t
}

// baseOf returns the server's part of the URL of a resource: https://example.org/fhir of
// https://example.org/fhir/Patient/1.
func baseOf(fullURL string) string {
	typ, id, ok := splitReference(fullURL)
	base, rest := strings.CutSuffix(fullURL, "/"+typ+"/"+id)
	if !ok || !rest {
		return ""
	}
	return base
}

// matches is true where an entry's resource is the target. A relative reference means the server that it came from,
// as far as the entries say which that is.
func (t bundleTarget) matches(r *resource.Resource, fullURL string, n resource.NodeID) bool {
	switch base := baseOf(fullURL); {
	case fullURL != "" && (fullURL == t.url || t.relative && t.base != "" && fullURL == t.base+"/"+t.url):
	case !t.relative, t.base != "" && base != "" && base != t.base:
		return false
	case r.Model().TypeName(r.Type(n)) != t.typ || childByKey(r, n, "id") != t.id:
		return false
	}
	if t.version == "" {
		return true
	}
	meta := child(r, n, "meta")
	return meta != 0 && childByKey(r, meta, "versionId") == t.version
}
