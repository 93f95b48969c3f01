package decode

import (
	"math/bits"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/projection"
)

// This file reads what most resources consist of: keys that came before in the same order, and under them plain
// strings, numbers, objects, and arrays of these. It keeps its place in a register, and leaves all else to the methods
// that read anything, from the place where it begins.

// typedKeys is what has been learned of the objects of a typed shape.
type typedKeys struct {
	ObjectKeys[Member]
	shape *projection.Shape
}

// Member says how the value under a learned key becomes a node.
type Member struct {
	kind kind
	need uint64 // bits of Object.Seen that have to be unset
	seen uint64 // the bit of Object.Seen to set
	head NodeHead
	// below is what has been learned of the objects under the key; nil where they are not read key by key.
	below *typedKeys
	entry *projection.Entry
}

// kind says what is done with a value.
type kind uint8

const (
	generic kind = iota // it is read as if nothing were known
	skipped
	built // it becomes a node
)

// NodeHead is what the nodes of one key have in common.
type NodeHead struct {
	Name   projection.Name
	KeyLen uint16
	Type   model.TypeID
}

// keysOf returns what has been learned of the objects of a typed shape.
func (d *Decoder) keysOf(s *projection.Shape) *typedKeys {
	if s.ID >= len(d.learned) {
		d.learned = append(d.learned, make([]*typedKeys, s.ID+1-len(d.learned))...)
	}
	if d.learned[s.ID] == nil {
		keys := &typedKeys{shape: s}
		keys.Init()
		d.learned[s.ID] = keys
	}
	return d.learned[s.ID]
}

// MemberOf returns how values under a key of objects of a typed shape become nodes.
func (d *Decoder) MemberOf(s *projection.Shape, key string) Member {
	i := s.Lookup(key)
	if i < 0 {
		return Member{kind: skipped}
	}
	e := &s.Entries[i]
	if i >= 64 || e.Companion || e.Pair >= 64 {
		return Member{}
	}
	m := Member{kind: built, seen: 1 << i, head: HeadOf(e), entry: e}
	m.need = m.seen
	if e.Pair >= 0 {
		m.need |= 1 << e.Pair
	}
	if e.Ignored {
		m.kind = skipped
	}
	if !e.Shape.ByType() && !e.Shape.IsEmpty() {
		m.below = d.keysOf(e.Shape)
	}
	return m
}

// HeadOf returns what the nodes of an entry have in common.
func HeadOf(e *projection.Entry) NodeHead {
	return NodeHead{Name: e.Name, Type: e.Type, KeyLen: uint16(len(e.Key))}
}

// typed reads the members of an object of a typed shape, from pos, which is after its bracket, to after the bracket that
// closes it.
func (d *Decoder) typed(pos int, o *Object, keys *typedKeys) (int, error) {
	data := d.Data
	if pos >= len(data) || data[pos] != '"' {
		if pos = jsonscan.SkipSpace(data, pos); pos < len(data) && data[pos] == '}' {
			return pos + 1, nil
		}
	}
	at := &keys.Start
	for {
		k := at.Next
		var end int
		var err error
		if k.Ends(data, pos) && (k.Size <= 16 || k.Middles(data, pos)) {
			end, err = d.known(pos, o, keys, at)
		} else {
			k, end, err = d.anyMember(pos, o, keys, at)
		}
		if err != nil {
			return 0, err
		}
		at = k
		switch {
		case end < len(data) && data[end] == ',':
			pos = end + 1
		case end < len(data) && data[end] == '}':
			return end + 1, nil
		default:
			d.Pos = end
			if more, err := d.Comma('}'); !more {
				return d.Pos, err
			}
			pos = d.Pos
		}
	}
}

