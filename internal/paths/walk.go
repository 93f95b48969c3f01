package paths

import (
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/nodes"
)

// Walker walks trees, one after the other or one within the other. One goroutine uses it. The zero value is ready.
type Walker struct {
	Frames
	tree     *Tree
	resource *resource.Resource
	odd      bool
	marked   []int32 // the stages that elements go on to by what is below them, those of the element at hand from fresh on
	fresh    int
	counted  []counted // what is below the element at hand
}

// Walk walks a tree from an element and returns the frame of the focus. It is valid until the walk is given up: see
// State and Return.
//
// What it cannot tell, it leaves to the evaluation of the single expressions: ok is false where something stands in the
// resource that may be an error of theirs.
func (w *Walker) Walk(t *Tree, r *resource.Resource, n resource.NodeID) (frame int, ok bool) {
	frame = w.Begin(t, r)
	w.Enter(0, &t.Branches[0], n, 0)
	w.arrive(&t.Stages[0], n)
	return frame, w.End(frame)
}

// Begin begins a walk whose elements come to Arrive. It returns the frame of the focus, which has to be entered first.
func (w *Walker) Begin(t *Tree, r *resource.Resource) (frame int) {
	w.resource, w.tree, w.odd, w.marked = r, t, false, w.marked[:0]
	return w.begin(len(t.Branches))
}

// Arrive goes on with an element, below which all is there, from a stage.
func (w *Walker) Arrive(stage int32, n resource.NodeID) { w.arrive(&w.tree.Stages[stage], n) }

// End ends a walk whose focus has a frame. It is false where the walk cannot tell.
func (w *Walker) End(focus int) bool {
	if w.odd {
		return false
	}
	w.share(w.tree.shared, focus)
	return true
}

// Resource returns the resource of the last walk.
func (w *Walker) Resource() *resource.Resource { return w.resource }

// State is the state of a walker, to come back to with Return.
type State struct {
	tree          *Tree
	resource      *resource.Resource
	frames, links int
}

// State returns the state of the walker.
func (w *Walker) State() State { return State{w.tree, w.resource, len(w.Items), len(w.Links)} }

// Return gives up all walks since a state; all of them by the zero state.
func (w *Walker) Return(s State) {
	w.tree, w.resource, w.Items, w.Links = s.tree, s.resource, w.Items[:s.frames], w.Links[:s.links]
}

// recur goes on with an element as one of a branch that repeats. What is open stays open for what comes after it.
func (w *Walker) recur(to *Recursion, n resource.NodeID) {
	if w.Full() {
		w.odd = true
		return
	}
	saved := w.Save()
	b := &w.tree.Branches[to.To]
	w.Enter(int(to.To), b, n, w.Open[to.On]+to.Place)
	w.arrive(&w.tree.Stages[b.Stage], n)
	w.Restore(saved, ^uint64(0))
}

// arrive goes on with an element from a stage.
func (w *Walker) arrive(s *Stage, n resource.NodeID) {
	for _, branch := range s.Branches {
		b := &w.tree.Branches[branch]
		w.Enter(int(branch), b, n, w.Open[b.On]+b.Place)
	}
	for i := range s.Recursions {
		w.recur(&s.Recursions[i], n)
	}
	for i := range s.Outputs {
		w.Put(&s.Outputs[i], n)
	}
	if s.mark != 0 {
		w.mark(s.mark)
	}
	if len(s.ones) > 0 {
		w.count(s, n)
	}
	for i := range s.firsts {
		if f := &s.firsts[i]; w.Done&f.Bit == 0 {
			w.Done |= f.Bit
			w.arrive(&w.tree.Stages[f.To], n)
		}
	}
	if len(s.texts) > 0 {
		w.texts(s.texts, n)
	}
	if s.probe != 0 {
		w.probe(s, n)
	}
	if len(s.types) > 0 {
		for _, to := range s.OfType(w.resource.Type(n)) {
			w.arrive(&w.tree.Stages[to], n)
		}
	}
	if len(s.children) > 0 {
		w.children(s.children, n)
	}
}

func (w *Walker) children(children []edge, n nodes.ID) {
	r := w.resource
	if (*nodes.Resource)(r).Table().HasText(n) {
		w.odd = w.odd || MayHaveChildren(r, n) != nil
	}
	for n = r.Child(n); n != 0; {
		name, next := (*nodes.Resource)(r).Table().Step(n)
		switch e := &children[int(name)&(len(children)-1)]; {
		case e.name != name:
		case !e.leaf:
			if at := &w.tree.Stages[e.to]; at.only {
				w.children(at.children, n)
			} else {
				w.arrive(at, n)
			}
		default:
			if at := &w.Items[w.Open[e.branch]+e.place]; *at == 0 {
				*at = n
			} else {
				*at = Several
			}
		}
		n = next
	}
}
