package resource

import (
	"bytes"
	"math/bits"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/projection"
)

// This file decodes a resource along a track: elements go into frames as they are read, and no node is made but for what
// a frame holds. It does what is usual. At anything else it gives up, and nothing is lost but time: whoever asked for it
// then decodes the resource and walks it.

// Walker walks what has been decoded.
type Walker interface {
	// Arrive goes on with a node, below which everything has been decoded, from a spot of the track.
	Arrive(spot int32, n NodeID)
}

// DecodeAlong decodes the JSON text of one resource and walks it along a track, in one pass: frames come out as a walk
// of the resource that Decode makes leaves them, except that they refer to other nodes. Out has these nodes, which are the
// elements that frames hold and, of those that were left to the walker, all that is below; they are not linked with
// others, except that the elements of a branch have the children that the branch keeps, with all that Decode makes of
// them. The track's names are those of the decoder's projection.
//
// Where it is false, nothing is known: the text may be wrong, or only unusual. Decode tells.
func (d *Decoder) DecodeAlong(data []byte, out *Resource, t *Track, w Walker, f *Frames) bool {
	d.data, d.valid = data, false
	if d.check() != nil || !d.start(t) {
		return false
	}
	pos := jsonscan.SkipSpace(data, 0)
	if !d.Begins(data[pos:]) && !d.says(pos) {
		return false
	}
	d.prepare()
	out.reset(data, d.model)
	d.out, d.depth = out, 1
	d.tracking.frames, d.tracking.walker, d.tracking.fast = f, w, d.level()
	d.tracking.kept = object{node: 1, shape: d.proj.Root()}
	d.tracking.lates = d.tracking.lates[:0]
	d.keys.reset()
	out.nodes[1].kind, out.nodes[1].typ, out.nodes[1].start = Object, d.typ, uint32(pos)
	f.Enter(0, &t.Branches[0], 1, 0)
	end := d.along(pos+1, d.arrive(d.tracking.root, 1))
	if end < 0 || jsonscan.SkipSpace(data, end) != len(data) {
		return false
	}
	out.nodes[1].end = uint32(end)
	d.stats.Resources++
	d.stats.Bytes += int64(len(data))
	d.stats.Nodes += int64(out.Nodes())
	return true
}

// says is true for a resource at pos that says that it is of the projection's type: with white space, or after other
// members.
func (d *Decoder) says(pos int) bool {
	if pos >= len(d.data) || d.data[pos] != '{' {
		return false
	}
	d.pos, d.depth = pos, 0
	typ, found := d.resourceType()
	return found && typ == d.typ
}

// along reads the members of an object of a closed shape, from pos, which is after its bracket, to after the bracket that
// closes it. It returns -1 where it gives up. What it does is what closed does, of which the comments hold here too.
func (d *Decoder) along(pos int, c *chain) int {
	data := d.data
	if pos >= len(data) || data[pos] != '"' {
		if pos = jsonscan.SkipSpace(data, pos); pos < len(data) && data[pos] == '}' {
			return pos + 1
		}
	}
	fast := d.tracking.fast
	var seen uint64
	var end int
	at := &c.start
	for {
		g := at.next
		if !g.ends(data, pos) || g.size > 16 && !g.middles(data, pos) {
			if pos, g = d.strange(pos, c, at); g == nil {
				return -1
			}
		}
		if seen&g.need != 0 {
			return -1 // it comes twice
		}
		seen |= g.seen
		end = pos + g.size
		switch c := data[end]; {
		case c == '{' && g.passes != nil:
			end = d.alongMembers(end, g.passes)
		case c != '"' || g.level >= fast:
			end = d.alongOther(end, g)
		case g.level == levelPut:
			end = d.alongText(end+1, g)
		default:
			end = d.index.Quote(end+1) + 1
		}
		if end <= 0 {
			return -1
		}
		at = g
		if end < len(data) {
			if data[end] == ',' {
				pos = end + 1
				continue
			}
			if data[end] == '}' {
				break
			}
		}
		d.pos = end
		if more, err := d.comma('}'); err != nil {
			return -1
		} else if !more {
			end = d.pos - 1
			break
		}
		pos = d.pos
	}
	if len(c.late) > 0 {
		d.arriveLate()
	}
	return end + 1
}

