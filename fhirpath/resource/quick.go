package resource

import (
	"math/bits"
	"slices"

	"github.com/fhirview/fhirview/internal/jsonscan"
)

// This file reads what most resources consist of: keys that came before in the same order, and under them plain
// strings, numbers, objects, and arrays of these. It keeps its place in a register, and leaves all else to the methods
// that read anything, from the place where it begins.

// closed reads the members of an object of a closed shape, from pos, which is after its bracket, to after the bracket
// that closes it.
func (d *Decoder) closed(pos int, o *object, c *chain) (int, error) {
	data := d.data
	if pos >= len(data) || data[pos] != '"' {
		if pos = jsonscan.SkipSpace(data, pos); pos < len(data) && data[pos] == '}' {
			return pos + 1, nil
		}
	}
	at := &c.start
	for {
		g := at.next
		var end int
		var err error
		switch {
		case !g.ends(data, pos) || g.size > 16 && !g.middles(data, pos):
			g, end, err = d.any(pos, o, c, at)
		case data[pos+g.size] == '"' && o.seen&g.need == 0 && d.indexed && (g.how == howSkip || g.how == howRead && d.index.Simple):
			// This is what guessed does, for the most frequent case.
			v := pos + g.size + 1
			if w := d.index.Near(v); w != 0 {
				end = v + bits.TrailingZeros64(w)
				o.seen |= g.seen
				if g.how == howRead {
					d.add(o, &g.like, pos+1, String, v, end)
				}
				end++
				break
			}
			fallthrough
		default:
			if end, err = d.guessed(pos, o, g); err == nil && end < 0 {
				g, end, err = d.generic(pos, o, c, at)
			}
		}
		if err != nil {
			return 0, err
		}
		at = g
		if end < len(data) {
			if data[end] == ',' {
				pos = end + 1
				continue
			}
			if data[end] == '}' {
				return end + 1, nil
			}
		}
		d.pos = end
		if more, err := d.comma('}'); !more {
			return d.pos, err
		}
		pos = d.pos
	}
}

// any reads a member whose key is not the next of the one after which it comes, or stands after white space.
func (d *Decoder) any(pos int, o *object, c *chain, after *guess) (*guess, int, error) {
	pos = jsonscan.SkipSpace(d.data, pos)
	g := after.next
	if !g.is(d.data, pos) {
		g = c.another(d.data, pos, after)
	}
	end, err := d.guessed(pos, o, g)
	if err == nil && end < 0 {
		return d.generic(pos, o, c, after)
	}
	return g, end, err
}

// generic reads the member at pos, whatever it is, and learns its key, which came after another.
func (d *Decoder) generic(pos int, o *object, c *chain, after *guess) (*guess, int, error) {
	d.pos = jsonscan.SkipSpace(d.data, pos)
	k, err := d.key()
	if err != nil {
		return nil, 0, err
	}
	g := d.learn(c, &k, after)
	err = d.member(o, &k)
	return g, d.pos, err
}

// guessed reads a member whose key, which begins at pos, is that of the guess. It returns where it ends; -1, and has
// done nothing, where this has to be read in another way.
func (d *Decoder) guessed(pos int, o *object, g *guess) (int, error) {
	if g.how == howGeneric || o.seen&g.need != 0 {
		return -1, nil
	}
	data, v := d.data, pos+g.size
	if data[v] != '"' {
		return d.guessedOther(pos, o, g)
	}
	if g.how == howSkip {
		o.seen |= g.seen
		return d.pass(v)
	}
	end := d.plainEnd(v + 1)
	if end < 0 {
		return -1, nil
	}
	o.seen |= g.seen
	d.add(o, &g.like, pos+1, String, v+1, end)
	return end + 1, nil
}

// guessedOther is guessed for a value that is no string.
func (d *Decoder) guessedOther(pos int, o *object, g *guess) (int, error) {
	data, v := d.data, pos+g.size
	if data[v] <= ' ' {
		if v = jsonscan.SkipSpace(data, v); v >= len(data) || data[v] == '"' {
			return -1, nil
		}
	}
	if g.how == howSkip {
		o.seen |= g.seen
		return d.pass(v)
	}
	switch c := data[v]; {
	case c == '{' && g.below != nil:
		o.seen |= g.seen
		return d.below(v, d.add(o, &g.like, pos+1, Object, v, 0), g.below)
	case c == '[':
		o.seen |= g.seen
		return d.array(v, o, g, pos+1)
	case '0' <= c && c <= '9' || c == '-':
		end, err := jsonscan.Number(data, v)
		if err != nil {
			return 0, err
		}
		o.seen |= g.seen
		d.add(o, &g.like, pos+1, Number, v, end)
		return end, nil
	}
	return -1, nil
}

