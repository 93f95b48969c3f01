package expr

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/direct"
	"github.com/fhirview/fhirview/internal/expr/plan"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/paths"
	"github.com/fhirview/fhirview/internal/projection"
)

// Tree is expressions that are evaluated together on a focus, in one pass over the elements below it. It has branches:
// the expressions of a branch are evaluated on each of the elements that the branch's own expression comes to. Branch 0
// is the focus itself.
//
// A tree is built by one goroutine, and immutable when it is closed: then many may use it at once.
type Tree struct {
	tree  *paths.Tree
	model *model.Model
}

// NewTree returns a tree without expressions, for those of a scope for the model.
func NewTree(m *model.Model) *Tree { return &Tree{paths.NewTree(), m} }

// Close has to be called when everything has been added, before the first walk.
func (t *Tree) Close() { t.tree.Close(t.model) }

// TreeOf returns a tree that evaluates several trees on the same focus, in one pass; it is not closed yet. The frame of each
// for the focus is the first of one of the branches on the focus's frame. ok is false where that is more than a tree
// holds, or there is none.
func TreeOf(trees []*Tree) (t *Tree, roots []Branch, ok bool) {
	if len(trees) == 0 {
		return nil, nil, false
	}
	all := make([]*paths.Tree, len(trees))
	for i, one := range trees {
		all[i] = one.tree
	}
	union, places, ok := paths.Union(all)
	for _, place := range places {
		roots = append(roots, Branch{place: place})
	}
	return &Tree{union, trees[0].model}, roots, ok
}

// Model returns the model of the tree's expressions.
func (t *Tree) Model() *model.Model { return t.model }

// Leaf is an expression of a tree.
type Leaf struct {
	place int
	path  *plan.Path
}

// Add adds an expression to a branch; ok is false where the tree does not take it. It takes paths, below the first branch
// $this too, paths with exists(), join(), getResourceKey() or getReferenceKey() at their end, and what iif(), operators and
// functions of values make of paths.
func (t *Tree) Add(branch int, x *Expr) (l Leaf, ok bool) {
	path, ok := plan.PathOf(x.node)
	if !ok {
		return l, false
	}
	return t.add(branch, path)
}

// AddAll adds an expression of which all elements are wanted, which is a path.
func (t *Tree) AddAll(branch int, x *Expr) (l Leaf, ok bool) {
	path, ok := plan.PathOf(x.node)
	if !ok || !path.IsElements() {
		return l, false
	}
	return t.add(branch, path.All())
}

func (t *Tree) add(branch int, path plan.Path) (l Leaf, ok bool) {
	l.path = &path
	l.place, ok = path.AddTo(t.tree, branch)
	return l, ok
}

// IsPath is true for a leaf that yields elements.
func (l *Leaf) IsPath() bool { return l.path.IsElements() }

// Branch is a branch that is on another.
type Branch struct {
	// Index is the branch's number in its tree.
	Index int
	place int
}

// Each adds a branch to a branch, by a path; ok is false where the tree does not take it.
func (t *Tree) Each(branch int, x *Expr) (b Branch, ok bool) {
	if !x.isPipeline() {
		return b, false
	}
	path, _ := plan.PathOf(x.node)
	b.Index, b.place, ok = t.tree.Each(branch, path.Steps())
	return b, ok
}

// Repeat is a branch whose elements are what paths come to from the elements of another branch, and from its own again.
type Repeat struct {
	// Index is the branch's number in its tree.
	Index int
	// Starts and Nexts are where the elements are found, by path: in the frames of the other branch and in its own.
	Starts, Nexts []Branch
}

// Repeat adds a branch that repeats; ok is false where the tree does not take it.
func (t *Tree) Repeat(branch int, paths []*Expr) (r Repeat, ok bool) {
	r.Index = t.tree.Repeat()
	for _, x := range paths {
		start, ok := t.jump(branch, r.Index, x)
		if !ok {
			return r, false
		}
		next, ok := t.jump(r.Index, r.Index, x)
		if !ok {
			return r, false
		}
		r.Starts, r.Nexts = append(r.Starts, start), append(r.Nexts, next)
	}
	return r, true
}

func (t *Tree) jump(on, to int, x *Expr) (b Branch, ok bool) {
	if !x.isPipeline() {
		return b, false
	}
	path, _ := plan.PathOf(x.node)
	b.Index = to
	b.place, ok = t.tree.Recur(on, to, path.Steps())
	return b, ok
}

// Frame is what has been found for one element of a branch. The zero Frame is none.
type Frame int

// WalkTree evaluates a tree on a focus and returns the focus's frame. Frames are valid until the walk is given up.
//
// Where ok is false, nothing is known: something in the resource may be an error of one of the expressions, and each has
// to be evaluated by itself.
func (e *Env) WalkTree(t *Tree, focus value.Value) (f Frame, ok bool) {
	r, n := focus.Element()
	if r == nil {
		return 0, false
	}
	frame, ok := e.c.Walker.Walk(t.tree, r, n)
	return Frame(frame), ok
}

