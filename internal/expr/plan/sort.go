package plan

import (
	"slices"

	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/ast"
)

// Sort is sort(): it puts the items into the order of their keys. Items whose keys are all equal keep their order.
//
// Specification: FHIRPath, "sort".
type Sort struct {
	X    Node
	Keys []SortKey
	At   ast.Span
}

// SortKey is evaluated with the item as $this.
type SortKey struct {
	X    Node
	Desc bool
	// Minus stands for the sign before a key. It turns the order of all that has one, not only of numbers, and unlike
	// Desc leaves what is empty first.
	Minus bool
}

// Eval implements Node.
func (n *Sort) Eval(c *Context) (value.Collection, error) {
	in, err := n.X.Eval(c)
	if err != nil || len(in) == 0 {
		return in, err
	}
	c.Spend(len(in) * (1 + len(n.Keys)))
	if err := c.Err(); err != nil {
		return nil, err
	}
	s := &sorter{c: c, by: n.Keys, in: in, keys: make([]sortValue, len(in)*len(n.Keys))}
	order := make([]int, len(in))
	for i := range order {
		order[i] = i
	}
	this := c.This
	slices.SortStableFunc(order, s.compare)
	c.This = this
	if s.err == nil {
		s.err = c.Err()
	}
	if s.err != nil {
		return nil, at(n.At, s.err)
	}
	mark := c.Mark()
	for _, i := range order {
		c.Push(in[i])
	}
	return c.Since(mark), nil
}

type sorter struct {
	c  *Context
	by []SortKey
	in value.Collection
	// keys has a row for each item. They are evaluated when they are asked for.
	keys []sortValue
	err  error
}

// sortValue is the key of an item; some is false where it is empty.
type sortValue struct {
	v          value.Value
	some, done bool
}

// compare asks one key after the other. After an error all items are equal, so that the sorting ends.
func (s *sorter) compare(a, b int) int {
	s.c.Spend(1)
	for i := range s.by {
		if s.err != nil || s.c.Exhausted() {
			return 0
		}
		cmp, err := compareKeys(s.key(a, i), s.key(b, i))
		if s.err == nil {
			s.err = err
		}
		if s.by[i].Minus && s.key(a, i).some && s.key(b, i).some {
			cmp = -cmp
		}
		if s.by[i].Desc {
			cmp = -cmp
		}
		if cmp != 0 {
			return cmp
		}
	}
	return 0
}

func (s *sorter) key(item, i int) sortValue {
	k := &s.keys[item*len(s.by)+i]
	if !k.done && s.err == nil {
		s.c.This = s.in[item : item+1 : item+1]
		var vs value.Collection
		if vs, s.err = s.by[i].X.Eval(s.c); s.err == nil {
			k.v, k.some, s.err = SingleOperand(vs)
		}
		k.done = true
	}
	return *k
}

// compareKeys puts what is empty first. That two keys cannot be compared is an error: no order would be the right one.
func compareKeys(a, b sortValue) (int, error) {
	switch {
	case a.some && b.some:
		cmp, known, err := Order(a.v, b.v)
		if err == nil && !known {
			err = Failf("sort() cannot compare two of its keys, such as dates of different precision: filter them before")
		}
		return cmp, err
	case a.some:
		return 1, nil
	case b.some:
		return -1, nil
	}
	return 0, nil
}
