package plan

import "github.com/fhirview/fhirview/fhirpath/value"

// Set is a set of items by equality: what is equal to a member by the operator = is in the set.
//
// Strings, of which long collections are made, are found by hashing; the rest by comparing. Elements are found by
// their place first: an element is equal to itself whatever it contains.
type Set struct {
	strings  map[string]struct{}
	elements map[place]struct{}
	rest     value.Collection
}

type place struct {
	resource any
	node     int64
}

// NewSet returns a set of the values.
func NewSet(vs ...value.Value) *Set {
	s := &Set{}
	for _, v := range vs {
		s.Add(v)
	}
	return s
}

// Add puts a value into the set and tells whether it was not in it before.
func (s *Set) Add(v value.Value) bool {
	if s.Has(v) {
		return false
	}
	if text, ok := stringOf(v); ok {
		if s.strings == nil {
			s.strings = map[string]struct{}{}
		}
		s.strings[text] = struct{}{}
		return true
	}
	if v.Kind() == value.KindElement {
		if s.elements == nil {
			s.elements = map[place]struct{}{}
		}
		s.elements[placeOf(v)] = struct{}{}
	}
	s.rest = append(s.rest, v)
	return true
}

// Has is true where a value is in the set.
func (s *Set) Has(v value.Value) bool {
	if text, ok := stringOf(v); ok {
		_, in := s.strings[text]
		return in
	}
	if v.Kind() == value.KindElement {
		if _, in := s.elements[placeOf(v)]; in {
			return true
		}
	}
	return Has(s.rest, v)
}

func placeOf(v value.Value) place {
	r, n := v.Element()
	return place{r, int64(n)}
}

func stringOf(v value.Value) (string, bool) {
	sys, ok, err := v.System()
	if !ok || err != nil || sys.Kind() != value.KindString {
		return "", false
	}
	return sys.Text(), true
}
