package resource

import (
	"math"

	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/projection"
)

// object is what the decoder remembers of an object while it reads its members.
type object struct {
	node  NodeID
	last  NodeID // the last child so far
	shape *projection.Shape
	holes bool   // there are nodes without a value, which go if nothing gives them extensions
	seen  uint64 // entries met, by index, as far as there are bits
}

// object reads the object at d.pos as the value of node n.
func (d *Decoder) object(n NodeID, s *projection.Shape) error {
	nd := &d.out.nodes[n]
	nd.kind, nd.start = Object, uint32(d.pos)
	if s.ByType() && projection.IsResource(d.model, nd.typ) {
		nd.typ, _ = d.resourceType()
	}
	if err := d.children(n, s); err != nil {
		return err
	}
	d.out.nodes[n].end = uint32(d.pos)
	return nil
}

// children reads the members of the object at d.pos as children of node n, which has none so far.
func (d *Decoder) children(n NodeID, s *projection.Shape) (err error) {
	if s.IsEmpty() {
		return d.skipBrackets()
	}
	if d.depth++; d.depth > jsonscan.MaxDepth {
		return jsonscan.Fail(d.pos, jsonscan.MsgDepth)
	}
	o := object{node: n, shape: s}
	if s.ByType() {
		err = d.members(&o)
	} else {
		d.pos, err = d.closed(d.pos+1, &o, d.chain(s))
	}
	if err != nil {
		return err
	}
	if o.holes {
		d.dropHoles(n)
	}
	d.depth--
	return nil
}

// members reads the members of an object of an open shape, from its opening bracket to after its closing one.
func (d *Decoder) members(o *object) error {
	d.pos = jsonscan.SkipSpace(d.data, d.pos+1)
	if d.pos < len(d.data) && d.data[d.pos] == '}' {
		d.pos++
		return nil
	}
	for {
		k, err := d.key()
		if err != nil {
			return err
		}
		if err := d.openMember(o, &k); err != nil {
			return err
		}
		more, err := d.comma('}')
		if !more {
			return err
		}
	}
}

// comma reads a comma, or the bracket that closes an object or array; more is false there and after an error.
func (d *Decoder) comma(closing byte) (more bool, err error) {
	d.pos = jsonscan.SkipSpace(d.data, d.pos)
	if d.pos >= len(d.data) {
		return false, jsonscan.Fail(d.pos, jsonscan.MsgTruncated)
	}
	switch d.data[d.pos] {
	case ',':
		d.pos = jsonscan.SkipSpace(d.data, d.pos+1)
		return true, nil
	case closing:
		d.pos++
		return false, nil
	}
	return false, jsonscan.Fail(d.pos, jsonscan.MsgComma)
}

// member reads what stands under a key of an object of a closed shape.
func (d *Decoder) member(o *object, k *key) error {
	i := o.shape.Lookup(text(k.text))
	if i < 0 {
		return d.skip()
	}
	e := &o.shape.Entries[i]
	if !d.once(o, i, k.text) {
		return jsonscan.Fail(k.start-1, jsonscan.MsgDuplicate)
	}
	if e.Ignored {
		return d.skip()
	}
	if c := d.data[d.pos]; c != '[' && c != 'n' && !k.escaped && !e.Companion && !o.met(e.Pair) {
		return d.plainMember(o, e, k)
	}
	m := member{name: e.Name, typ: e.Type, shape: e.Shape, companion: e.Companion}
	if o.met(e.Pair) {
		m.waiting = d.firstOf(o.node, &m)
	}
	d.setKey(&m, k)
	return d.elements(o, &m)
}

// plainMember reads what most members are: one value, for which no node waits.
func (d *Decoder) plainMember(o *object, e *projection.Entry, k *key) error {
	if len(k.text) > math.MaxUint16 {
		m := member{name: e.Name, typ: e.Type, shape: e.Shape}
		d.setKey(&m, k)
		return d.elements(o, &m)
	}
	n := NodeID(len(d.out.nodes))
	d.out.nodes = append(d.out.nodes, node{
		name: e.Name, typ: e.Type, key: uint32(k.start), keyLen: uint16(len(k.text)), start: uint32(d.pos),
	})
	o.link(d.out.nodes, n)
	return d.value(n, e.Shape)
}

// once is true the first time that it is asked for an entry of an object.
func (d *Decoder) once(o *object, i int, text []byte) bool {
	if i < 64 {
		bit := uint64(1) << i
		first := o.seen&bit == 0
		o.seen |= bit
		return first
	}
	return d.keys.keys[d.keys.find(o.node, text)].once(false)
}

// met is true where the entry of an index may have been met already: then its nodes are looked for.
func (o *object) met(i int16) bool {
	return i >= 64 || i >= 0 && o.seen>>i&1 == 1
}

// firstOf returns the first child of a node that is one of the member's elements.
func (d *Decoder) firstOf(parent NodeID, m *member) NodeID {
	nodes := d.out.nodes
	n := nodes[parent].child
	for n != 0 && (nodes[n].name != m.name || nodes[n].typ != m.typ) {
		n = nodes[n].next
	}
	return n
}
