package decode

import (
	"math"

	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/projection"
)

// Object is what a decoder remembers of an object while it reads its members.
type Object struct {
	Node  nodes.ID
	Last  nodes.ID // the last child so far
	Shape *projection.Shape
	Holes bool   // there are nodes without a value, which go if nothing gives them extensions
	Seen  uint64 // entries met, by index, as far as there are bits
}

// object reads the object at d.Pos as the value of node n.
func (d *Decoder) object(n nodes.ID, s *projection.Shape) error {
	nd := &d.Out.Nodes[n]
	nd.Kind, nd.Start = nodes.Object, uint32(d.Pos)
	if s.ByType() && projection.IsResource(d.model, nd.Type) {
		nd.Type, _ = d.ResourceType()
	}
	if err := d.children(n, s); err != nil {
		return err
	}
	d.Out.Nodes[n].End = uint32(d.Pos)
	return nil
}

// children reads the members of the object at d.Pos as children of node n, which has none so far.
func (d *Decoder) children(n nodes.ID, s *projection.Shape) (err error) {
	if s.IsEmpty() {
		return d.SkipBrackets()
	}
	if d.Depth++; d.Depth > jsonscan.MaxDepth {
		return jsonscan.Fail(d.Pos, jsonscan.MsgDepth)
	}
	o := Object{Node: n, Shape: s}
	if s.ByType() {
		err = d.untyped(&o)
	} else {
		d.Pos, err = d.typed(d.Pos+1, &o, d.keysOf(s))
	}
	if err != nil {
		return err
	}
	if o.Holes {
		d.Out.DropHoles(n)
	}
	d.Depth--
	return nil
}

// untyped reads the members of an object of an untyped shape, from its opening bracket to after its closing one.
func (d *Decoder) untyped(o *Object) error {
	d.Pos = jsonscan.SkipSpace(d.Data, d.Pos+1)
	if d.Pos < len(d.Data) && d.Data[d.Pos] == '}' {
		d.Pos++
		return nil
	}
	for {
		k, err := d.ReadKey()
		if err != nil {
			return err
		}
		if err := d.untypedMember(o, &k); err != nil {
			return err
		}
		more, err := d.Comma('}')
		if !more {
			return err
		}
	}
}

// Comma reads a comma, or the bracket that closes an object or array; more is false there and after an error.
func (d *Decoder) Comma(closing byte) (more bool, err error) {
	d.Pos = jsonscan.SkipSpace(d.Data, d.Pos)
	if d.Pos >= len(d.Data) {
		return false, jsonscan.Fail(d.Pos, jsonscan.MsgTruncated)
	}
	switch d.Data[d.Pos] {
	case ',':
		d.Pos = jsonscan.SkipSpace(d.Data, d.Pos+1)
		return true, nil
	case closing:
		d.Pos++
		return false, nil
	}
	return false, jsonscan.Fail(d.Pos, jsonscan.MsgComma)
}

// ReadMember reads what stands under a key of an object of a typed shape.
func (d *Decoder) ReadMember(o *Object, k *Key) error {
	i := o.Shape.Lookup(nodes.AsText(k.Text))
	if i < 0 {
		return d.skip()
	}
	e := &o.Shape.Entries[i]
	if !d.once(o, i, k.Text) {
		return jsonscan.Fail(k.Start-1, jsonscan.MsgDuplicate)
	}
	if e.Ignored {
		return d.skip()
	}
	if c := d.Data[d.Pos]; c != '[' && c != 'n' && !k.Escaped && !e.Companion && !o.met(e.Pair) {
		return d.plainMember(o, e, k)
	}
	m := member{name: e.Name, typ: e.Type, shape: e.Shape, companion: e.Companion}
	if o.met(e.Pair) {
		m.waiting = d.firstOf(o.Node, &m)
	}
	d.setKey(&m, k)
	return d.elements(o, &m)
}

// plainMember reads what most members are: one value, for which no node waits.
func (d *Decoder) plainMember(o *Object, e *projection.Entry, k *Key) error {
	if len(k.Text) > math.MaxUint16 {
		m := member{name: e.Name, typ: e.Type, shape: e.Shape}
		d.setKey(&m, k)
		return d.elements(o, &m)
	}
	n := nodes.ID(len(d.Out.Nodes))
	d.Out.Nodes = append(d.Out.Nodes, nodes.Node{
		Name: e.Name, Type: e.Type, Key: uint32(k.Start), KeyLen: uint16(len(k.Text)), Start: uint32(d.Pos),
	})
	o.link(d.Out.Nodes, n)
	return d.ReadValue(n, e.Shape)
}

// once is true the first time that it is asked for an entry of an object.
func (d *Decoder) once(o *Object, i int, text []byte) bool {
	if i < 64 {
		bit := uint64(1) << i
		first := o.Seen&bit == 0
		o.Seen |= bit
		return first
	}
	return d.keys.keys[d.keys.find(o.Node, text)].once(false)
}

// met is true where the entry of an index may have been met already: then its nodes are looked for.
func (o *Object) met(i int16) bool {
	return i >= 64 || i >= 0 && o.Seen>>i&1 == 1
}

// firstOf returns the first child of a node that is one of the member's elements.
func (d *Decoder) firstOf(parent nodes.ID, m *member) nodes.ID {
	all := d.Out.Nodes
	n := all[parent].Child
	for n != 0 && (all[n].Name != m.name || all[n].Type != m.typ) {
		n = all[n].Next
	}
	return n
}
