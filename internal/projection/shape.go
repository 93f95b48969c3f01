package projection

import "github.com/fhirview/fhirview/fhirpath/model"

// Shape is what is read of the objects in one place of a resource, in the form that decoders read. It never changes.
type Shape struct {
	Entries []Entry
	ID      int      // tells the shapes of a projection apart: they are numbered from 0
	All     bool     // everything below is read
	untyped bool     // see draft
	slots   []uint16 // open addressing by hashKey: index into Entries plus one
}

// Entry is a JSON key that is read, or in an untyped shape an element.
type Entry struct {
	Key       string
	Shape     *Shape // of what is below
	Name      Name
	Type      model.TypeID
	Pair      int16 // the index of the companion's entry, or of the companion's value; -1 where there is none
	Companion bool  // an underscore and a key: the id and the extensions of a primitive
	Ignored   bool  // no element, but it has to come once
}

// Nothing is the shape of an element below which nothing is read.
var Nothing = &Shape{}

// ByType is true where the type of an object is needed to know what its keys mean.
func (s *Shape) ByType() bool { return s.untyped || s.All }

// IsEmpty is true where nothing is read.
func (s *Shape) IsEmpty() bool { return len(s.Entries) == 0 && !s.All }

// add appends an entry, and if wanted the one for its companion.
func (s *Shape) add(e Entry, companion bool) {
	if !companion {
		s.Entries = append(s.Entries, e)
		return
	}
	at := int16(len(s.Entries))
	pair := e
	e.Pair = at + 1
	pair.Key, pair.Companion, pair.Pair = "_"+e.Key, true, at
	s.Entries = append(s.Entries, e, pair)
}

// ignoreResourceType has the decoder notice where the root's resourceType comes twice.
func (s *Shape) ignoreResourceType() {
	if s.ByType() || s.IsEmpty() || s.Lookup(ResourceTypeKey) >= 0 {
		return
	}
	s.Entries = append(s.Entries, Entry{Key: ResourceTypeKey, Shape: Nothing, Pair: -1, Ignored: true})
	s.index()
}

// index fills the hash table.
func (s *Shape) index() {
	size := 4
	for size < 2*len(s.Entries) {
		size *= 2
	}
	s.slots = make([]uint16, size)
	for i, e := range s.Entries {
		h := hashKey(e.Key) & uint32(size-1)
		for s.slots[h] != 0 {
			h = (h + 1) & uint32(size-1)
		}
		s.slots[h] = uint16(i + 1)
	}
}

// Lookup returns the index of the entry for a JSON key, or -1.
func (s *Shape) Lookup(key string) int {
	mask := uint32(len(s.slots) - 1)
	for h := hashKey(key) & mask; ; h = (h + 1) & mask {
		i := int(s.slots[h]) - 1
		if i < 0 || s.Entries[i].Key == key {
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
