package resource

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/projection"
)

// member is a key that is read: what its elements have in common.
type member struct {
	name      Name
	typ       model.TypeID
	shape     *projection.Shape
	companion bool // under the key stand ids and extensions of primitives
	// waiting is the first node of those that were made of the member's other key, the one with or without an
	// underscore, and that this key completes. It is 0 when none is left.
	waiting NodeID
	// key, keyLen and flags are the node's.
	key    uint32
	keyLen uint16
	flags  flags
}

// elements reads what stands under a key: one element, or an array of them.
func (d *Decoder) elements(o *object, m *member) error {
	if d.data[d.pos] != '[' {
		return d.item(o, m, false)
	}
	if d.depth++; d.depth > jsonscan.MaxDepth {
		return jsonscan.Fail(d.pos, jsonscan.MsgDepth)
	}
	d.pos = jsonscan.SkipSpace(d.data, d.pos+1)
	if d.pos < len(d.data) && d.data[d.pos] == ']' {
		d.pos++
		d.depth--
		return nil
	}
	return d.items(o, m)
}

// items reads the items of an array from the one at d.pos on, up to after its closing bracket.
func (d *Decoder) items(o *object, m *member) error {
	for {
		if d.pos >= len(d.data) {
			return jsonscan.Fail(d.pos, jsonscan.MsgTruncated)
		}
		if err := d.item(o, m, true); err != nil {
			return err
		}
		more, err := d.comma(']')
		if err != nil {
			return err
		}
		if !more {
			d.depth--
			return nil
		}
	}
}

// item reads one value or companion into the node that waits for it, or into a new one.
func (d *Decoder) item(o *object, m *member, inArray bool) error {
	null := d.data[d.pos] == 'n'
	n := m.waiting
	switch {
	case n != 0:
		m.waiting = d.following(n)
	case null && !inArray:
		return d.literal("null")
	default:
		n = d.append(o, m)
	}
	if null || m.companion {
		o.holes = true
	}
	switch {
	case null:
		return d.literal("null")
	case m.companion:
		return d.companion(n, m.shape)
	}
	return d.value(n, m.shape)
}

// append adds a child without a value to the object's node.
func (d *Decoder) append(o *object, m *member) NodeID {
	n := NodeID(len(d.out.nodes))
	d.out.nodes = append(d.out.nodes, node{
		name: m.name, typ: m.typ, key: m.key, keyLen: m.keyLen, flags: m.flags, start: uint32(d.pos),
	})
	o.link(d.out.nodes, n)
	return n
}

// link makes n the object's last child.
func (o *object) link(nodes []node, n NodeID) {
	if o.last == 0 {
		nodes[o.node].child = n
	} else {
		nodes[o.last].next = n
	}
	o.last = n
}

// following returns the sibling after n if it was made of the same key: those stand together.
func (d *Decoder) following(n NodeID) NodeID {
	nodes := d.out.nodes
	next := nodes[n].next
	if nodes[next].key != nodes[n].key || nodes[next].flags&keyAside != nodes[n].flags&keyAside {
		return 0
	}
	return next
}

// childAfter returns the child of parent that comes after last, or its first where last is 0.
func (d *Decoder) childAfter(parent, last NodeID) NodeID {
	if last == 0 {
		return d.out.nodes[parent].child
	}
	return d.out.nodes[last].next
}

// companion reads the id and the extensions of a primitive.
func (d *Decoder) companion(n NodeID, s *projection.Shape) error {
	if d.data[d.pos] != '{' {
		return jsonscan.Fail(d.pos, msgCompanion)
	}
	if i := jsonscan.SkipSpace(d.data, d.pos+1); i < len(d.data) && d.data[i] != '}' {
		if d.out.nodes[n].kind == Object {
			return jsonscan.Fail(d.pos, msgPrimitive)
		}
		d.out.nodes[n].flags |= extended
	}
	return d.children(n, s)
}

// dropHoles takes the children away that have neither a value nor an id or extensions: nulls in arrays, which only
// keep the places of the values around them.
func (d *Decoder) dropHoles(parent NodeID) {
	nodes := d.out.nodes
	link := &nodes[parent].child
	for n := *link; n != 0; n = nodes[n].next {
		if nodes[n].kind != None || nodes[n].flags&extended != 0 {
			*link = n
			link = &nodes[n].next
		}
	}
	*link = 0
}
