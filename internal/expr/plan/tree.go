package plan

import (
	"slices"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/direct"
)

// Tree is many paths that are walked together, in one pass over the elements below a focus: what paths have in common is
// walked once. It has branches: the paths of a branch start at each of the elements that the branch's own path comes to.
//
// A tree is built first and then walked, by any number of goroutines. Its first branch, 0, is the focus itself.
type Tree struct {
	spots    []spot // the first is where the paths on the focus start
	branches []direct.TrackBranch
	track    *direct.Track // the same, for decoders
}

// spot is where some of the paths have come to after the same steps.
type spot struct {
	ends     []direct.End // of paths
	branches []int32      // the branches whose elements arrive here
	jumps    []direct.Jump
	filters  []filter
	// children are the steps to children, in a table by name without collisions: its size is a power of two.
	children []edge
	only     bool // there are only children
	// types are the filters by type: where an element of a type goes. They are in a table like children, by all the types
	// that pass one; of the filters above, those by type are left out then.
	types []typeEdge
}

// typeEdge is where the elements of a type go: to one spot, or to a list of them.
type typeEdge struct {
	typ model.TypeID
	to  []int32
}

// filter is a step that only some of the elements take.
type filter struct {
	pipe
	to    int32
	first uint64 // of a pipeFirst, its bit
}

type edge struct {
	name resource.Name
	to   int32 // a spot; 0 is none, because no step leads back to the start
	// leaf is true where all that happens at the spot is that one path ends, which takes one element: its branch and
	// place follow.
	leaf   bool
	branch int32
	place  int32
}

// maxFirsts is how many first() a tree can have.
const maxFirsts = 64

// NewTree returns a tree without paths.
func NewTree() *Tree {
	t := &Tree{spots: make([]spot, 1)}
	t.branches = append(t.branches, direct.TrackBranch{Size: direct.FrameItems})
	return t
}

// Add adds a path to a branch, by the branch's index, and returns its place in the branch's frames; ok is false where the
// tree is full.
func (t *Tree) Add(on int, p Path) (place int, ok bool) {
	spot, ok := t.follow(int32(on), p.steps)
	if !ok {
		return 0, false
	}
	b := &t.branches[on]
	end := direct.End{Branch: int32(on), Place: b.Size}
	b.Size++
	switch p.end {
	case joined:
		end.Take = direct.TakeAll
		b.Size += 2 // for the links
	case existing:
		end.Take = direct.TakeAny
	}
	t.spots[spot].ends = append(t.spots[spot].ends, end)
	return int(end.Place), true
}

// Each adds a branch to a branch: that of the elements that a path comes to.
func (t *Tree) Each(on int, p Path) (index, place int, ok bool) {
	spot, ok := t.follow(int32(on), p.steps)
	if !ok {
		return 0, 0, false
	}
	parent := &t.branches[on]
	index, place = len(t.branches), int(parent.Size)
	parent.Size += 2
	t.spots[spot].branches = append(t.spots[spot].branches, int32(index))
	t.branches = append(t.branches, direct.TrackBranch{
		Spot: spot, Size: direct.FrameItems, Place: int32(place), On: int32(on),
	})
	return index, place, true
}

// Repeat adds a branch that Jump adds elements to.
func (t *Tree) Repeat() (index int) {
	t.branches = append(t.branches, direct.TrackBranch{Spot: int32(len(t.spots)), Size: direct.FrameItems})
	t.spots = append(t.spots, spot{}) // no other path goes there
	return len(t.branches) - 1
}

// Jump says that what a path of a branch comes to are elements of a branch that repeats. It returns the place where the
// frames are found; ok is false where the path could come to its own start.
func (t *Tree) Jump(on, to int, p Path) (place int, ok bool) {
	below := slices.ContainsFunc(p.steps, func(s pipe) bool { return s.op == pipeChild })
	spot, ok := t.follow(int32(on), p.steps)
	if !below || !ok {
		return 0, false
	}
	b := &t.branches[on]
	place = int(b.Size)
	b.Size += 2
	t.spots[spot].jumps = append(t.spots[spot].jumps, direct.Jump{On: int32(on), To: int32(to), Place: int32(place)})
	return place, true
}

// Keep says that the children of some names are to be there as nodes below the elements of a branch, also when the tree is
// walked while a resource is decoded.
func (t *Tree) Keep(branch int, names []resource.Name) { t.branches[branch].Keep = names }

