package paths

import "github.com/fhirview/fhirview/fhirpath/resource"

// This file is for those who walk a tree before they know whether an element passes a filter: they have it arrive as if it
// did, and take back what has been put into frames where it does not.

// Spot is a place that something may be put into, and that can be made again what it was.
type Spot struct {
	Branch, Place int32
	what          spotKind
}

type spotKind uint8

const (
	spotNode   spotKind = iota // an element
	spotLinks                  // an element and, in the next two places, its first and last link
	spotFrames                 // the first and the last frame of a branch
)

// Size returns how many places the spot is.
func (s Spot) Size() int32 { return [...]int32{1, 3, 2}[s.what] }

// Spots returns the spots that what goes on from a stage may be put into, but for those in frames that are made there; and
// the bits of the first() that it may set. ok is false where it cannot be taken back, because branches recur. The tree has
// to be closed.
func (t *Tree) Spots(stage int32) (spots []Spot, firsts uint64, ok bool) {
	r := t.reach(stage)
	for i := range t.Stages {
		s := &t.Stages[i]
		if !r.seen[i] {
			continue
		}
		if len(s.Recursions) > 0 {
			return nil, 0, false
		}
		for _, o := range s.Outputs {
			what := spotNode
			if o.Take == TakeAll {
				what = spotLinks
			}
			if !r.Entered[o.Branch] {
				spots = append(spots, Spot{o.Branch, o.Place, what})
			}
		}
		for _, branch := range s.Branches {
			if b := &t.Branches[branch]; !r.Entered[b.On] {
				spots = append(spots, Spot{b.On, b.Place, spotFrames})
			}
		}
		for _, f := range s.Filters {
			firsts |= f.Bit
		}
	}
	return spots, firsts, true
}

// TakeBack makes a spot what its places were once. The frames and links that were made since are left behind.
func (f *Frames) TakeBack(s Spot, noted []resource.NodeID) {
	at := int(f.Open[s.Branch] + s.Place)
	switch s.what {
	case spotNode:
		f.Items[at] = noted[0]
		return
	case spotFrames:
		f.Items[at], f.Items[at+1] = noted[0], noted[1]
		if last := noted[1]; last != 0 {
			f.Items[last+FrameNext] = 0
		}
		return
	}
	f.Items[at], f.Items[at+1], f.Items[at+2] = noted[0], noted[1], noted[2]
	if last := noted[2]; last != 0 {
		f.Links[last].Next = 0
	}
}
