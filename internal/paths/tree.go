package paths

import (
	"slices"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/projection"
)

// Tree is many paths that are walked together, in one pass over the elements below a focus: what paths have in common is
// walked once. It has branches: the paths of a branch start at each of the elements that the branch's own path comes to.
//
// A tree is built first and then walked, by any number of goroutines.
type Tree struct {
	Stages   []Stage  // the first is where the paths on the focus start
	Branches []Branch // the first is the focus itself
	calls    []call   // how the tree was built
	shared   []shared // of a tree of several
}

// Branch is a branch of a tree.
type Branch struct {
	Stage  int32             // where its elements arrive
	Size   int32             // of its frames
	Place  int32             // of the first of its frames in the frames of the branch that it is on; the last follows
	On     int32             // the branch that it is on
	Firsts uint64            // the bits of its first()
	Keep   []projection.Name // the children of its elements that something else than paths reads
}

// Stage is where some of the paths have come to after the same steps.
type Stage struct {
	Outputs    []Output
	Branches   []int32 // the branches whose elements arrive here
	Recursions []Recursion
	// Filters are the steps that only some of the elements take. When the tree is closed, those by type are gone: OfType
	// tells about them. Those by what is below an element are never there: see Probes.
	Filters []Filter
	// probe is where the filters by what is below an element start; 0 where there are none. Each ends at a stage with a
	// mark, which is where an element goes on from below which something has come there; 0 is no mark.
	probe, mark int32
	// ones are where an element goes on from below which nothing but one text has come here, during a probe.
	ones []one
	// texts and firsts are the filters by text and those that only the first element passes, for walks.
	texts  []textFilter
	firsts []Filter
	// children are the steps to children, in a table by name without collisions: its size is a power of two.
	children []edge
	only     bool // there are only children
	// types are the filters by type: where an element of a type goes. They are in a table like children, by all the types
	// that pass one.
	types []typeEdge
}

// Output puts elements into a place of a branch's frames.
type Output struct {
	Branch, Place int32
	Take          Take
}

// Recursion is where elements of a branch go on as elements of another, with the frames at a place of the first.
type Recursion struct{ On, To, Place int32 }

// Filter is a step that only some of the elements take.
type Filter struct {
	Step
	To  int32  // the stage
	Bit uint64 // of First: it is for the element that finds the bit unset
}

// typeEdge is where the elements of a type go: to one stage, or to a list of them.
type typeEdge struct {
	typ model.TypeID
	to  []int32
}

type edge struct {
	name projection.Name
	to   int32 // a stage; 0 is none, because no step leads back to the start
	// leaf is true where all that happens at the stage is that one path ends, which takes one element: its branch and
	// place follow.
	leaf   bool
	branch int32
	place  int32
}

// maxFirsts is how many first() a tree can have.
const maxFirsts = 64

// NewTree returns a tree without paths.
func NewTree() *Tree {
	return &Tree{Stages: make([]Stage, 1), Branches: []Branch{{Size: FrameItems}}}
}

// Add adds a path to a branch, by the branch's index, and returns its place in the branch's frames; ok is false where the
// tree is full.
func (t *Tree) Add(on int, steps []Step, take Take) (place int, ok bool) {
	stage, ok := t.follow(int32(on), steps)
	if !ok {
		return 0, false
	}
	out := t.output(on, take)
	t.Stages[stage].Outputs = append(t.Stages[stage].Outputs, out)
	t.calls = append(t.calls, call{what: callAdd, on: on, steps: steps, take: take})
	return int(out.Place), true
}

// output makes a place in the frames of a branch.
func (t *Tree) output(on int, take Take) Output {
	b := &t.Branches[on]
	out := Output{Branch: int32(on), Place: b.Size, Take: take}
	b.Size += take.places()
	return out
}

