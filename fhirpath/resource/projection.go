package resource

import (
	"sort"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
)

// Projection says which elements of a resource are decoded. It is immutable and safe for many goroutines.
type Projection struct {
	model  *model.Model
	typ    model.TypeID // the type of the root; abstract where resources of any type are read
	root   int32
	shapes []shape
	names  map[string]Name // every name that an expression asks for
	source *Builder        // the graph that the projection was made of, for Union
}

// shape is a Shape in the form that the decoder reads.
type shape struct {
	entries []entry
	slots   []uint16 // open addressing by hashKey: index into entries plus one
	open    bool
	all     bool
}

// entry is a JSON key that is read, or in an open shape an element.
type entry struct {
	key       string
	name      Name
	typ       model.TypeID
	shape     int32
	companion bool // an underscore and a key: the id and the extensions of a primitive
	pair      int16
}

// Type returns the type of the resources that the projection is for, and true where it is one concrete type.
func (p *Projection) Type() (model.TypeID, bool) { return p.typ, !p.model.Abstract(p.typ) }

// Model returns the model whose types and elements the projection speaks of.
func (p *Projection) Model() *model.Model { return p.model }

// add puts a shape and all that hangs on it into the projection.
func (p *Projection) add(s *Shape, ids map[*Shape]int32) int32 {
	s = s.find()
	if id, ok := ids[s]; ok {
		return id
	}
	id := int32(len(p.shapes))
	ids[s] = id
	p.shapes = append(p.shapes, shape{})
	out := shape{open: s.open, all: s.all}
	for _, e := range s.edges {
		p.addEntry(&out, e, p.add(e.to, ids), s.open)
	}
	out.index()
	p.shapes[id] = out
	return id
}

func (p *Projection) addEntry(out *shape, e edge, to int32, open bool) {
	at := int16(len(out.entries))
	member := entry{key: e.key, name: p.names[e.name], typ: e.typ, shape: to, pair: -1}
	if open || e.typ != model.Unknown && p.model.Kind(e.typ) != model.KindPrimitive {
		out.entries = append(out.entries, member)
		return
	}
	member.pair = at + 1
	companion := member
	companion.key, companion.companion, companion.pair = "_"+e.key, true, at
	out.entries = append(out.entries, member, companion)
}

// index fills the hash table.
func (s *shape) index() {
	size := 4
	for size < 2*len(s.entries) {
		size *= 2
	}
	s.slots = make([]uint16, size)
	for i, e := range s.entries {
		h := hashKey([]byte(e.key)) & uint32(size-1)
		for s.slots[h] != 0 {
			h = (h + 1) & uint32(size-1)
		}
		s.slots[h] = uint16(i + 1)
	}
}

// lookup returns the index of the entry for a JSON key, or -1.
func (s *shape) lookup(key []byte) int {
	mask := uint32(len(s.slots) - 1)
	for h := hashKey(key) & mask; ; h = (h + 1) & mask {
		switch i := s.slots[h]; {
		case i == 0:
			return -1
		case s.entries[i-1].key == string(key):
			return int(i - 1)
		}
	}
}

// hashKey tells FHIR's element names apart well enough by their length and four of their bytes.
func hashKey(key []byte) uint32 {
	n := len(key)
	if n == 0 {
		return 0
	}
	h := uint32(n)*0x9e3779b1 ^ uint32(key[0])<<8 ^ uint32(key[n-1]) ^ uint32(key[n/2])<<16 ^ uint32(key[n/4])<<4
	return h ^ h>>15
}

// String lists the paths that are read, one a line and sorted: `name.family`, `contained.**` where everything below
// is read, `item.^` where the shape is that of an element above.
func (p *Projection) String() string {
	var lines []string
	p.list(p.root, "", map[int32]bool{}, &lines)
	sort.Strings(lines)
	return strings.Join(lines, "\n")
}

func (p *Projection) list(id int32, path string, above map[int32]bool, lines *[]string) {
	s := &p.shapes[id]
	switch {
	case above[id]:
		*lines = append(*lines, path+".^")
		return
	case s.all:
		*lines = append(*lines, strings.TrimPrefix(path+".**", "."))
		return
	case len(s.entries) == 0 && path != "":
		*lines = append(*lines, path)
	}
	above[id] = true
	for _, e := range s.entries {
		if !e.companion {
			p.list(e.shape, strings.TrimPrefix(path+"."+e.key, "."), above, lines)
		}
	}
	delete(above, id)
}
