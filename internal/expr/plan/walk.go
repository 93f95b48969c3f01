package plan

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/direct"
)

// walker is the memory for walking trees.
type walker struct {
	direct.Frames
	tree     *Tree
	resource *resource.Resource
	odd      bool
}

// Walk walks a tree from an element and returns the frame of the focus. It is valid until the walk is given up: see
// Walks and EndWalks.
//
// What it cannot tell, it leaves to the evaluation of the single expressions: ok is false where something stands in the
// resource that may be an error of theirs.
func (t *Tree) Walk(c *Context, r *resource.Resource, n resource.NodeID) (frame int, ok bool) {
	w := &c.walker
	frame = w.begin(t, r)
	w.Enter(0, &t.branches[0], n, 0)
	w.arrive(&t.spots[0], n)
	return frame, !w.odd
}

func (w *walker) begin(t *Tree, r *resource.Resource) (frame int) {
	w.resource, w.tree, w.odd = r, t, false
	return w.Begin(len(t.branches))
}

// Walks is the state of the walks of a context, to come back to with EndWalks.
type Walks struct {
	tree          *Tree
	resource      *resource.Resource
	frames, links int
}

// Walks returns the state of the walks.
func (c *Context) Walks() Walks {
	w := &c.walker
	return Walks{w.tree, w.resource, len(w.Items), len(w.Links)}
}

// EndWalks gives up all walks since a state; all of them by the zero state.
func (c *Context) EndWalks(s Walks) {
	w := &c.walker
	w.tree, w.resource, w.Items, w.Links = s.tree, s.resource, w.Items[:s.frames], w.Links[:s.links]
}

// Frame returns a frame and all that follow it.
func (c *Context) Frame(frame int) []resource.NodeID { return c.walker.Items[frame:] }

// FrameItem returns an item of a frame.
func (c *Context) FrameItem(frame, place int) resource.NodeID { return c.walker.Items[frame+place] }

// FrameResource returns the resource of the frames of the last walk.
func (c *Context) FrameResource() *resource.Resource { return c.walker.resource }

// jump goes on with an element as one of a branch that repeats. What is open stays open for what comes after it.
func (w *walker) jump(j *direct.Jump, n resource.NodeID) {
	if w.Full() {
		w.odd = true
		return
	}
	saved := w.Save()
	b := &w.tree.branches[j.To]
	w.Enter(int(j.To), b, n, w.Open[j.On]+j.Place)
	w.arrive(&w.tree.spots[b.Spot], n)
	w.Restore(saved)
}

// arrive goes on with an element from a spot.
func (w *walker) arrive(s *spot, n resource.NodeID) {
	for _, branch := range s.branches {
		b := &w.tree.branches[branch]
		w.Enter(int(branch), b, n, w.Open[b.On]+b.Place)
	}
	for i := range s.jumps {
		w.jump(&s.jumps[i], n)
	}
	for i := range s.ends {
		w.Put(&s.ends[i], n)
	}
	for i := range s.filters {
		if f := &s.filters[i]; w.passes(f, n) {
			w.arrive(&w.tree.spots[f.to], n)
		}
	}
	if len(s.types) > 0 {
		t := w.resource.Type(n)
		if e := &s.types[int(t)&(len(s.types)-1)]; e.typ == t {
			for _, to := range e.to {
				w.arrive(&w.tree.spots[to], n)
			}
		}
	}
	if len(s.children) > 0 {
		w.children(s.children, n)
	}
}

func (w *walker) children(children []edge, n resource.NodeID) {
	r := w.resource
	if r.HasText(n) {
		w.odd = w.odd || mayHaveChildren(r, n) != nil
	}
	for n = r.Child(n); n != 0; {
		name, next := r.Step(n)
		switch e := &children[int(name)&(len(children)-1)]; {
		case e.name != name:
		case !e.leaf:
			if at := &w.tree.spots[e.to]; at.only {
				w.children(at.children, n)
			} else {
				w.arrive(at, n)
			}
		default:
			if at := &w.Items[w.Open[e.branch]+e.place]; *at == 0 {
				*at = n
			} else {
				*at = direct.Several
			}
		}
		n = next
	}
}

// passes is true where an element takes the step.
func (w *walker) passes(f *filter, n resource.NodeID) bool {
	r := w.resource
	switch f.op {
	case pipeText:
		if r.HasText(n) {
			w.odd = w.odd || mayHaveChildren(r, n) != nil
		}
		equal, _ := hasText(r, n, f.name, f.text)
		return equal
	case pipeFirst:
		first := w.Done&f.first == 0
		w.Done |= f.first
		return first
	}
	return false
}

// Found is what is made of the elements that a path with an ending has come to.
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
)

// Finish makes of what a path with an ending has come to, at a place of a frame, what the ending says; ok is false where
// that has to be left to the evaluation of the expression.
func (p *Path) Finish(c *Context, frame, place int) (f Found, ok bool) {
	w := &c.walker
	n := w.Items[frame+place]
	switch {
	case p.end == existing && n == 0:
		return Found{Kind: FoundFalse}, true
	case p.end == existing:
		return Found{Kind: FoundTrue}, true
	case n < 0 || n == 0 && p.end == key:
		return Found{}, n == 0 && !c.mayHaveOwnKey(w.resource)
	case n == 0:
		return Found{}, true
	}
	if p.end == joined {
		return w.join(c, p.text, frame+place, n)
	}
	text, ok := p.Key(c, w.resource, n)
	if text == "" {
		return Found{}, ok
	}
	return Found{FoundText, text}, ok
}

// IsKey is true for a path to the key of a resource, or of the one that a reference points to.
func (p *Path) IsKey() bool { return p.end == key || p.end == referenced }

// Key returns the key in the element at the end of such a path, "" where there is none. Where ok is false, that has to be
// left to the evaluation of the expression. No element, which is 0, may be a resource without id.
func (p *Path) Key(c *Context, r *resource.Resource, n resource.NodeID) (text string, ok bool) {
	if n == 0 {
		return "", p.end != key || !c.mayHaveOwnKey(r)
	}
	t, kind, text := r.Scalar(n)
	if kind != resource.String || r.Model().System(t) != model.SystemString {
		return "", false
	}
	return p.KeyIn(c, text), true
}

// KeyIn returns the key in the text of the element at the end of such a path, "" where there is none in it.
func (p *Path) KeyIn(c *Context, text string) string {
	if p.end == referenced {
		return c.Around.key(text, p.text)
	}
	return text
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
func (w *walker) join(c *Context, separator string, place int, n resource.NodeID) (f Found, ok bool) {
	first, ok := textOf(w.resource, n)
	if !ok {
		return Found{}, false
	}
	size := len(first)
	links := w.Items[place+1]
	if links == 0 {
		return Found{FoundText, first}, true
	}
	for l := links; l != 0; l = w.Links[l].Next {
		text, ok := textOf(w.resource, w.Links[l].Node)
		if !ok {
			return Found{}, false
		}
		size += len(separator) + len(text)
	}
	b := append(c.Arena.Grow(size), first...)
	for l := links; l != 0; l = w.Links[l].Next {
		b = append(append(b, separator...), w.resource.Text(w.Links[l].Node)...)
	}
	return Found{FoundText, c.Arena.Keep(b)}, true
}

// textOf returns the text of an element whose value is a String; ok is false for all others.
func textOf(r *resource.Resource, n resource.NodeID) (s string, ok bool) {
	t, kind, s := r.Scalar(n)
	return s, kind == resource.String && r.Model().System(t) == model.SystemString
}
