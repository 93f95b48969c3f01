package paths

import "github.com/fhirview/fhirview/internal/projection"

// call is a call by which something was added to a tree.
type call struct {
	what   calls
	on, to int // branches
	steps  []Step
	take   Take
	keep   []projection.Name
}

type calls uint8

const (
	callAdd calls = iota
	callEach
	callRepeat
	callRecur
	callKeep
)

// Union returns a tree that walks several trees from the same focus in one pass; it is not closed yet. It is made by making
// all the calls once more by which they were built. Each has branches of its own in it, and so frames that are as if it were
// walked alone; what is common to them is walked once. The frame of each for the focus is the only one on a branch of the
// focus, at one of the places. ok is false where all together are more than a tree holds.
func Union(trees []*Tree) (t *Tree, places []int, ok bool) {
	t = NewTree()
	for _, one := range trees {
		root, place, _ := t.Each(0, nil)
		for i := range one.calls {
			if !t.addAgain(&one.calls[i], root) {
				return nil, nil, false
			}
		}
		places = append(places, place)
	}
	return t, places, true
}

// shared is what a tree of several has found for one, and another has the same path for, both on the focus: it is found
// once, and copied when the walk is over.
type shared struct {
	from, to foundAt
	size     int32 // how many places
}

// foundAt is a place in the frame of one of several trees for the focus, which is found at a place of the focus's frame.
type foundAt struct{ root, place int32 }

// addShared adds a path on the focus of one of several trees.
func (t *Tree) addShared(root int, steps []Step, take Take) (ok bool) {
	at, ok := t.follow(int32(root), steps)
	if !ok {
		return false
	}
	own, stage := t.output(root, take), &t.Stages[at]
	for _, have := range stage.Outputs {
		if b := &t.Branches[have.Branch]; b.Stage == 0 && b.On == 0 && have.Take == take {
			from, to := foundAt{b.Place, have.Place}, foundAt{t.Branches[root].Place, own.Place}
			t.shared = append(t.shared, shared{from, to, take.places()})
			return true
		}
	}
	stage.Outputs = append(stage.Outputs, own)
	return true
}

// share copies what has been found once for several trees, below the frame of their focus.
func (w *Walker) share(all []shared, focus int) {
	items := w.Items[focus:]
	for i := range all {
		s := &all[i]
		from, to := int(items[s.from.root])-focus+int(s.from.place), int(items[s.to.root])-focus+int(s.to.place)
		copy(items[to:to+int(s.size)], items[from:])
	}
}

// addAgain makes a call of a tree whose branches are those from root on.
func (t *Tree) addAgain(a *call, root int) (ok bool) {
	switch a.what {
	case callAdd:
		if a.on == 0 {
			return t.addShared(root, a.steps, a.take)
		}
		_, ok = t.Add(root+a.on, a.steps, a.take)
	case callEach:
		_, _, ok = t.Each(root+a.on, a.steps)
	case callRecur:
		_, ok = t.Recur(root+a.on, root+a.to, a.steps)
	case callRepeat:
		t.Repeat()
		ok = true
	case callKeep:
		t.Keep(root+a.on, a.keep)
		ok = true
	}
	return ok
}
