package plan

import (
	"strings"

	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/ast"
)

// Extension selects the extensions of a url: X are all the extensions of the input.
//
// Specification: FHIR, "FHIRPath", "extension".
type Extension struct {
	X, URL Node
	Name   resource.Name // url
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
func childText(v value.Value, name resource.Name) (string, error) {
	if v.Kind() != value.KindElement {
		return "", nil
	}
	r, n := v.Element()
	if n = r.Find(r.Child(n), name); n == 0 {
		return "", nil
	}
	if r.Find(r.Next(n), name) != 0 {
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
	Name resource.Name // id
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
		if r, id := v.Element(); c.mayHaveOwnKey(r) && r.Find(r.Child(id), n.Name) == 0 {
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
	Name resource.Name // reference
	// Type is the type that the resource has to have, or "".
	Type string
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
		if key := c.Around.key(reference, n.Type); key != "" {
			c.Push(value.Str(key))
		}
	}
	return c.Since(mark), nil
}

// key returns the key in a reference, or "" where it has none or points to another type; typ "" is any.
func (a *Around) key(ref, typ string) string {
	if key, ok := strings.CutPrefix(ref, typ); ok && typ != "" && len(key) > 1 && key[0] == '/' && !hasDelimiter(key[1:]) {
		return key[1:] // as nearly all are written
	}
	if key, ok := a.referenceKey(ref, typ); ok {
		return key
	}
	have, id, ok := splitReference(ref)
	if !ok || typ != "" && typ != have {
		return ""
	}
	return id
}

// hasDelimiter is true where a text has one of / ? # : in it, and where it has others that are rare in ids.
func hasDelimiter(s string) bool {
	if len(s) < 8 {
		return strings.ContainsAny(s, "/?#:")
	}
	marks := delimiters(s[len(s)-8:])
	for ; len(s) > 8; s = s[8:] {
		marks |= delimiters(s)
	}
	return marks&highs != 0
}

const lows, highs = 0x0101010101010101, 0x8080808080808080

// delimiters has a high bit set if one of the first eight bytes is a delimiter, or not ASCII.
func delimiters(s string) uint64 {
	w := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
	// In the order that this brings them to, the delimiters are before all letters, digits, points and dashes, and what is
	// before the first of these borrows.
	return (((w ^ 0x0e*lows) + 0x0a*lows) ^ 0x11*lows - 0x3b*lows) | w
}

// splitReference takes a reference apart: Patient/1, Patient/1/_history/2, https://example.org/fhir/Patient/1.
func splitReference(ref string) (typ, id string, ok bool) {
	path, absolute := cutScheme(ref)
	if i := strings.Index(path, "/_history/"); i >= 0 {
		path = path[:i]
	}
	path, id, ok = cutLast(path)
	if !ok || id == "" {
		return "", "", false
	}
	base, typ, below := cutLast(path)
	if !below {
		base, typ = "", path
	}
	if absolute != (base != "") || !isTypeName(typ) || strings.ContainsAny(id, "?#:") {
		return "", "", false
	}
	return typ, id, true
}

func cutScheme(ref string) (rest string, ok bool) {
	for _, scheme := range [...]string{"https://", "http://"} {
		if rest, ok := strings.CutPrefix(ref, scheme); ok {
			return rest, true
		}
	}
	return ref, false
}

func cutLast(path string) (before, after string, ok bool) {
	i := strings.LastIndexByte(path, '/')
	if i < 0 {
		return "", path, false
	}
	return path[:i], path[i+1:], true
}

func isTypeName(s string) bool {
	if s == "" || s[0] < 'A' || s[0] > 'Z' {
		return false
	}
	for _, c := range []byte(s) {
		if c|0x20 < 'a' || c|0x20 > 'z' {
			return false
		}
	}
	return true
}
