package paths

import (
	"slices"

	"github.com/fhirview/fhirview/fhirpath/resource"
)

// Take says what is done with the second element for a place.
type Take uint8

// What is done with a second element.
const (
	TakeOne Take = iota // the place holds Several
	TakeAll             // it becomes a link of the place
	TakeAny             // nothing
)

// places is how many places are needed: one, and two for the links to further elements.
func (t Take) places() int32 {
	if t == TakeAll {
		return 3
	}
	return 1
}

// The places that all frames have.
const (
	FrameNode = iota
	FrameNext
	FrameItems
)

// Several stands in a frame for more than one element.
const Several resource.NodeID = -1

// Frames is the memory of walks: a stack of the frames of all that are not given up yet.
//
// A walk makes a frame for each element of a branch. Its first two items are the element and the next frame of the same
// branch; the others are what has been found: an element, 0, or [Several]; and the first and last frames of the branches
// that are on the branch. Frame 0 is no frame.
type Frames struct {
	Items []resource.NodeID
	Links []Link  // the further elements of places that take all; the first belongs to none
	Open  []int32 // by branch the frame of the element that is walked now
	Done  uint64  // a bit for each first() that has had its element
	saved []int32 // a stack of what was open where a recursion began
}

// Link is an element of a place beyond the first.
type Link struct {
	Node resource.NodeID
	Next resource.NodeID // a link, or 0
}

// begin begins a walk with so many branches, and returns the frame that is made next.
func (f *Frames) begin(branches int) (frame int) {
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
func (f *Frames) Enter(branch int, b *Branch, n resource.NodeID, ends int32) {
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
		f.Items[ends] = resource.NodeID(frame)
	} else {
		f.Items[last+FrameNext] = resource.NodeID(frame)
	}
	f.Items[ends+1] = resource.NodeID(frame)
}

// Put puts an element into a place.
func (f *Frames) Put(o *Output, n resource.NodeID) {
	place := f.Open[o.Branch] + o.Place
	switch {
	case f.Items[place] == 0:
		f.Items[place] = n
	case o.Take == TakeAll:
		f.link(int(place), n)
	case o.Take == TakeOne:
		f.Items[place] = Several
	}
}

// link adds an element to a place. The two places after it hold the first and the last link.
func (f *Frames) link(place int, n resource.NodeID) {
	added := resource.NodeID(len(f.Links))
	f.Links = append(f.Links, Link{Node: n})
	ends := f.Items[place+1 : place+3]
	if last := ends[1]; last == 0 {
		ends[0] = added
	} else {
		f.Links[last].Next = added
	}
	ends[1] = added
}

// Saved is what a recursion has changed.
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

// Restore opens again what was open, and sets bits of first() to what they were.
func (f *Frames) Restore(s Saved, firsts uint64) {
	copy(f.Open, f.saved[s.mark:])
	f.saved, f.Done = f.saved[:s.mark], f.Done&^firsts|s.done&firsts
}

// SaveOne is Save where only one branch is opened anew. It needs no memory.
func (f *Frames) SaveOne(branch int32) Saved { return Saved{int(f.Open[branch]), f.Done} }

// RestoreOne comes back to what SaveOne has returned for the branch.
func (f *Frames) RestoreOne(branch int32, s Saved, firsts uint64) {
	f.Open[branch], f.Done = int32(s.mark), f.Done&^firsts|s.done&firsts
}

// maxFrames is how many items the frames of a resource may have. Recursions that overlap come to every element over and over,
// twice as often with each level of the data.
const maxFrames = 8 << 20

// Full is true where there is no room for more recursions.
func (f *Frames) Full() bool { return len(f.Items) > maxFrames }
