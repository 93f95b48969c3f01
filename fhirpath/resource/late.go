package resource

import (
	"slices"

	"github.com/fhirview/fhirview/internal/projection"
)

// This file reads primitives whose value stands under one key, and whose id and extensions stand under another, while a
// resource is decoded along a track. What belongs together is known when the whole object has been read: only then do such
// elements arrive.

// maxLate is how many elements of one object arrive late.
const maxLate = 16

// lateObject is an object of which elements are to arrive when its end is read.
type lateObject struct {
	object          // has the elements, as children of a node that is none of the resource
	depth    int    // of its members: how many brackets are open
	keptSeen uint64 // object.seen for the elements that are kept
	kept     bool   // there are some
	guesses  [maxLate]*guess
	count    int
}

// late says that elements under a guessed key arrive late, and so all of that name in objects of the chain: the items of a
// choice are in the order of the input.
func (d *Decoder) late(c *chain, g *guess, spots []int32) {
	name := g.like.name
	if !slices.Contains(c.late, name) {
		c.late = append(c.late, name)
	}
	for _, other := range append(c.guesses, g) {
		if other.entry == nil || other.entry.Ignored || other.like.name != name {
			continue
		}
		other.act, other.passes, other.lateOf = &act{built: spots}, nil, c.shape
		other.how, other.level, other.need = howRead, levelNever, other.seen
	}
}

// alongLate reads the member at pos, whose key is that of the guess, for an element that arrives late.
func (d *Decoder) alongLate(pos int, g *guess) int {
	l := d.lateObject(g.lateOf)
	if !l.add(g) {
		return -1
	}
	o := &l.object
	if g.kept {
		o = &d.tracking.kept
		o.seen = l.keptSeen
	}
	d.pos = pos
	k, err := d.key()
	if err != nil || d.member(o, &k) != nil {
		return -1
	}
	if g.kept {
		l.kept, l.keptSeen = true, o.seen
	}
	return d.pos
}

// lateObject returns that of the object whose members are read, which is added where there is none yet.
func (d *Decoder) lateObject(s *projection.Shape) *lateObject {
	last := len(d.tracking.lates) - 1
	if last < 0 || d.tracking.lates[last].depth != d.depth {
		n := d.leaf(&like{}, None, 0, 0)
		d.tracking.lates = append(d.tracking.lates, lateObject{object: object{node: n, shape: s}, depth: d.depth})
		last++
	}
	return &d.tracking.lates[last]
}

// add notes that elements under a key arrive late; it is false where there are too many.
func (l *lateObject) add(g *guess) bool {
	for _, have := range l.guesses[:l.count] {
		if have.like.name == g.like.name {
			return true
		}
	}
	if l.count == maxLate {
		return false
	}
	l.guesses[l.count] = g
	l.count++
	return true
}

// arriveLate has the elements arrive that are late, at the end of the object whose members are read.
func (d *Decoder) arriveLate() {
	last := len(d.tracking.lates) - 1
	if last < 0 || d.tracking.lates[last].depth != d.depth {
		return // none came
	}
	l, kept := &d.tracking.lates[last], &d.tracking.kept
	if l.holes {
		d.dropHoles(l.node)
	}
	if l.kept && kept.holes {
		d.dropHoles(kept.node)
	}
	for _, g := range l.guesses[:l.count] {
		parent := l.node
		if g.kept {
			parent = kept.node
		}
		d.arriveNamed(parent, g)
	}
	d.tracking.lates = d.tracking.lates[:last]
}

// arriveNamed has the children of a node arrive that have the name of a guess.
func (d *Decoder) arriveNamed(parent NodeID, g *guess) {
	for n := d.out.nodes[parent].child; n != 0; n = d.out.nodes[n].next {
		if d.out.nodes[n].name != g.like.name {
			continue
		}
		for _, spot := range g.act.built {
			d.tracking.walker.Arrive(spot, n)
		}
	}
}