// Each adds a branch to a branch: that of the elements that a path comes to.
func (t *Tree) Each(on int, steps []Step) (index, place int, ok bool) {
	stage, ok := t.follow(int32(on), steps)
	if !ok {
		return 0, 0, false
	}
	parent := &t.Branches[on]
	index, place = len(t.Branches), int(parent.Size)
	parent.Size += 2
	t.Stages[stage].Branches = append(t.Stages[stage].Branches, int32(index))
	t.Branches = append(t.Branches, Branch{
		Stage: stage, Size: FrameItems, Place: int32(place), On: int32(on),
	})
	t.calls = append(t.calls, call{what: callEach, on: on, steps: steps})
	return index, place, true
}

// Repeat adds a branch that Recur adds elements to.
func (t *Tree) Repeat() (index int) {
	t.Branches = append(t.Branches, Branch{Stage: int32(len(t.Stages)), Size: FrameItems})
	t.Stages = append(t.Stages, Stage{}) // no other path goes there
	t.calls = append(t.calls, call{what: callRepeat})
	return len(t.Branches) - 1
}

// Recur says that what a path of a branch comes to are elements of a branch that repeats. It returns the place where the
// frames are found; ok is false where the path could come to its own start.
func (t *Tree) Recur(on, to int, steps []Step) (place int, ok bool) {
	below := slices.ContainsFunc(steps, func(s Step) bool { return s.Op == Child })
	stage, ok := t.follow(int32(on), steps)
	if !below || !ok {
		return 0, false
	}
	b := &t.Branches[on]
	place = int(b.Size)
	b.Size += 2
	t.Stages[stage].Recursions = append(t.Stages[stage].Recursions, Recursion{On: int32(on), To: int32(to), Place: int32(place)})
	t.calls = append(t.calls, call{what: callRecur, on: on, to: to, steps: steps})
	return place, true
}

// Keep says that the children of some names are to be there as nodes below the elements of a branch, also when the tree is
// walked while a resource is decoded.
func (t *Tree) Keep(branch int, names []projection.Name) {
	t.Branches[branch].Keep = names
	t.calls = append(t.calls, call{what: callKeep, on: branch, keep: names})
}

// follow returns the stage that steps from a branch's elements lead to.
func (t *Tree) follow(on int32, steps []Step) (stage int32, ok bool) {
	firsts := 0
	for _, s := range steps {
		if s.Op == First {
			firsts++
		}
	}
	if t.firsts()+firsts > maxFirsts {
		return 0, false
	}
	stage = t.Branches[on].Stage
	for _, s := range steps {
		stage = t.step(on, stage, s)
	}
	return stage, true
}

func (t *Tree) firsts() int {
	n := 0
	for i := range t.Stages {
		for _, f := range t.Stages[i].Filters {
			if f.Op == First {
				n++
			}
		}
	}
	return n
}

// step returns the stage that a step of a branch leads to from another, which is added where no path has taken the step
// yet. What first() means depends on the branch: it is the same for branches of the same elements.
func (t *Tree) step(on, from int32, step Step) int32 {
	to := int32(len(t.Stages))
	s := &t.Stages[from]
	switch step.Op {
	case Has, HasOne:
		return t.stepHas(on, from, &step)
	case Child:
		if c := s.Child(step.Name); c != 0 {
			return c
		}
		s.addChild(edge{name: step.Name, to: to})
	default:
		f := Filter{Step: step, To: to}
		b := &t.Branches[on]
		for _, have := range s.Filters {
			if have.is(&step) && (step.Op != First || t.counts(b.Stage, have.Bit)) {
				return have.To
			}
		}
		if step.Op == First {
			f.Bit = 1 << t.firsts()
			b.Firsts |= f.Bit
		}
		s.Filters = append(s.Filters, f)
	}
	t.Stages = append(t.Stages, Stage{})
	return to
}

// stepHas is step for a filter by what is below an element. What several of them have in common is walked once.
func (t *Tree) stepHas(on, from int32, step *Step) int32 {
	if t.Stages[from].probe == 0 {
		t.Stages[from].probe = int32(len(t.Stages))
		t.Stages = append(t.Stages, Stage{})
	}
	end := t.Stages[from].probe
	for _, s := range step.Path {
		end = t.step(on, end, s)
	}
	if step.Op == HasOne {
		return t.stepOne(end, step.Text)
	}
	if t.Stages[end].mark == 0 {
		t.Stages[end].mark = int32(len(t.Stages))
		t.Stages = append(t.Stages, Stage{})
	}
	return t.Stages[end].mark
}

