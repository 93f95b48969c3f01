package plan

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/nodes"
)

// Found is what is made of the elements that a path with an ending has come to. It is small, because every cell of such a
// path is one: the value of FoundValue, which is rare, is in the context.
type Found struct {
	Kind FoundKind
	Text string // of FoundText
}

// FoundKind says what has been found.
type FoundKind uint8

// The kinds of what is found.
const (
	FoundNothing FoundKind = iota
	FoundText
	FoundTrue
	FoundFalse
	FoundValue // Context.Found
)

// Finish makes of what a path with an ending has come to, at a place of a frame, what the ending says; ok is false where
// that has to be left to the evaluation of the expression.
func (p *Path) Finish(c *Context, frame, place int) (f Found, ok bool) {
	w := &c.Walker
	n := w.Items[frame+place]
	switch {
	case p.end == weave:
		return p.evaluate(c, frame)
	case p.end == existing && n == 0:
		return Found{Kind: FoundFalse}, true
	case p.end == existing:
		return Found{Kind: FoundTrue}, true
	case n < 0 || n == 0 && p.end == key:
		return Found{}, n == 0 && !c.mayHaveOwnKey(w.Resource())
	case n == 0:
		return Found{}, true
	}
	if p.end == joined {
		return c.join(p.text, frame+place, n)
	}
	text, ok := p.Key(c, w.Resource(), n)
	if text == "" {
		return Found{}, ok
	}
	return Found{Kind: FoundText, Text: text}, ok
}

// IsKey is true for a path to the key of a resource, or of the one that a reference points to.
func (p *Path) IsKey() bool { return p.end == key || p.end == referenced }

// Key returns the key in the element at the end of such a path, "" where there is none. Where ok is false, that has to be
// left to the evaluation of the expression. No element, which is 0, may be a resource without id.
func (p *Path) Key(c *Context, r *resource.Resource, n resource.NodeID) (text string, ok bool) {
	if n == 0 {
		return "", p.end != key || !c.mayHaveOwnKey(r)
	}
	t, kind, text := (*nodes.Resource)(r).Table().Scalar(n)
	if kind != resource.String || r.Model().System(t) != model.SystemString {
		return "", false
	}
	if p.end == referenced {
		text = p.KeyIn(c, text)
	}
	return text, true
}

// IsReference is true for a path to the key of a resource that a reference points to.
func (p *Path) IsReference() bool { return p.end == referenced }

// KeyIn returns the key in the text of a reference at the end of such a path, "" where there is none in it.
func (p *Path) KeyIn(c *Context, text string) string {
	if id, ok := p.to.usual(text); ok {
		return id
	}
	return c.Around.key(text, &p.to)
}

// KeyType returns the type that the model gives the element at the end of such a path.
func (p *Path) KeyType(m *model.Model) model.TypeID {
	of, name := "Resource", "id"
	if p.end == referenced {
		of, name = "Reference", "reference"
	}
	t, _ := m.Lookup(of)
	if e, ok := m.Element(t, name); ok {
		return e.Types[0]
	}
	return model.Unknown
}

// join joins the text of the first element of a place and those of its links.
func (c *Context) join(separator string, place int, n resource.NodeID) (f Found, ok bool) {
	w, r := &c.Walker, c.Walker.Resource()
	first, ok := textOf(r, n)
	if !ok {
		return Found{}, false
	}
	size := len(first)
	links := w.Items[place+1]
	if links == 0 {
		return Found{Kind: FoundText, Text: first}, true
	}
	for l := links; l != 0; l = w.Links[l].Next {
		text, ok := textOf(r, w.Links[l].Node)
		if !ok {
			return Found{}, false
		}
		size += len(separator) + len(text)
	}
	b := append(c.Arena.Grow(size), first...)
	for l := links; l != 0; l = w.Links[l].Next {
		b = append(append(b, separator...), r.Text(w.Links[l].Node)...)
	}
	return Found{Kind: FoundText, Text: c.Arena.Keep(b)}, true
}

// textOf returns the text of an element whose value is a String; ok is false for all others.
func textOf(r *resource.Resource, n resource.NodeID) (s string, ok bool) {
	t, kind, s := (*nodes.Resource)(r).Table().Scalar(n)
	return s, kind == resource.String && r.Model().System(t) == model.SystemString
}