// known reads the member at pos, whose key is the one that came after another last. Most are strings of which an index
// knows that they are plain text, or which are skipped: for these, it does what ReadLearned does, in fewer steps.
func (d *Decoder) known(pos int, o *Object, keys *typedKeys, after *LearnedKey[Member]) (int, error) {
	k := after.Next
	m, v := &k.Action, pos+k.Size
	if d.Data[v] == '"' && o.Seen&m.need == 0 && d.Indexed && (m.kind == skipped || m.kind == built && d.Index.Simple) {
		if w := d.Index.Near(v + 1); w != 0 {
			end := v + 1 + bits.TrailingZeros64(w)
			o.Seen |= m.seen
			if m.kind == built {
				d.add(o, &m.head, pos+1, nodes.String, v+1, end)
			}
			return end + 1, nil
		}
	}
	end, err := d.ReadLearned(pos, k.Size, o, m)
	if end < 0 {
		_, end, err = d.otherMember(pos, o, keys, after)
	}
	return end, err
}

// anyMember reads the member at pos, or after white space, and returns its key, which came after another.
func (d *Decoder) anyMember(pos int, o *Object, keys *typedKeys, after *LearnedKey[Member]) (*LearnedKey[Member], int, error) {
	pos = jsonscan.SkipSpace(d.Data, pos)
	k := after.Next
	if !k.Is(d.Data, pos) {
		k = keys.Relearn(d.Data, pos, after)
	}
	if end, err := d.ReadLearned(pos, k.Size, o, &k.Action); end >= 0 {
		return k, end, err
	}
	return d.otherMember(pos, o, keys, after)
}

// otherMember reads the member at pos, whatever it is, and learns its key, which came after another.
func (d *Decoder) otherMember(pos int, o *Object, keys *typedKeys, after *LearnedKey[Member]) (*LearnedKey[Member], int, error) {
	d.Pos = pos
	key, err := d.ReadKey()
	if err != nil {
		return nil, 0, err
	}
	k, isNew := keys.Learn(&key, after)
	if isNew {
		k.Action = d.MemberOf(o.Shape, string(key.Text))
	}
	err = d.ReadMember(o, &key)
	return k, d.Pos, err
}

// ReadLearned reads a member whose key, which begins at pos, is a learned one of a size. It returns where it ends; -1, and
// has done nothing, where this has to be read in another way.
func (d *Decoder) ReadLearned(pos, size int, o *Object, m *Member) (int, error) {
	if m.kind == generic || o.Seen&m.need != 0 {
		return -1, nil
	}
	v := pos + size
	if d.Data[v] != '"' {
		return d.learnedOther(pos+1, v, o, m)
	}
	if m.kind == skipped {
		o.Seen |= m.seen
		return d.Pass(v)
	}
	end := d.PlainEnd(v + 1)
	if end < 0 {
		return -1, nil
	}
	o.Seen |= m.seen
	d.add(o, &m.head, pos+1, nodes.String, v+1, end)
	return end + 1, nil
}

// learnedOther is ReadLearned for a value at v, or after white space, that is no string.
func (d *Decoder) learnedOther(key, v int, o *Object, m *Member) (int, error) {
	data := d.Data
	if data[v] <= ' ' {
		if v = jsonscan.SkipSpace(data, v); v >= len(data) || data[v] == '"' {
			return -1, nil
		}
	}
	if m.kind == skipped {
		o.Seen |= m.seen
		return d.Pass(v)
	}
	switch c := data[v]; {
	case c == '{' && m.below != nil:
		o.Seen |= m.seen
		return d.below(v, d.add(o, &m.head, key, nodes.Object, v, 0), m.below)
	case c == '[':
		o.Seen |= m.seen
		return d.array(v, o, m, key)
	case '0' <= c && c <= '9' || c == '-':
		end, err := jsonscan.Number(data, v)
		if err != nil {
			return 0, err
		}
		o.Seen |= m.seen
		d.add(o, &m.head, key, nodes.Number, v, end)
		return end, nil
	}
	return -1, nil
}

