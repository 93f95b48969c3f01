package fhirclient

import "hash/maphash"

// seen remembers the resources that came, by hashes of 128 bits: two of a billion resources have the same with a
// probability of less than 10⁻²⁰.
type seen struct {
	seeds   [2]maphash.Seed
	matches map[seenKey]bool // true where the resource came as a match
	scratch []byte
}

type seenKey [2]uint64

func newSeen() *seen {
	return &seen{
		seeds:   [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()},
		matches: make(map[seenKey]bool),
	}
}

func (s *seen) key(text []byte) seenKey {
	return seenKey{maphash.Bytes(s.seeds[0], text), maphash.Bytes(s.seeds[1], text)}
}

// add remembers a resource and tells whether it came for the first time at all, and as a match.
func (s *seen) add(typ, id []byte, match bool) (first, firstMatch bool) {
	s.scratch = append(append(append(s.scratch[:0], typ...), '/'), id...)
	key := s.key(s.scratch)
	matched, known := s.matches[key]
	if !known || match && !matched {
		s.matches[key] = match
	}
	return !known, match && !matched
}
