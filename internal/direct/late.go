package direct

import (
	"slices"

	"github.com/fhirview/fhirview/internal/decode"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/projection"
)

// This file reads primitives whose value stands under one key, and whose id and extensions stand under another. What
// belongs together is known when the whole object has been read: only then do such elements arrive.

// maxLate is how many elements of one object arrive late.
const maxLate = 16

// lateObject is an object of which elements are to arrive when its end is read.
type lateObject struct {
	decode.Object        // has the elements, as children of a node that is none of the resource
	depth         int    // of its members: how many brackets are open
	keptSeen      uint64 // Object.Seen for the elements that are kept
	kept          bool   // there are some
	actions       [maxLate]*action
	count         int
}

// makeLate says that elements under a learned key arrive late, and so all of that name in such objects: the items of a
// choice are in the order of the input.
func (o *objectKeys) makeLate(name projection.Name, stages []int32) {
	if !slices.Contains(o.late, name) {
		o.late = append(o.late, name)
	}
	for _, k := range o.Keys {
		a := &k.Action
		if a.entry == nil || a.entry.Ignored || a.head.Name != name {
			continue
		}
		a.kind, a.quick, a.stages, a.lateOf = late, notQuick, stages, o.shape
		a.to, a.below = nil, nil
	}
}

// late reads the member at pos for an element that arrives late.
func (d *Decoder) late(pos int, a *action) int {
	l := d.lateObject(a.lateOf)
	if !l.add(a) {
		return refused
	}
	o := &l.Object
	if a.kept {
		o = &d.kept
		o.Seen = l.keptSeen
	}
	end, err := d.readMember(pos, o)
	if err != nil {
		return refused
	}
	if a.kept {
		l.kept, l.keptSeen = true, o.Seen
	}
	return end
}

// lateObject returns that of the object whose members are read, which is added where there is none yet.
func (d *Decoder) lateObject(s *projection.Shape) *lateObject {
	last := len(d.lates) - 1
	if last < 0 || d.lates[last].depth != d.plain.Depth {
		n := d.leaf(&decode.NodeHead{}, nodes.None, 0, 0)
		d.lates = append(d.lates, lateObject{Object: decode.Object{Node: n, Shape: s}, depth: d.plain.Depth})
		last++
	}
	return &d.lates[last]
}

// add notes that elements under a key arrive late; it is false where there are too many.
func (l *lateObject) add(a *action) bool {
	for _, have := range l.actions[:l.count] {
		if have.head.Name == a.head.Name {
			return true
		}
	}
	if l.count == maxLate {
		return false
	}
	l.actions[l.count] = a
	l.count++
	return true
}

// arriveLate has the elements arrive that are late, at the end of the object whose members are read.
func (d *Decoder) arriveLate() {
	last := len(d.lates) - 1
	if last < 0 || d.lates[last].depth != d.plain.Depth {
		return // none came
	}
	l := &d.lates[last]
	if l.Holes {
		d.out.DropHoles(l.Node)
	}
	if l.kept && d.kept.Holes {
		d.out.DropHoles(d.kept.Node)
	}
	for _, a := range l.actions[:l.count] {
		parent := l.Node
		if a.kept {
			parent = d.kept.Node
		}
		for n := d.out.Nodes[parent].Child; n != 0; n = d.out.Nodes[n].Next {
			if d.out.Nodes[n].Name == a.head.Name {
				d.walk(a, n)
			}
		}
	}
	d.lates = d.lates[:last]
}