// alongText reads the string whose text begins at v into a place, by the shortest way.
func (d *Decoder) alongText(v int, g *guess) int {
	end := v
	if w := d.index.Near(v); w != 0 {
		end += bits.TrailingZeros64(w)
	} else if end = d.index.FarQuote(v); end < 0 {
		return -1
	}
	if !d.index.Simple && !d.index.Plain(v, end) {
		return d.alongOther(v-1, g)
	}
	n := len(d.out.nodes)
	if n == cap(d.out.nodes) {
		d.out.grow()
	}
	d.out.nodes = d.out.nodes[:n+1]
	d.out.nodes[n].set(g.like.typ, String, v, end)
	f := d.tracking.frames
	if to := &f.Items[f.Open[g.branch]+g.place]; *to == 0 {
		*to = NodeID(n)
	} else {
		*to = Several
	}
	return end + 1
}

// set makes a node one of its own, without children or siblings.
func (nd *node) set(typ model.TypeID, kind Kind, start, end int) {
	nd.start, nd.end, nd.next, nd.child = uint32(start), uint32(end), 0, 0
	nd.typ, nd.kind, nd.flags = typ, kind, 0
}

// level returns the level above those at which strings are read by the shortest way.
func (d *Decoder) level() level {
	switch {
	case !d.indexed:
		return levelSkip
	case !d.index.Simple:
		return levelRead
	}
	return levelNever
}

// strange finds the key that stands at pos, or after white space, and is not the one that came after another last. It is
// nil for a key that cannot be guessed.
func (d *Decoder) strange(pos int, c *chain, after *guess) (int, *guess) {
	if g := after.other; g.is(d.data, pos) {
		return pos, g
	}
	pos = jsonscan.SkipSpace(d.data, pos)
	g := after.next
	if !g.is(d.data, pos) {
		g = c.another(d.data, pos, after)
	}
	if g != &c.start {
		return pos, g
	}
	d.pos = pos
	k, err := d.key()
	if err != nil {
		return pos, nil
	}
	late := len(c.late)
	if g = d.learn(c, &k, after); g == after || !g.is(d.data, pos) || len(c.late) > late {
		return pos, nil // what is found to be late may have arrived
	}
	return pos, g
}

// alongOther reads the value at pos, which may stand after white space, under a guessed key.
func (d *Decoder) alongOther(pos int, g *guess) int {
	data, key := d.data, pos-g.size+1
	if data[pos] <= ' ' {
		if pos = jsonscan.SkipSpace(data, pos); pos >= len(data) {
			return -1
		}
	}
	switch {
	case g.passes != nil && data[pos] == '{':
		return d.alongMembers(pos, g.passes)
	case g.lateOf != nil:
		return d.alongLate(key-1, g)
	case g.kept:
		return d.alongKept(key-1, g)
	case g.how == howSkip:
		end, err := d.pass(pos)
		if err != nil {
			return -1
		}
		return end
	case g.how == howGeneric:
		return -1
	case data[pos] == '[':
		return d.alongArray(pos, g, key)
	}
	return d.alongItem(pos, g, key)
}

// alongKept reads the member at pos, whose key is that of the guess, as the plain way does: into children of the node at
// hand. Those then are walked.
func (d *Decoder) alongKept(pos int, g *guess) int {
	o := &d.tracking.kept
	last := o.last
	o.seen = 0 // what has come is known to along
	end, err := d.guessed(pos, o, g)
	if err == nil && end < 0 {
		d.pos = pos
		var k key
		if k, err = d.key(); err == nil {
			err = d.member(o, &k)
		}
		end = d.pos
	}
	if err != nil || o.holes {
		return -1
	}
	if len(g.act.built) == 0 {
		return end
	}
	for n := d.childAfter(o.node, last); n != 0; n = d.out.nodes[n].next {
		for _, spot := range g.act.built {
			d.tracking.walker.Arrive(spot, n)
		}
	}
	return end
}