// follow returns the spot that steps from a branch's elements lead to.
func (t *Tree) follow(on int32, steps []pipe) (spot int32, ok bool) {
	firsts := 0
	for _, s := range steps {
		if s.op == pipeFirst {
			firsts++
		}
	}
	if t.firsts()+firsts > maxFirsts {
		return 0, false
	}
	spot = t.branches[on].Spot
	for _, s := range steps {
		spot = t.step(on, spot, s)
	}
	return spot, true
}

func (t *Tree) firsts() int {
	n := 0
	for i := range t.spots {
		for _, f := range t.spots[i].filters {
			if f.op == pipeFirst {
				n++
			}
		}
	}
	return n
}

// step returns the spot that a step of a branch leads to from another, which is added where no path has taken the step
// yet. What first() means depends on the branch.
func (t *Tree) step(on, from int32, step pipe) int32 {
	to := int32(len(t.spots))
	s := &t.spots[from]
	if step.op == pipeChild {
		if c := s.child(step.name); c != 0 {
			return c
		}
		s.addChild(edge{name: step.name, to: to})
	} else {
		f := filter{pipe: step, to: to}
		b := &t.branches[on]
		for _, have := range s.filters {
			if have.pipe == step && (step.op != pipeFirst || b.Firsts&have.first != 0) {
				return have.to
			}
		}
		if step.op == pipeFirst {
			f.first = 1 << t.firsts()
			b.Firsts |= f.first
		}
		s.filters = append(s.filters, f)
	}
	t.spots = append(t.spots, spot{})
	return to
}

// Close prepares the tree for being walked on resources of a model. Nothing can be added any more.
func (t *Tree) Close(m *model.Model) {
	for i := range t.spots {
		s := &t.spots[i]
		s.byType(m)
		s.only = len(s.ends)+len(s.branches)+len(s.jumps)+len(s.filters)+len(s.types) == 0
		for j := range t.spots[i].children {
			e := &t.spots[i].children[j]
			if e.to == 0 {
				e.name = noName
			} else if end, ok := t.only(e.to); ok {
				e.leaf, e.branch, e.place = true, end.Branch, end.Place
			}
		}
	}
	t.track = t.makeTrack()
}

// noName is the name of no element.
const noName = ^resource.Name(0)

// byType moves the filters by type to the table of types.
func (s *spot) byType(m *model.Model) {
	var all []typeEdge
	for t := range m.Types() {
		var to []int32
		for _, f := range s.filters {
			if f.op == pipeType && Passes(m, t, f.typ) {
				to = append(to, f.to)
			}
		}
		if to != nil {
			all = append(all, typeEdge{t, to})
		}
	}
	if all == nil {
		return
	}
	s.filters = slices.DeleteFunc(s.filters, func(f filter) bool { return f.op == pipeType })
	s.types = typeTable(all)
}

// typeTable returns a table in which no two types have the same place.
func typeTable(all []typeEdge) []typeEdge {
	for size := 1; ; size *= 2 {
		table := make([]typeEdge, size)
		collides := slices.ContainsFunc(all, func(e typeEdge) bool {
			at := &table[int(e.typ)&(size-1)]
			taken := at.to != nil
			*at = e
			return taken
		})
		if !collides {
			return table
		}
	}
}

// only returns the end of the path that ends at a spot where nothing else happens and the path takes one element.
func (t *Tree) only(at int32) (end direct.End, ok bool) {
	s := &t.spots[at]
	if len(s.ends) != 1 || len(s.branches)+len(s.jumps)+len(s.filters)+len(s.types)+len(s.children) > 0 {
		return end, false
	}
	return s.ends[0], s.ends[0].Take == direct.TakeOne
}

// child returns the spot that the children of a name go to, or 0.
func (s *spot) child(name resource.Name) int32 {
	if len(s.children) == 0 {
		return 0
	}
	if c := s.children[int(name)&(len(s.children)-1)]; c.name == name {
		return c.to
	}
	return 0
}

// addChild adds to the table, which grows until no two names have the same place.
func (s *spot) addChild(added edge) {
	all := []edge{added}
	for _, c := range s.children {
		if c.to != 0 {
			all = append(all, c)
		}
	}
	for size := 1; ; size *= 2 {
		table := make([]edge, size)
		if place(table, all) {
			s.children = table
			return
		}
	}
}

func place(table, all []edge) bool {
	for _, c := range all {
		at := &table[int(c.name)&(len(table)-1)]
		if at.to != 0 {
			return false
		}
		*at = c
	}
	return true
}