// Decoder returns a decoder for DecodeTree. The projection is that of the tree's expressions.
func (t *Tree) Decoder(p *projection.Projection, arena *nodes.Arena, strict bool) *direct.Decoder {
	return direct.New(p, t.tree, arena, strict)
}

// DecodeTree decodes the text of a resource, which the environment is reset to, and evaluates the tree of the decoder on it
// in one pass. Of the resource, nothing is there but what the
// expressions have come to.
//
// Where ok is false, nothing is known, not even whether the text is a resource. It is often so where data is unusual, be
// it right or wrong.
func (e *Env) DecodeTree(d *direct.Decoder, data []byte, r *resource.Resource) (f Frame, ok bool) {
	e.clear()
	frame, ok := d.Decode(data, r, &e.c.Walker)
	if ok {
		e.start(r)
	}
	return Frame(frame), ok
}

// Walks is the state of an environment's walks.
type Walks = paths.State

// Walks returns the state of the walks, to come back to with EndWalks.
func (e *Env) Walks() Walks { return e.c.Walker.State() }

// Again goes back to a state of the walks, and gives up all results: for other expressions on the same resource.
func (e *Env) Again(s Walks) {
	e.RowIndex = 0
	e.c.Release(0)
	e.c.Unwalk(0)
	e.c.Walker.Return(s)
}

// EndWalks gives up all walks since a state.
func (e *Env) EndWalks(s Walks) { e.c.Walker.Return(s) }

func (e *Env) item(f Frame, place int) resource.NodeID { return e.c.Walker.Items[int(f)+place] }

// First returns the frame of the first element of a branch on the frame's branch, or 0.
func (e *Env) First(f Frame, b Branch) Frame { return Frame(e.item(f, b.place)) }

// Next returns the frame of the next element, or 0.
func (e *Env) Next(f Frame) Frame { return Frame(e.item(f, paths.FrameNext)) }

// Element returns a frame's element.
func (e *Env) Element(f Frame) value.Value {
	return value.Elem(e.c.Walker.Resource(), e.item(f, paths.FrameNode))
}

// Items returns what has been found for a frame, for [Leaf.Node]. It is valid until the next walk.
func (e *Env) Items(f Frame) []resource.NodeID { return e.c.Walker.Items[f:] }

// Node returns the one element that a leaf comes to for which IsPath is true, from a frame's items: 0 where there is none,
// and less where there are several. It is a node of FrameResource. Of a leaf of all elements it is the first.
func (l *Leaf) Node(items []resource.NodeID) resource.NodeID { return items[l.place] }

// Links returns the other elements of a leaf of all elements, for Link.
func (l *Leaf) Links(items []resource.NodeID) (link resource.NodeID) { return items[l.place+1] }

// Link returns one of the other elements of a leaf and the link of the next; 0 is none.
func (e *Env) Link(link resource.NodeID) (n, next resource.NodeID) {
	l := &e.c.Walker.Links[link]
	return l.Node, l.Next
}

// IsKey is true for an expression with getResourceKey() or getReferenceKey() at its end.
func (l *Leaf) IsKey() bool { return l.path.IsKey() }

// IsReference is true for an expression with getReferenceKey() at its end.
func (l *Leaf) IsReference() bool { return l.path.IsReference() }

// KeyType returns the type that the model gives the element that an expression has come to for which IsKey is true.
func (t *Tree) KeyType(l *Leaf) model.TypeID { return l.path.KeyType(t.model) }

// Key returns the key in the one element, or none, that an expression has come to for which IsKey is true, by Node; ""
// where there is none in it. Where ok is false, the expression has to be evaluated by itself.
func (e *Env) Key(l *Leaf, r *resource.Resource, n resource.NodeID) (key string, ok bool) {
	return l.path.Key(&e.c, r, n)
}

// KeyIn is Key for a String, by its text, where IsReference is true. Where it is not, the text is the key.
func (e *Env) KeyIn(l *Leaf, text string) (key string) { return l.path.KeyIn(&e.c, text) }

// FrameResource returns the resource of the frames.
func (e *Env) FrameResource() *resource.Resource { return e.c.Walker.Resource() }

// Found is what an expression of a tree comes to that yields no elements.
type Found = plan.Found

// What an expression of a tree can come to that yields no elements.
const (
	FoundNothing = plan.FoundNothing
	FoundText    = plan.FoundText // Found.Text, a String that was made of elements
	FoundTrue    = plan.FoundTrue
	FoundFalse   = plan.FoundFalse
	FoundValue   = plan.FoundValue // FoundValue of the environment
)

// Found returns what a leaf has come to for which IsPath is false. Where ok is false, the expression has to be
// evaluated by itself.
func (e *Env) Found(f Frame, l *Leaf) (found Found, ok bool) {
	return l.path.Finish(&e.c, int(f), l.place)
}

// FoundValue returns the value where the last that was found is one. It is valid until the next walk.
func (e *Env) FoundValue() value.Value { return e.c.Found }