// pass skips the value at pos, which is in the text.
func (d *Decoder) pass(pos int) (int, error) {
	if d.indexed && d.data[pos] == '"' {
		if end := d.index.Quote(pos + 1); end >= 0 {
			return end + 1, nil
		}
	}
	d.pos = pos
	err := d.skip()
	return d.pos, err
}

// plainEnd returns the place of the quote that ends the string from i on, or -1 where it is no plain text.
func (d *Decoder) plainEnd(i int) int {
	if !d.indexed {
		end := jsonscan.PlainText(d.data, i)
		if end < len(d.data) && d.data[end] == '"' {
			return end
		}
		return -1
	}
	end := d.index.Quote(i)
	if end >= 0 && d.index.Simple || d.index.Plain(i, end) {
		return end
	}
	return -1
}

// below reads the object at pos as the value of node n.
func (d *Decoder) below(pos int, n NodeID, c *chain) (int, error) {
	if d.depth++; d.depth > jsonscan.MaxDepth {
		return 0, jsonscan.Fail(pos, jsonscan.MsgDepth)
	}
	o := object{node: n, shape: c.shape}
	end, err := d.closed(pos+1, &o, c)
	if err != nil {
		return 0, err
	}
	if o.holes {
		d.dropHoles(n)
	}
	d.depth--
	d.out.nodes[n].end = uint32(end)
	return end, nil
}

// array reads the array at pos, under a guessed key for which no node waits.
func (d *Decoder) array(pos int, o *object, g *guess, key int) (int, error) {
	if d.depth++; d.depth > jsonscan.MaxDepth {
		return 0, jsonscan.Fail(pos, jsonscan.MsgDepth)
	}
	data, below := d.data, g.below
	if pos = jsonscan.SkipSpace(data, pos+1); pos < len(data) && data[pos] == ']' {
		d.depth--
		return pos + 1, nil
	}
	for pos < len(data) {
		var err error
		switch c := data[pos]; {
		case c == '{' && below != nil:
			pos, err = d.below(pos, d.add(o, &g.like, key, Object, pos, 0), below)
		case c == '"':
			end := d.plainEnd(pos + 1)
			if end < 0 {
				return d.rest(pos, o, g, key)
			}
			d.add(o, &g.like, key, String, pos+1, end)
			pos = end + 1
		default:
			return d.rest(pos, o, g, key)
		}
		if err != nil {
			return 0, err
		}
		if pos+1 < len(data) {
			if data[pos] == ',' && data[pos+1] > ' ' {
				pos++
				continue
			}
			if data[pos] == ']' {
				d.depth--
				return pos + 1, nil
			}
		}
		d.pos = pos
		if more, err := d.comma(']'); !more {
			d.depth--
			return d.pos, err
		}
		pos = d.pos
	}
	return 0, jsonscan.Fail(pos, jsonscan.MsgTruncated)
}

// rest reads the items of an array from pos on.
func (d *Decoder) rest(pos int, o *object, g *guess, key int) (int, error) {
	m := member{name: g.like.name, typ: g.like.typ, shape: g.entry.Shape, key: uint32(key), keyLen: g.like.keyLen}
	d.pos = pos
	err := d.items(o, &m)
	return d.pos, err
}

// add appends a node like another to the object's children.
func (d *Decoder) add(o *object, like *like, key int, kind Kind, start, end int) NodeID {
	n := len(d.out.nodes)
	if n == cap(d.out.nodes) {
		d.out.nodes = slices.Grow(d.out.nodes, 1)
	}
	d.out.nodes = d.out.nodes[:n+1]
	nodes := d.out.nodes
	// One field after the other: a node that is put together somewhere else first is waited for.
	nd := &nodes[n]
	nd.start, nd.end = uint32(start), uint32(end)
	nd.next, nd.child = 0, 0
	nd.name, nd.key = like.name, uint32(key)
	nd.keyLen, nd.typ, nd.kind, nd.flags = like.keyLen, like.typ, kind, 0
	o.link(nodes, NodeID(n))
	return NodeID(n)
}
