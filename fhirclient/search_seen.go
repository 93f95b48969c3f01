package fhirclient

import (
	"hash/maphash"
	"math/bits"
)

// seen remembers the resources that came, by hashes of 126 bits: two of a billion resources have the same with a
// probability of less than 10⁻¹⁹.
//
// It is a table without pointers, in which a hash stands at the first free place from where it belongs: the garbage collector
// has no work with it, and to look for a hash costs about what it costs to reach memory once.
type seen struct {
	seeds [2]maphash.Seed
	table []seenKey // a power of two of them, more than are taken
	taken int

	typ    []byte // that a key was made of last
	typKey seenKey
	near   uint64
}

// seenKey is a hash. The lowest bits of its second word are not the hash's: seenAtAll, and seenAsMatch where the resource came as
// a match. The zero value is a free place.
type seenKey [2]uint64

const (
	seenAtAll   = 1
	seenAsMatch = 2

	seenFlags   = seenAtAll | seenAsMatch
	seenAtFirst = 64 // places
)

func newSeen() *seen {
	return &seen{
		seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()},
		table: make([]seenKey, seenAtFirst),
	}
}

// key returns the key of a resource.
func (s *seen) key(typ, id []byte) seenKey {
	if string(typ) != string(s.typ) || s.typKey == (seenKey{}) {
		s.typ = append(s.typ[:0], typ...)
		for i, seed := range s.seeds {
			s.typKey[i] = bits.RotateLeft64(maphash.Bytes(seed, typ), 32) // or a type and an id would be what they are the other way around
		}
	}
	first, second := maphash.Bytes(s.seeds[0], id)^s.typKey[0], maphash.Bytes(s.seeds[1], id)^s.typKey[1]
	return seenKey{first, second&^seenFlags | seenAtAll}
}

// approach reads the places of keys that are going to be added. A table of many resources is larger than the processor's caches,
// and as nothing here depends on what is read, the processor waits for many places at a time; one by one takes several times as long.
func (s *seen) approach(keys []seenKey) {
	last, near := uint64(len(s.table)-1), uint64(0)
	for i := range keys {
		near += s.table[keys[i][0]&last][1]
	}
	s.near = near // or the loop might be left out
}

// place is where a key stands, or where it is to stand.
func (s *seen) place(key seenKey) *seenKey {
	last := uint64(len(s.table) - 1)
	for i := key[0] & last; ; i = (i + 1) & last {
		at := &s.table[i]
		if at[1] == 0 || at[0] == key[0] && (at[1]^key[1])&^seenFlags == 0 {
			return at
		}
	}
}

// add remembers a resource and tells whether it came for the first time at all, and as a match.
func (s *seen) add(key seenKey, match bool) (first, firstMatch bool) {
	at := s.place(key)
	if first = at[1] == 0; first {
		*at = key
		s.taken++
	}
	if firstMatch = match && at[1]&seenAsMatch == 0; firstMatch {
		at[1] |= seenAsMatch
	}
	if s.taken > len(s.table)/5*4 {
		s.grow()
	}
	return first, firstMatch
}

func (s *seen) grow() {
	old := s.table
	s.table = make([]seenKey, 2*len(old))
	for _, key := range old {
		if key[1] != 0 {
			*s.place(key) = key
		}
	}
}
