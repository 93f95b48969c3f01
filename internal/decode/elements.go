package decode

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/projection"
)

// ReadMember is a key that is read: what its elements have in common.
type member struct {
	name      projection.Name
	typ       model.TypeID
	shape     *projection.Shape
	companion bool // under the key stand ids and extensions of primitives
	// waiting is the first node of those that were made of the member's other key, the one with or without an
	// underscore, and that this key completes. It is 0 when none is left.
	waiting nodes.ID
	// key, keyLen and flags are the node's.
	key    uint32
	keyLen uint16
	flags  nodes.Flags
}

// elements reads what stands under a key: one element, or an array of them.
func (d *Decoder) elements(o *Object, m *member) error {
	if d.Data[d.Pos] != '[' {
		return d.item(o, m, false)
	}
	if d.Depth++; d.Depth > jsonscan.MaxDepth {
		return jsonscan.Fail(d.Pos, jsonscan.MsgDepth)
	}
	d.Pos = jsonscan.SkipSpace(d.Data, d.Pos+1)
	if d.Pos < len(d.Data) && d.Data[d.Pos] == ']' {
		d.Pos++
		d.Depth--
		return nil
	}
	return d.items(o, m)
}

// items reads the items of an array from the one at d.Pos on, up to after its closing bracket.
func (d *Decoder) items(o *Object, m *member) error {
	for {
		if d.Pos >= len(d.Data) {
			return jsonscan.Fail(d.Pos, jsonscan.MsgTruncated)
		}
		if err := d.item(o, m, true); err != nil {
			return err
		}
		more, err := d.Comma(']')
		if err != nil {
			return err
		}
		if !more {
			d.Depth--
			return nil
		}
	}
}

// item reads one value or companion into the node that waits for it, or into a new one.
func (d *Decoder) item(o *Object, m *member, inArray bool) error {
	null := d.Data[d.Pos] == 'n'
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
		o.Holes = true
	}
	switch {
	case null:
		return d.literal("null")
	case m.companion:
		return d.companion(n, m.shape)
	}
	return d.ReadValue(n, m.shape)
}

// append adds a child without a value to the object's node.
func (d *Decoder) append(o *Object, m *member) nodes.ID {
	n := nodes.ID(len(d.Out.Nodes))
	d.Out.Nodes = append(d.Out.Nodes, nodes.Node{
		Name: m.name, Type: m.typ, Key: m.key, KeyLen: m.keyLen, Flags: m.flags, Start: uint32(d.Pos),
	})
	o.link(d.Out.Nodes, n)
	return n
}

// link makes n the object's last child.
func (o *Object) link(all []nodes.Node, n nodes.ID) {
	if o.Last == 0 {
		all[o.Node].Child = n
	} else {
		all[o.Last].Next = n
	}
	o.Last = n
}

// following returns the sibling after n if it was made of the same key: those stand together.
func (d *Decoder) following(n nodes.ID) nodes.ID {
	all := d.Out.Nodes
	next := all[n].Next
	if all[next].Key != all[n].Key || all[next].Flags&nodes.KeyAside != all[n].Flags&nodes.KeyAside {
		return 0
	}
	return next
}

// companion reads the id and the extensions of a primitive.
func (d *Decoder) companion(n nodes.ID, s *projection.Shape) error {
	if d.Data[d.Pos] != '{' {
		return jsonscan.Fail(d.Pos, msgCompanion)
	}
	if i := jsonscan.SkipSpace(d.Data, d.Pos+1); i < len(d.Data) && d.Data[i] != '}' {
		if d.Out.Nodes[n].Kind == nodes.Object {
			return jsonscan.Fail(d.Pos, msgPrimitive)
		}
		d.Out.Nodes[n].Flags |= nodes.Extended
	}
	return d.children(n, s)
}
