package decode

import (
	"hash/maphash"

	"github.com/fhirview/fhirview/internal/nodes"
)

// keySet knows the keys that were read of objects whose keys no projection lists, and the elements that they made.
// It keeps its memory from one resource to the next. Its hash is seeded, because the keys are the input's.
type keySet struct {
	seed  maphash.Seed
	keys  []readKey
	slots []keySlot // open addressing; the size is a power of two
	round uint32    // slots of earlier rounds are empty
}

// readKey is a key, without the underscore of a companion.
type readKey struct {
	text             []byte
	hash             uint64
	object           nodes.ID
	first            nodes.ID // the first element that was made of it
	value, companion bool     // whether it came without and with an underscore
}

// once is true the first time that it is asked about the key itself, and about the companion.
func (k *readKey) once(companion bool) bool {
	met := &k.value
	if companion {
		met = &k.companion
	}
	first := !*met
	*met = true
	return first
}

type keySlot struct {
	round uint32
	at    int32
}

// reset forgets all keys.
func (s *keySet) reset() {
	if len(s.keys) == 0 {
		return
	}
	s.keys = s.keys[:0]
	if s.round++; s.round == 0 {
		clear(s.slots)
		s.round = 1
	}
}

// find returns the index in s.keys of an object's key, which is added where it is new.
func (s *keySet) find(object nodes.ID, text []byte) int {
	if 2*len(s.keys) >= len(s.slots) {
		s.grow()
	}
	h := maphash.Bytes(s.seed, text) ^ uint64(object)*0x9e3779b97f4a7c15
	slot := s.slot(h, object, text)
	if slot.round != s.round {
		*slot = keySlot{s.round, int32(len(s.keys))}
		s.keys = append(s.keys, readKey{text: text, hash: h, object: object})
	}
	return int(slot.at)
}

// slot returns the slot that a key is in or would be put into.
func (s *keySet) slot(hash uint64, object nodes.ID, text []byte) *keySlot {
	mask := uint64(len(s.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		slot := &s.slots[i]
		if slot.round != s.round {
			return slot
		}
		if k := &s.keys[slot.at]; k.hash == hash && k.object == object && string(k.text) == string(text) {
			return slot
		}
	}
}

func (s *keySet) grow() {
	if s.slots == nil {
		s.seed = maphash.MakeSeed()
	}
	s.round = 1
	s.slots = make([]keySlot, max(64, 2*len(s.slots)))
	for i := range s.keys {
		k := &s.keys[i]
		*s.slot(k.hash, k.object, k.text) = keySlot{s.round, int32(i)}
	}
}