// counts is true where the bit of a first() is that of a branch whose elements arrive at a stage.
func (t *Tree) counts(stage int32, first uint64) bool {
	return slices.ContainsFunc(t.Branches, func(b Branch) bool { return b.Stage == stage && b.Firsts&first != 0 })
}

// stepOne is the end of stepHas for a text.
func (t *Tree) stepOne(end int32, text string) int32 {
	for _, o := range t.Stages[end].ones {
		if o.text == text {
			return o.to
		}
	}
	to := int32(len(t.Stages))
	t.Stages[end].ones = append(t.Stages[end].ones, one{text, to})
	t.Stages = append(t.Stages, Stage{})
	return to
}

// Close prepares the tree for being walked on resources of a model. Nothing can be added any more.
func (t *Tree) Close(m *model.Model) {
	for i := range t.Stages {
		s := &t.Stages[i]
		s.byType(m)
		s.sortFilters()
		s.only = s.doings() == 0
		for j := range t.Stages[i].children {
			e := &t.Stages[i].children[j]
			if e.to == 0 {
				e.name = noName
			} else if end, ok := t.only(e.to); ok {
				e.leaf, e.branch, e.place = true, end.Branch, end.Place
			}
		}
	}
}

// noName is the name of no element.
const noName = ^projection.Name(0)

// byType moves the filters by type to the table of types.
func (s *Stage) byType(m *model.Model) {
	var all []typeEdge
	for t := range m.Types() {
		var to []int32
		for _, f := range s.Filters {
			if f.Op == Type && IsOf(m, t, f.Type) || f.Op == ExactType && t == f.Type {
				to = append(to, f.To)
			}
		}
		if to != nil {
			all = append(all, typeEdge{t, to})
		}
	}
	if all == nil {
		return
	}
	s.Filters = slices.DeleteFunc(s.Filters, func(f Filter) bool { return f.Op == Type || f.Op == ExactType })
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

// only returns the end of the path that ends at a stage where nothing else happens and the path takes one element.
func (t *Tree) only(at int32) (end Output, ok bool) {
	s := &t.Stages[at]
	if len(s.Outputs) != 1 || len(s.children) > 0 || s.doings() > 1 {
		return end, false
	}
	return s.Outputs[0], s.Outputs[0].Take == TakeOne
}

// doings is how many things happen to an element itself at a stage.
func (s *Stage) doings() int {
	n := len(s.Outputs) + len(s.Branches) + len(s.Recursions) + len(s.Filters) + len(s.types) + len(s.ones)
	return n + int(min(s.probe, 1)) + int(min(s.mark, 1))
}

// Child returns the stage that the children of a name go to, or 0.
func (s *Stage) Child(name projection.Name) int32 {
	if len(s.children) == 0 {
		return 0
	}
	if c := s.children[int(name)&(len(s.children)-1)]; c.name == name {
		return c.to
	}
	return 0
}

// OfType returns the stages that elements of a type go to. The tree has to be closed.
func (s *Stage) OfType(t model.TypeID) []int32 {
	if len(s.types) > 0 {
		if e := &s.types[int(t)&(len(s.types)-1)]; e.typ == t {
			return e.to
		}
	}
	return nil
}

// OnlyFirsts is true where elements go on by first() alone, and nothing else happens to them. The tree has to be closed.
func (s *Stage) OnlyFirsts() bool {
	return len(s.firsts) > 0 && s.doings() == len(s.firsts) && len(s.children) == 0
}

// GoesOn is true where there are steps to children.
func (s *Stage) GoesOn() bool { return len(s.children) > 0 }

// addChild adds to the table, which grows until no two names have the same place.
func (s *Stage) addChild(added edge) {
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
