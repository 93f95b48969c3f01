package resource

import "bytes"

// values reads an element's value: one, or an array of them. paired is true where the element's companion may have
// been read before, so that there may be nodes that wait for their values.
func (d *Decoder) values(o *object, e *entry, k key, paired bool) error {
	var waiting NodeID
	if paired {
		waiting = d.find(d.out.nodes[o.node].child, k)
	}
	if d.data[d.pos] != '[' {
		_, err := d.item(o, e, k, waiting, false)
		return err
	}
	return d.array(func() (err error) {
		waiting, err = d.item(o, e, k, waiting, true)
		return err
	})
}

// item reads one value into the waiting node, or into a new one where none waits, and returns the node that waits
// for the value after this one.
func (d *Decoder) item(o *object, e *entry, k key, waiting NodeID, inArray bool) (NodeID, error) {
	null := d.data[d.pos] == 'n'
	n := waiting
	switch {
	case n != 0:
		waiting = d.find(d.out.nodes[n].next, k)
	case null && !inArray:
		return 0, d.literal("null")
	default:
		n = d.append(o, e, k)
	}
	if null {
		o.holes = true
		return waiting, d.literal("null")
	}
	return waiting, d.value(n, e)
}

// array calls read for each item of the array at d.pos, with d.pos at the item.
func (d *Decoder) array(read func() error) error {
	if d.depth++; d.depth > maxDepth {
		return fail(d.pos, msgDepth)
	}
	d.pos = skipSpace(d.data, d.pos+1)
	if d.pos < len(d.data) && d.data[d.pos] == ']' {
		d.pos++
		d.depth--
		return nil
	}
	for {
		if d.pos >= len(d.data) {
			return fail(d.pos, msgTruncated)
		}
		if err := read(); err != nil {
			return err
		}
		d.pos = skipSpace(d.data, d.pos)
		if d.pos >= len(d.data) {
			return fail(d.pos, msgTruncated)
		}
		switch d.data[d.pos] {
		case ',':
			d.pos = skipSpace(d.data, d.pos+1)
		case ']':
			d.pos++
			d.depth--
			return nil
		default:
			return fail(d.pos, msgComma)
		}
	}
}

// append adds a child without a value to the object's node.
func (d *Decoder) append(o *object, e *entry, k key) NodeID {
	n := NodeID(len(d.out.nodes))
	d.out.nodes = append(d.out.nodes, node{
		name: e.name, typ: e.typ, key: uint32(k.start), keyLen: uint16(k.end - k.start), start: uint32(d.pos),
	})
	if o.last == 0 {
		d.out.nodes[o.node].child = n
	} else {
		d.out.nodes[o.last].next = n
	}
	o.last = n
	return n
}

// find returns the first of n and its later siblings that stands under the key.
func (d *Decoder) find(n NodeID, k key) NodeID {
	for n != 0 && !bytes.Equal(d.out.Key(n), d.data[k.start:k.end]) {
		n = d.out.nodes[n].next
	}
	return n
}

// value reads the value at d.pos into node n.
func (d *Decoder) value(n NodeID, e *entry) error {
	switch c := d.data[d.pos]; {
	case c == '"':
		return d.str(n)
	case c == '{':
		return d.object(object{node: n, shape: e.shape})
	case c == '-' || '0' <= c && c <= '9':
		end, err := scanNumber(d.data, d.pos)
		return d.scalar(n, Number, end, err)
	case c == 't':
		from := d.pos
		return d.scalar(n, True, from+4, d.literal("true"))
	case c == 'f':
		from := d.pos
		return d.scalar(n, False, from+5, d.literal("false"))
	case c == '[':
		return fail(d.pos, msgNested)
	}
	return fail(d.pos, msgValue)
}

func (d *Decoder) scalar(n NodeID, kind Kind, end int, err error) error {
	if err != nil {
		return err
	}
	nd := &d.out.nodes[n]
	nd.kind, nd.end = kind, uint32(end)
	if kind == Number {
		nd.start = uint32(d.pos)
		d.pos = end
		return nil
	}
	nd.start = uint32(end - len("true"))
	if kind == False {
		nd.start--
	}
	return nil
}

// str reads the string at d.pos into node n.
func (d *Decoder) str(n NodeID) error {
	from := d.pos + 1
	end, escapes, err := scanString(d.data, from)
	if err != nil {
		return err
	}
	d.pos = end + 1
	nd := &d.out.nodes[n]
	nd.kind, nd.start, nd.end = String, uint32(from), uint32(end)
	if !escapes {
		return nil
	}
	raw := d.data[from:end]
	plain, err := unescape(d.Arena.Grow(len(raw)), raw, from)
	if err != nil {
		return err
	}
	nd.flags |= escaped
	nd.end = uint32(len(d.out.unescaped))
	d.out.unescaped = append(d.out.unescaped, d.Arena.Keep(plain))
	return nil
}

// literal reads true, false or null.
func (d *Decoder) literal(want string) error {
	rest := d.data[d.pos:]
	if len(rest) < len(want) || string(rest[:len(want)]) != want {
		return fail(d.pos, msgValue)
	}
	d.pos += len(want)
	return nil
}

// companions reads what stands under an underscore key: the ids and extensions of a primitive's values.
func (d *Decoder) companions(o *object, e *entry, k key) error {
	next := d.find(d.out.nodes[o.node].child, k)
	if d.data[d.pos] != '[' {
		_, err := d.companion(o, e, k, next)
		return err
	}
	return d.array(func() (err error) {
		next, err = d.companion(o, e, k, next)
		return err
	})
}

// companion reads one companion into the node, or into a new one without a value where n is 0, and returns the node
// of the next.
func (d *Decoder) companion(o *object, e *entry, k key, n NodeID) (NodeID, error) {
	c := d.data[d.pos]
	if c != '{' && c != 'n' {
		return 0, fail(d.pos, msgCompanion)
	}
	if n == 0 {
		n = d.append(o, e, k)
		o.holes = true
	}
	next := d.find(d.out.nodes[n].next, k)
	if c == 'n' {
		return next, d.literal("null")
	}
	if i := skipSpace(d.data, d.pos+1); i < len(d.data) && d.data[i] != '}' {
		d.out.nodes[n].flags |= extended
	}
	return next, d.object(object{node: n, shape: e.shape, companion: true})
}

// dropHoles takes the children away that have neither a value nor an id or extensions: nulls in arrays, which only
// keep the places of the values around them.
func (d *Decoder) dropHoles(parent NodeID) {
	nodes := d.out.nodes
	var last NodeID
	for n := nodes[parent].child; n != 0; n = nodes[n].next {
		if nodes[n].kind == None && nodes[n].flags&extended == 0 {
			continue
		}
		if last == 0 {
			nodes[parent].child = n
		} else {
			nodes[last].next = n
		}
		last = n
	}
	if last == 0 {
		nodes[parent].child = 0
	} else {
		nodes[last].next = 0
	}
}