// Pass skips the value at pos, which is in the text.
func (d *Decoder) Pass(pos int) (int, error) {
	if d.Indexed && d.Data[pos] == '"' {
		if end := d.Index.Quote(pos + 1); end >= 0 {
			return end + 1, nil
		}
	}
	d.Pos = pos
	err := d.skip()
	return d.Pos, err
}

// PlainEnd returns the place of the quote that ends the string from i on, or -1 where it is no plain text.
func (d *Decoder) PlainEnd(i int) int {
	if !d.Indexed {
		end := jsonscan.PlainText(d.Data, i)
		if end < len(d.Data) && d.Data[end] == '"' {
			return end
		}
		return -1
	}
	end := d.Index.Quote(i)
	if end >= 0 && d.Index.Simple || d.Index.Plain(i, end) {
		return end
	}
	return -1
}

// below reads the object at pos as the value of node n.
func (d *Decoder) below(pos int, n nodes.ID, keys *typedKeys) (int, error) {
	if d.Depth++; d.Depth > jsonscan.MaxDepth {
		return 0, jsonscan.Fail(pos, jsonscan.MsgDepth)
	}
	o := Object{Node: n, Shape: keys.shape}
	end, err := d.typed(pos+1, &o, keys)
	if err != nil {
		return 0, err
	}
	if o.Holes {
		d.Out.DropHoles(n)
	}
	d.Depth--
	d.Out.Nodes[n].End = uint32(end)
	return end, nil
}

// array reads the array at pos, under a learned key for which no node waits.
func (d *Decoder) array(pos int, o *Object, m *Member, key int) (int, error) {
	if d.Depth++; d.Depth > jsonscan.MaxDepth {
		return 0, jsonscan.Fail(pos, jsonscan.MsgDepth)
	}
	data := d.Data
	if pos = jsonscan.SkipSpace(data, pos+1); pos < len(data) && data[pos] == ']' {
		d.Depth--
		return pos + 1, nil
	}
	for pos < len(data) {
		var end int
		var err error
		switch c := data[pos]; {
		case c == '{' && m.below != nil:
			end, err = d.below(pos, d.add(o, &m.head, key, nodes.Object, pos, 0), m.below)
		case c == '"':
			if end = d.PlainEnd(pos+1) + 1; end > 0 {
				d.add(o, &m.head, key, nodes.String, pos+1, end-1)
			}
		}
		switch {
		case err != nil:
			return 0, err
		case end == 0:
			return d.rest(pos, o, m, key)
		case end+1 < len(data) && data[end] == ',' && data[end+1] > ' ':
			pos = end + 1
		case end < len(data) && data[end] == ']':
			d.Depth--
			return end + 1, nil
		default:
			d.Pos = end
			if more, err := d.Comma(']'); !more {
				d.Depth--
				return d.Pos, err
			}
			pos = d.Pos
		}
	}
	return 0, jsonscan.Fail(pos, jsonscan.MsgTruncated)
}

// rest reads the items of an array from pos on.
func (d *Decoder) rest(pos int, o *Object, m *Member, key int) (int, error) {
	all := member{name: m.head.Name, typ: m.head.Type, shape: m.entry.Shape, key: uint32(key), keyLen: m.head.KeyLen}
	d.Pos = pos
	err := d.items(o, &all)
	return d.Pos, err
}

// add appends a node with a head to the object's children.
func (d *Decoder) add(o *Object, head *NodeHead, key int, kind nodes.Kind, start, end int) nodes.ID {
	n := d.Out.Add()
	all := d.Out.Nodes
	nd := &all[n]
	// One field after the other: a node that is put together somewhere else first is waited for.
	nd.Start, nd.End = uint32(start), uint32(end)
	nd.Next, nd.Child = 0, 0
	nd.Name, nd.Key = head.Name, uint32(key)
	nd.KeyLen, nd.Type, nd.Kind, nd.Flags = head.KeyLen, head.Type, kind, 0
	o.link(all, nodes.ID(n))
	return nodes.ID(n)
}