// alongArray reads the array at pos.
func (d *Decoder) alongArray(pos int, g *guess, key int) int {
	data := d.data
	if d.depth++; d.depth > jsonscan.MaxDepth {
		return -1
	}
	if pos = jsonscan.SkipSpace(data, pos+1); pos < len(data) && data[pos] == ']' {
		d.depth--
		return pos + 1
	}
	for pos < len(data) {
		if g.passes != nil && data[pos] == '{' {
			pos = d.alongMembers(pos, g.passes)
		} else {
			pos = d.alongItem(pos, g, key)
		}
		if pos < 0 {
			return -1
		}
		if pos+1 < len(data) {
			if data[pos] == ',' && data[pos+1] > ' ' {
				pos++
				continue
			}
			if data[pos] == ']' {
				d.depth--
				return pos + 1
			}
		}
		d.pos = pos
		if more, err := d.comma(']'); err != nil {
			return -1
		} else if !more {
			d.depth--
			return d.pos
		}
		pos = d.pos
	}
	return -1
}

// alongItem reads one value, which is an element, at pos.
func (d *Decoder) alongItem(pos int, g *guess, key int) int {
	switch c := d.data[pos]; {
	case g.act.whole:
		return d.alongBuilt(pos, g, key)
	case c == '{' && g.act.key != nil:
		if a := d.choose(g.act, pos+1); a != nil {
			return d.alongObject(pos, g, a, key)
		}
		return d.alongBuilt(pos, g, key)
	case c == '{':
		return d.alongObject(pos, g, g.act, key)
	case g.act.deeper:
		return -1 // what paths come to below a value, or whether that is a mistake, is for them to say
	}
	n := d.leaf(&g.like, None, key, pos)
	d.pos = pos
	if d.value(n, projection.Nothing) != nil {
		return -1
	}
	d.arrive(g.act, n)
	return d.pos
}

// choose returns what happens to an object whose first member begins at pos and tells which filter it passes; nil where
// it does not tell. That it comes once is found out when the object is read.
func (d *Decoder) choose(a *act, pos int) *act {
	if !bytes.HasPrefix(d.data[pos:], a.key) {
		return nil
	}
	pos += len(a.key)
	end := d.plainEnd(pos)
	if end < 0 {
		return nil
	}
	for i := range a.passes {
		if p := &a.passes[i]; string(d.data[pos:end]) == p.text {
			return p.act
		}
	}
	return a
}

// alongObject reads the object at pos, to which happens what the act says.
func (d *Decoder) alongObject(pos int, g *guess, a *act, key int) int {
	n := NodeID(0)
	if a.puts {
		n = d.leaf(&g.like, Object, key, pos)
	}
	if a.jumps && d.tracking.frames.Full() {
		return -1
	}
	saved := d.tracking.frames.save(a)
	c := d.arrive(a, n)
	var end int
	if c == nil || len(c.keep) == 0 {
		end = d.alongMembers(pos, c)
	} else {
		outer := d.tracking.kept
		d.tracking.kept = object{node: n, shape: c.shape}
		end = d.alongMembers(pos, c)
		d.tracking.kept = outer
	}
	if end < 0 {
		return -1
	}
	if n != 0 {
		d.out.nodes[n].end = uint32(end)
	}
	d.tracking.frames.restore(a, saved)
	return end
}

// alongMembers reads the object at pos, below which the chain is followed; nil where nothing is read.
func (d *Decoder) alongMembers(pos int, c *chain) int {
	if c == nil {
		d.pos = pos
		if d.skipBrackets() != nil {
			return -1
		}
		return d.pos
	}
	if d.depth++; d.depth > jsonscan.MaxDepth {
		return -1
	}
	end := d.along(pos+1, c)
	d.depth--
	return end
}

// alongBuilt decodes the value at pos with all that is below, and has the walker walk it.
func (d *Decoder) alongBuilt(pos int, g *guess, key int) int {
	n := d.leaf(&g.like, None, key, pos)
	d.pos = pos
	if d.value(n, g.entry.Shape) != nil {
		return -1
	}
	for _, spot := range g.act.built {
		d.tracking.walker.Arrive(spot, n)
	}
	return d.pos
}
