package resource

import (
	"math"

	"github.com/fhirview/fhirview/fhirpath/model"
)

// Decoder decodes resources of one projection. One goroutine uses it at a time.
type Decoder struct {
	// Arena holds text that had to be unescaped. Whoever uses the text resets it.
	Arena *Arena
	// Strict has every byte of the input checked, also of what is not read.
	Strict bool

	proj           *Projection
	model          *model.Model
	resource       model.TypeID
	domainResource model.TypeID

	data  []byte
	pos   int
	depth int
	out   *Resource
	stats Stats
}

// Stats counts what a decoder has done, by figures that do not depend on the clock.
type Stats struct {
	Resources int64 // resources decoded
	Bytes     int64 // bytes of their JSON text
	Nodes     int64 // nodes built
}

// NewDecoder returns a decoder for the elements that the projection reads.
func NewDecoder(p *Projection) *Decoder {
	d := &Decoder{Arena: new(Arena), proj: p, model: p.model}
	d.resource, _ = p.model.Lookup("Resource")
	d.domainResource, _ = p.model.Lookup("DomainResource")
	return d
}

// Stats returns what the decoder has done so far.
func (d *Decoder) Stats() Stats { return d.stats }

// Decode decodes the JSON text of one resource into out, whatever it held before. The resource refers to data. After
// an error, which is an [*Error], out holds nothing that can be used.
func (d *Decoder) Decode(data []byte, out *Resource) error {
	if len(data) > math.MaxInt32 {
		return fail(0, msgTooLarge)
	}
	if d.Strict {
		if err := Validate(data); err != nil {
			return err
		}
	}
	out.reset(data, d.model)
	d.data, d.out, d.depth = data, out, 0
	d.pos = skipSpace(data, 0)
	if d.pos == len(data) {
		return fail(d.pos, msgTruncated)
	}
	if data[d.pos] != '{' {
		return fail(d.pos, msgObject)
	}
	root := out.Root()
	out.nodes[root].typ = d.proj.typ
	if err := d.object(object{node: root, shape: d.proj.root}); err != nil {
		return err
	}
	if d.pos = skipSpace(data, d.pos); d.pos != len(data) {
		return fail(d.pos, msgTrailing)
	}
	d.stats.Resources++
	d.stats.Bytes += int64(len(data))
	d.stats.Nodes += int64(out.Nodes())
	return nil
}

// object is what the decoder remembers of an object while it reads its members.
type object struct {
	node      NodeID
	shape     int32
	last      NodeID // the last child so far
	companion bool   // the members are those of a primitive's companion: there is no object node
	holes     bool   // there are nodes without a value, which go if nothing gives them extensions
	seen      uint64 // entries met, by index, as far as there are bits
	keys      map[string]struct{}
}

// object reads the object at d.pos into the node.
func (d *Decoder) object(o object) error {
	if d.depth++; d.depth > maxDepth {
		return fail(d.pos, msgDepth)
	}
	nd := &d.out.nodes[o.node]
	if !o.companion {
		nd.kind, nd.start = Object, uint32(d.pos)
		if nd.typ == d.resource || nd.typ == d.domainResource {
			nd.typ = d.resourceType()
		}
	}
	var err error
	if s := &d.proj.shapes[o.shape]; len(s.entries) == 0 && !s.all {
		d.pos, err = skipBrackets(d.data, d.pos, d.depth-1)
	} else {
		err = d.members(&o, s)
	}
	if err != nil {
		return err
	}
	if o.holes {
		d.dropHoles(o.node)
	}
	if !o.companion {
		d.out.nodes[o.node].end = uint32(d.pos)
	}
	d.depth--
	return nil
}

// resourceType returns the type of the resource that begins at d.pos. Servers write resourceType first; where it
// comes later, the members before it are skipped once more.
func (d *Decoder) resourceType() model.TypeID {
	name, err := typeOf(d.data, d.pos, d.depth)
	if err != nil || name == nil {
		return model.Unknown
	}
	t, _ := d.model.LookupBytes(name)
	return t
}

// members reads the members of an object, from its opening bracket to after its closing one.
func (d *Decoder) members(o *object, s *shape) error {
	d.pos = skipSpace(d.data, d.pos+1)
	if d.pos < len(d.data) && d.data[d.pos] == '}' {
		d.pos++
		return nil
	}
	for {
		if err := d.member(o, s); err != nil {
			return err
		}
		d.pos = skipSpace(d.data, d.pos)
		if d.pos >= len(d.data) {
			return fail(d.pos, msgTruncated)
		}
		switch d.data[d.pos] {
		case ',':
			d.pos = skipSpace(d.data, d.pos+1)
		case '}':
			d.pos++
			return nil
		default:
			return fail(d.pos, msgComma)
		}
	}
}

