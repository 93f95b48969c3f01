package resource

import "slices"

// This file does with an element what the track says, where decoding along it has come to one.

// arrive has an element arrive, and returns the chain that its members follow.
func (d *Decoder) arrive(a *act, n NodeID) *chain {
	if len(a.steps) > 0 {
		d.apply(a.steps, n)
	}
	f := d.tracking.frames
	if f.Done&a.firstBit == a.firstBit {
		return a.below // a bit that is no bit is always set
	}
	f.Done |= a.firstBit
	if len(a.first.steps) > 0 {
		d.apply(a.first.steps, n)
	}
	return a.first.below
}

// apply does what steps say with an element.
func (d *Decoder) apply(steps []step, n NodeID) {
	f := d.tracking.frames
	for i := range steps {
		s := &steps[i]
		if s.branch == nil {
			f.Put(&s.end, n)
			continue
		}
		f.Enter(int(s.to), s.branch, n, f.Open[s.end.Branch]+s.end.Place)
	}
}

// leaf makes a node that is not linked with others, for the value at pos.
func (d *Decoder) leaf(like *like, kind Kind, key, pos int) NodeID {
	n := len(d.out.nodes)
	if n == cap(d.out.nodes) {
		d.out.grow()
	}
	d.out.nodes = d.out.nodes[:n+1]
	nd := &d.out.nodes[n]
	nd.set(like.typ, kind, pos, pos)
	nd.name, nd.key, nd.keyLen = like.name, uint32(key), like.keyLen
	return NodeID(n)
}

// grow makes room for a node.
//
//go:noinline
func (r *Resource) grow() { r.nodes = slices.Grow(r.nodes, 1) }
