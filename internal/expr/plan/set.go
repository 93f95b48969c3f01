package plan

import (
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/values"
)

// Set is a set of items by equality: what is equal to a member by the operator = is in the set.
//
// Items are found by their hashes. Quantities have none that would tell them apart, and are compared one by one, with
// each other and with numbers.
type Set struct {
	members    value.Collection
	byHash     map[uint64][]int32
	quantities []int32
}

// stepsPerMember is what a member of a set costs in time and memory, compared with visiting an item.
const stepsPerMember = 10

// NewSet returns a set of the values.
func NewSet(c *Context, vs ...value.Value) *Set {
	s := &Set{byHash: make(map[uint64][]int32, len(vs))}
	for _, v := range vs {
		s.Add(c, v)
	}
	return s
}

// Add puts a value into the set and tells whether it was not in it before.
func (s *Set) Add(c *Context, v value.Value) bool {
	hash, quantity := values.Hash(v), values.IsQuantity(v)
	if s.has(c, v, hash, quantity) {
		return false
	}
	c.Spend(stepsPerMember)
	at := int32(len(s.members))
	s.members = append(s.members, v)
	if quantity {
		s.quantities = append(s.quantities, at)
	} else {
		s.byHash[hash] = append(s.byHash[hash], at)
	}
	return true
}

// Has is true where a value is in the set.
func (s *Set) Has(c *Context, v value.Value) bool {
	return s.has(c, v, values.Hash(v), values.IsQuantity(v))
}

func (s *Set) has(c *Context, v value.Value, hash uint64, quantity bool) bool {
	if quantity {
		return Has(c, s.members, v)
	}
	return s.among(c, s.byHash[hash], v) || s.among(c, s.quantities, v)
}

func (s *Set) among(c *Context, places []int32, v value.Value) bool {
	c.Spend(len(places))
	for _, at := range places {
		if equal, known := values.Equal(s.members[at], v); equal && known {
			return true
		}
	}
	return false
}