// key is a JSON key: its place, and its text without escapes.
type key struct {
	start, end int
	text       []byte
}

// member reads one key and its value.
func (d *Decoder) member(o *object, s *shape) error {
	k, err := d.key()
	if err != nil {
		return err
	}
	if s.all || s.open {
		return d.openMember(o, s, k)
	}
	i := s.lookup(k.text)
	if i < 0 {
		d.pos, err = skipValue(d.data, d.pos, d.depth)
		return err
	}
	e := s.entries[i]
	if err := d.once(o, i, k); err != nil {
		return err
	}
	if e.companion {
		k.start++
		return d.companions(o, &e, k)
	}
	return d.values(o, &e, k, o.met(e.pair))
}

// key reads a key and the colon after it.
func (d *Decoder) key() (k key, err error) {
	if d.pos >= len(d.data) {
		return k, fail(d.pos, msgTruncated)
	}
	if d.data[d.pos] != '"' {
		return k, fail(d.pos, msgKey)
	}
	k.start = d.pos + 1
	end, escapes, err := scanString(d.data, k.start)
	if err != nil {
		return k, err
	}
	k.end, k.text = end, d.data[k.start:end]
	if escapes {
		if k.text, err = unescape(d.Arena.Grow(len(k.text)), k.text, k.start); err != nil {
			return k, err
		}
		d.Arena.Keep(k.text)
	}
	if end-k.start > math.MaxUint16 {
		return k, fail(k.start, msgKeyLength)
	}
	d.pos = skipSpace(d.data, end+1)
	if d.pos >= len(d.data) {
		return k, fail(d.pos, msgTruncated)
	}
	if d.data[d.pos] != ':' {
		return k, fail(d.pos, msgColon)
	}
	d.pos = skipSpace(d.data, d.pos+1)
	if d.pos >= len(d.data) {
		return k, fail(d.pos, msgTruncated)
	}
	return k, nil
}

// once makes sure that a key that is read comes once in its object.
func (d *Decoder) once(o *object, i int, k key) error {
	if i >= 64 {
		return d.onceByText(o, k)
	}
	bit := uint64(1) << i
	if o.seen&bit != 0 {
		return fail(k.start-1, msgDuplicate)
	}
	o.seen |= bit
	return nil
}

func (d *Decoder) onceByText(o *object, k key) error {
	if _, ok := o.keys[string(k.text)]; ok {
		return fail(k.start-1, msgDuplicate)
	}
	if o.keys == nil {
		o.keys = map[string]struct{}{}
	}
	o.keys[string(k.text)] = struct{}{}
	return nil
}

// met is true where the entry of an index may have been met already: then its nodes are looked for.
func (o *object) met(i int16) bool {
	return i >= 0 && (i >= 64 || o.seen>>i&1 == 1)
}

// openMember reads a member of an object whose elements are known by the type that the object turned out to have.
func (d *Decoder) openMember(o *object, s *shape, k key) (err error) {
	text := k.text
	companion := len(text) > 1 && text[0] == '_'
	if companion {
		text = text[1:]
	}
	e, ok := d.element(o, s, text)
	if !ok {
		d.pos, err = skipValue(d.data, d.pos, d.depth)
		return err
	}
	if err := d.onceByText(o, k); err != nil {
		return err
	}
	if companion {
		k.start++
		return d.companions(o, &e, k)
	}
	return d.values(o, &e, k, true)
}

// element makes the entry for a JSON key of an open shape; ok is false where the element is not read.
func (d *Decoder) element(o *object, s *shape, text []byte) (e entry, ok bool) {
	el, typ, known := d.model.ElementByKey(d.out.nodes[o.node].typ, text)
	if !known && !o.companion && string(text) == "resourceType" {
		return e, false
	}
	name := el.Name
	if !known {
		name = string(text)
	}
	e = entry{typ: typ, shape: o.shape, name: d.proj.names[name]}
	if s.all {
		return e, true
	}
	i := s.lookup([]byte(name))
	if i < 0 {
		return e, false
	}
	e.shape = s.entries[i].shape
	return e, true
}
