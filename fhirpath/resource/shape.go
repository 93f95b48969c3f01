package resource

import "github.com/fhirview/fhirview/fhirpath/model"

// shape is a Shape in the form that the decoder reads.
type shape struct {
	entries []entry
	id      int      // tells the shapes of a projection apart
	slots   []uint16 // open addressing by hashKey: index into entries plus one
	open    bool
	all     bool
}

// entry is a JSON key that is read, or in an open shape an element.
type entry struct {
	key       string
	shape     *shape
	name      Name
	typ       model.TypeID
	pair      int16 // the index of the companion's entry, or of the companion's value; -1 where there is none
	companion bool  // an underscore and a key: the id and the extensions of a primitive
	ignored   bool  // no element, but it has to come once
}

// nothing is the shape of an element below which nothing is read.
var nothing = &shape{}

// byType is true where the type of an object is needed to know what its keys mean.
func (s *shape) byType() bool { return s.open || s.all }

// isEmpty is true where nothing is read.
func (s *shape) isEmpty() bool { return len(s.entries) == 0 && !s.all }

// add appends an entry, and if wanted the one for its companion.
func (s *shape) add(e entry, companion bool) {
	if !companion {
		s.entries = append(s.entries, e)
		return
	}
	at := int16(len(s.entries))
	pair := e
	e.pair = at + 1
	pair.key, pair.companion, pair.pair = "_"+e.key, true, at
	s.entries = append(s.entries, e, pair)
}

// ignoreResourceType has the decoder notice where the root's resourceType comes twice.
func (s *shape) ignoreResourceType() {
	if s.byType() || s.isEmpty() || s.lookup(keyResourceType) >= 0 {
		return
	}
	s.entries = append(s.entries, entry{key: keyResourceType, shape: nothing, pair: -1, ignored: true})
	s.index()
}

// index fills the hash table.
func (s *shape) index() {
	size := 4
	for size < 2*len(s.entries) {
		size *= 2
	}
	s.slots = make([]uint16, size)
	for i, e := range s.entries {
		h := hashKey(e.key) & uint32(size-1)
		for s.slots[h] != 0 {
			h = (h + 1) & uint32(size-1)
		}
		s.slots[h] = uint16(i + 1)
	}
}

// lookup returns the index of the entry for a JSON key, or -1.
func (s *shape) lookup(key string) int {
	mask := uint32(len(s.slots) - 1)
	for h := hashKey(key) & mask; ; h = (h + 1) & mask {
		i := int(s.slots[h]) - 1
		if i < 0 || s.entries[i].key == key {
			return i
		}
	}
}

// hashKey tells FHIR's element names apart well enough by their length and four of their bytes.
func hashKey(key string) uint32 {
	n := len(key)
	if n == 0 {
		return 0
	}
	h := uint32(n)*0x9e3779b1 ^ uint32(key[0])<<8 ^ uint32(key[n-1]) ^ uint32(key[n/2])<<16 ^ uint32(key[n/4])<<4
	return h ^ h>>15
}
