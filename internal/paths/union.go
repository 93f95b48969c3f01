package paths

import "github.com/fhirview/fhirview/fhirpath/resource"

// call is a call by which something was added to a tree.
type call struct {
	what   calls
	on, to int // branches
	steps  []Step
	take   Take
	keep   []resource.Name
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

// addAgain makes a call of a tree whose branches are those from root on.
func (t *Tree) addAgain(a *call, root int) (ok bool) {
	switch a.what {
	case callAdd:
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
