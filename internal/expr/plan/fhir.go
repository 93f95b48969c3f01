package plan

import (
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/projection"
)

// Extension selects the extensions of a url: X are all the extensions of the input.
//
// Specification: FHIR, "FHIRPath", "extension".
type Extension struct {
	X, URL Node
	Name   projection.Name // url
	At     ast.Span
}

// Eval implements Node.
func (n *Extension) Eval(c *Context) (value.Collection, error) {
	in, err := n.X.Eval(c)
	if err != nil {
		return nil, err
	}
	urls, err := n.URL.Eval(c)
	if err != nil {
		return nil, err
	}
	url, ok, err := Text(urls)
	if !ok || err != nil {
		return nil, at(n.At, err)
	}
	mark := c.Mark()
	c.Spend(len(in))
	for _, v := range in {
		have, err := childText(v, n.Name)
		if err != nil {
			return nil, at(n.At, err)
		}
		if have == url {
			c.Push(v)
		}
	}
	return c.Since(mark), nil
}

// childText returns the text of the child of a name, or "" where there is none or it has no value. The child is a
// string, and there is one.
func childText(v value.Value, name projection.Name) (string, error) {
	if v.Kind() != value.KindElement {
		return "", nil
	}
	r, n := v.Element()
	if n = (*nodes.Resource)(r).Table().Find(r.Child(n), name); n == 0 {
		return "", nil
	}
	if (*nodes.Resource)(r).Table().Find(r.Next(n), name) != 0 {
		return "", Failf("want a single %s, have several", name)
	}
	sys, ok, err := value.Elem(r, n).System()
	if !ok || err != nil {
		return "", err
	}
	if sys.Kind() != value.KindString {
		return "", Failf("%s has to be a string", name)
	}
	return sys.Text(), nil
}

// ResourceKey yields the key of a resource: its id, or else what the fullUrl of its entry names it by.
//
// Specification: SQL on FHIR, "getResourceKey".
type ResourceKey struct {
	X    Node
	Name projection.Name // id
	At   ast.Span
}

// Eval implements Node.
func (n *ResourceKey) Eval(c *Context) (value.Collection, error) {
	in, err := n.X.Eval(c)
	if err != nil {
		return nil, err
	}
	v, ok, err := Single(in)
	if !ok || err != nil {
		return nil, at(n.At, err)
	}
	key, err := childText(v, n.Name)
	if err == nil && key == "" && v.Kind() == value.KindElement {
		if r, id := v.Element(); c.mayHaveOwnKey(r) && (*nodes.Resource)(r).Table().Find(r.Child(id), n.Name) == 0 {
			key = c.ownKey(r, id)
		}
	}
	if err != nil || key == "" {
		return nil, at(n.At, err)
	}
	return c.One(value.Str(key)), nil
}

// ReferenceKey yields the key of the resource that each Reference of the input points to. Relative references and
// absolute ones by http or https have one; contained resources and conditional references have none. In a Bundle, absolute
// references of all kinds mean the entry of that fullUrl, where there is one; then its key is the result.
//
// Specification: SQL on FHIR, "getReferenceKey".
type ReferenceKey struct {
	X    Node
	Name projection.Name // reference
	To   Target
}

// Eval implements Node.
func (n *ReferenceKey) Eval(c *Context) (value.Collection, error) {
	in, err := n.X.Eval(c)
	if err != nil {
		return nil, err
	}
	mark := c.Mark()
	c.Spend(len(in))
	for _, v := range in {
		reference, err := childText(v, n.Name)
		if err != nil {
			return nil, err
		}
		if key := c.Around.key(reference, &n.To); key != "" {
			c.Push(value.Str(key))
		}
	}
	return c.Since(mark), nil
}
