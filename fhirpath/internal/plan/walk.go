package plan

import (
	"slices"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
)

// walker is the memory for walking trees.
type walker struct {
	tree     *Tree
	resource *resource.Resource
	// frames is a stack of the frames of all walks that are not given up yet. The first item belongs to none, so that 0
	// is no frame.
	frames []resource.NodeID
	links  []link  // the further elements of joined paths
	open   []int32 // by branch the frame of the element that is walked now
	saved  []int32 // a stack of what was open where a jump began
	done   uint64  // a bit for each first() that has had its element
	odd    bool
}

// link is an element of a joined path beyond the first.
type link struct {
	node resource.NodeID
	next resource.NodeID // a link, or 0
}

// several stands in a frame for more than one element.
const several resource.NodeID = -1

// Walk walks a tree from an element and returns the frame of the focus. It is valid until the walk is given up: see
// Walks and EndWalks.
//
// What it cannot tell, it leaves to the evaluation of the single expressions: ok is false where something stands in the
// resource that may be an error of theirs.
func (t *Tree) Walk(c *Context, r *resource.Resource, n resource.NodeID) (frame int, ok bool) {
	w := &c.walker
	w.resource, w.tree = r, t
	w.saved, w.done, w.odd = w.saved[:0], 0, false
	if len(w.frames) == 0 {
		w.frames, w.links = append(w.frames, 0), append(w.links, link{})
	}
	if w.open = w.open[:0]; cap(w.open) < len(t.branches) {
		w.open = make([]int32, 0, len(t.branches))
	}
	w.open = w.open[:len(t.branches)]
	frame = len(w.frames)
	w.enter(0, n, 0)
	w.arrive(&t.spots[0], n)
	return frame, !w.odd
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
	return Walks{w.tree, w.resource, len(w.frames), len(w.links)}
}

// EndWalks gives up all walks since a state; all of them by the zero state.
func (c *Context) EndWalks(s Walks) {
	w := &c.walker
	w.tree, w.resource, w.frames, w.links = s.tree, s.resource, w.frames[:s.frames], w.links[:s.links]
}

// Frame returns a frame and all that follow it.
func (c *Context) Frame(frame int) []resource.NodeID { return c.walker.frames[frame:] }

// FrameResource returns the resource of the frames of the last walk.
func (c *Context) FrameResource() *resource.Resource { return c.walker.resource }

// enter makes the frame for an element of a branch. It is added to those whose first and last stand at ends, unless that
// is 0.
func (w *walker) enter(branch int32, n resource.NodeID, ends int32) {
	b := &w.tree.branches[branch]
	frame := len(w.frames)
	if cap(w.frames)-frame < int(b.size) {
		w.frames = slices.Grow(w.frames, int(b.size))
	}
	w.frames = w.frames[:frame+int(b.size)]
	items := w.frames[frame:]
	for i := range items { // mostly few: clear() is a call
		items[i] = 0
	}
	items[FrameNode] = n
	w.open[branch] = int32(frame)
	w.done &^= b.firsts
	if ends == 0 {
		return
	}
	if last := w.frames[ends+1]; last == 0 {
		w.frames[ends] = resource.NodeID(frame)
	} else {
		w.frames[last+FrameNext] = resource.NodeID(frame)
	}
	w.frames[ends+1] = resource.NodeID(frame)
}

// maxFrames is how many items the frames of a resource may have. Jumps that overlap come to every element over and over,
// twice as often with each level of the data.
const maxFrames = 8 << 20

// jump goes on with an element as one of a branch that repeats. What is open stays open for what comes after it.
func (w *walker) jump(j jump, n resource.NodeID) {
	if len(w.frames) > maxFrames {
		w.odd = true
		return
	}
	mark, done := len(w.saved), w.done
	w.saved = append(w.saved, w.open...)
	w.enter(j.to, n, w.open[j.on]+j.place)
	w.arrive(&w.tree.spots[w.tree.branches[j.to].spot], n)
	copy(w.open, w.saved[mark:])
	w.saved, w.done = w.saved[:mark], done
}

// arrive goes on with an element from a spot.
func (w *walker) arrive(s *spot, n resource.NodeID) {
	for _, branch := range s.branches {
		b := &w.tree.branches[branch]
		w.enter(branch, n, w.open[b.on]+b.parent)
	}
	for i := range s.jumps {
		w.jump(s.jumps[i], n)
	}
	for _, path := range s.ends {
		w.take(path, n)
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
			if at := &w.frames[w.open[e.branch]+e.place]; *at == 0 {
				*at = n
			} else {
				*at = several
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
		first := w.done&f.first == 0
		w.done |= f.first
		return first
	}
	return false
}

// take keeps an element that a path has come to.
func (w *walker) take(path int32, n resource.NodeID) {
	p := &w.tree.paths[path]
	place := int(w.open[p.branch] + p.place)
	switch {
	case w.frames[place] == 0:
		w.frames[place] = n
	case p.end == joined:
		w.link(place, n)
	case p.end != existing:
		w.frames[place] = several
	}
}

// link adds an element to the path of a place. The two places after it hold the first and the last link.
func (w *walker) link(place int, n resource.NodeID) {
	added := resource.NodeID(len(w.links))
	w.links = append(w.links, link{node: n})
	ends := w.frames[place+1 : place+3]
	if last := ends[1]; last == 0 {
		ends[0] = added
	} else {
		w.links[last].next = added
	}
	ends[1] = added
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
	n := w.frames[frame+place]
	switch {
	case p.end == existing && n == 0:
		return Found{Kind: FoundFalse}, true
	case p.end == existing:
		return Found{Kind: FoundTrue}, true
	case n <= 0:
		return Found{}, n == 0
	}
	text, ok := textOf(w.resource, n)
	if !ok {
		return Found{}, false
	}
	switch p.end {
	case referenced:
		text = referenceKey(text, p.text)
	case joined:
		return w.join(c, p.text, frame+place, text)
	}
	if text == "" {
		return Found{}, true
	}
	return Found{FoundText, text}, true
}

// join joins the first text of a place and those of its links.
func (w *walker) join(c *Context, separator string, place int, first string) (f Found, ok bool) {
	size := len(first)
	links := w.frames[place+1]
	if links == 0 {
		return Found{FoundText, first}, true
	}
	for l := links; l != 0; l = w.links[l].next {
		text, ok := textOf(w.resource, w.links[l].node)
		if !ok {
			return Found{}, false
		}
		size += len(separator) + len(text)
	}
	b := append(c.Arena.Grow(size), first...)
	for l := links; l != 0; l = w.links[l].next {
		b = append(append(b, separator...), w.resource.Text(w.links[l].node)...)
	}
	return Found{FoundText, c.Arena.Keep(b)}, true
}

// textOf returns the text of an element whose value is a String; ok is false for all others.
func textOf(r *resource.Resource, n resource.NodeID) (s string, ok bool) {
	t, kind, s := r.Scalar(n)
	return s, kind == resource.String && r.Model().System(t) == model.SystemString
}
