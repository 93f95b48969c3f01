package direct

import (
	"slices"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/projection"
)

// Track says where the elements of a resource go that are walked in one pass. It is a tree of spots: where an element
// that has come to a spot goes on to, itself or its children, and which places it is put into there.
//
// A walk makes a frame for each element of a branch. Its first two items are the element and the next frame of the same
// branch; the others are what has been found: an element, 0, or [Several]; and the first and last frames of the branches
// that are on the branch. Frame 0 is no frame.
//
// A track is built once and then used by any number of decoders.
type Track struct {
	Spots    []Spot // the first is where the resource itself arrives
	Branches []TrackBranch
}

// TrackBranch is a branch of a track. The first is that of the resource itself.
type TrackBranch struct {
	Spot   int32             // where its elements arrive
	Size   int32             // of its frames
	Place  int32             // of the first of its frames in the frames of the branch that it is on; the last follows
	On     int32             // the branch that it is on
	Firsts uint64            // the bits of its first()
	Keep   []projection.Name // the children of its elements that something else than paths reads
}

// Spot is where elements arrive.
type Spot struct {
	Branches []int32 // of which they are elements
	Jumps    []Jump
	Ends     []End
	Firsts   []First
	Types    map[model.TypeID][]int32  // the spots to which elements of a type go
	Children map[projection.Name]int32 // the spots to which children go
	Filters  []Filter
}

// Filter is a step that only elements take whose one child of a name is a string with the text.
type Filter struct {
	Name projection.Name
	Text string
	To   int32
}

// Jump is where elements of a branch go on as elements of another, with the frames at a place of the first.
type Jump struct{ On, To, Place int32 }

// First is a step that only the first element in a frame takes: the one that finds the bit unset.
type First struct {
	Bit uint64
	To  int32
}

// End is where elements are put into a place of a branch's frames.
type End struct {
	Branch, Place int32
	Take          Take
}

// Take says what is done with the second element for a place.
type Take uint8

// What is done with a second element.
const (
	TakeOne Take = iota // the place holds Several
	TakeAll             // it becomes a link of the place
	TakeAny             // nothing
)

// The places that all frames have.
const (
	FrameNode = iota
	FrameNext
	FrameItems
)

// Several stands in a frame for more than one element.
const Several nodes.ID = -1

// Frames is the memory of walks: a stack of the frames of all that are not given up yet.
type Frames struct {
	Items []nodes.ID
	Links []Link  // the further elements of places that take all; the first belongs to none
	Open  []int32 // by branch the frame of the element that is walked now
	Done  uint64  // a bit for each first() that has had its element
	saved []int32 // a stack of what was open where a jump began
}

// Link is an element of a place beyond the first.
type Link struct {
	Node nodes.ID
	Next nodes.ID // a link, or 0
}

// Begin begins a walk with so many branches, and returns the frame that is made next.
func (f *Frames) Begin(branches int) (frame int) {
	if len(f.Items) == 0 {
		f.Items, f.Links = append(f.Items, 0), append(f.Links, Link{})
	}
	f.saved, f.Done = f.saved[:0], 0
	if cap(f.Open) < branches {
		f.Open = make([]int32, branches)
	}
	f.Open = f.Open[:branches]
	return len(f.Items)
}

// Enter makes the frame for an element of a branch. It is added to those whose first and last stand at ends, unless that
// is 0.
func (f *Frames) Enter(branch int, b *TrackBranch, n nodes.ID, ends int32) {
	frame := len(f.Items)
	if cap(f.Items)-frame < int(b.Size) {
		f.Items = slices.Grow(f.Items, int(b.Size))
	}
	f.Items = f.Items[:frame+int(b.Size)]
	items := f.Items[frame:]
	for i := FrameNext; i < len(items); i++ { // mostly few: clear() is a call
		items[i] = 0
	}
	items[FrameNode] = n
	f.Open[branch] = int32(frame)
	f.Done &^= b.Firsts
	if ends == 0 {
		return
	}
	if last := f.Items[ends+1]; last == 0 {
		f.Items[ends] = nodes.ID(frame)
	} else {
		f.Items[last+FrameNext] = nodes.ID(frame)
	}
	f.Items[ends+1] = nodes.ID(frame)
}

// Put puts an element into a place.
func (f *Frames) Put(e *End, n nodes.ID) {
	place := f.Open[e.Branch] + e.Place
	switch {
	case f.Items[place] == 0:
		f.Items[place] = n
	case e.Take == TakeAll:
		f.link(int(place), n)
	case e.Take == TakeOne:
		f.Items[place] = Several
	}
}

// link adds an element to a place. The two places after it hold the first and the last link.
func (f *Frames) link(place int, n nodes.ID) {
	added := nodes.ID(len(f.Links))
	f.Links = append(f.Links, Link{Node: n})
	ends := f.Items[place+1 : place+3]
	if last := ends[1]; last == 0 {
		ends[0] = added
	} else {
		f.Links[last].Next = added
	}
	ends[1] = added
}

// Saved is what a jump has changed.
type Saved struct {
	mark int // where it is kept, or the frame itself
	done uint64
}

// Save keeps what is open, to come back to with Restore.
func (f *Frames) Save() Saved {
	s := Saved{len(f.saved), f.Done}
	f.saved = append(f.saved, f.Open...)
	return s
}

// Restore opens again what was open.
func (f *Frames) Restore(s Saved) {
	copy(f.Open, f.saved[s.mark:])
	f.saved, f.Done = f.saved[:s.mark], s.done
}

// save is Save for an element to which happens what an arrival says. Where only one branch is opened anew, it needs no memory.
func (f *Frames) save(a *arrival) Saved {
	switch a.jump {
	case oneJump:
		return Saved{int(f.Open[a.to]), f.Done}
	case anyJump:
		return f.Save()
	}
	return Saved{}
}

// restore comes back to what save has returned for the same arrival.
func (f *Frames) restore(a *arrival, s Saved) {
	switch a.jump {
	case oneJump:
		f.Open[a.to], f.Done = int32(s.mark), s.done
	case anyJump:
		f.Restore(s)
	}
}

// maxFrames is how many items the frames of a resource may have. Jumps that overlap come to every element over and over,
// twice as often with each level of the data.
const maxFrames = 8 << 20

// Full is true where there is no room for more jumps.
func (f *Frames) Full() bool { return len(f.Items) > maxFrames }
