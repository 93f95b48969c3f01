package value

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/decimal"
)

// Equal compares two values as the operator = does. known is false where the answer is empty: dates of different
// precision, for example. An element is equal to itself, whatever it is.
//
// Specification: FHIRPath, "Equality".
func (v Value) Equal(other Value) (equal, known bool) {
	a, b := v, other
	if a.same(b) {
		return true, true
	}
	sa, okA, errA := a.System()
	sb, okB, errB := b.System()
	if errA != nil || errB != nil {
		return false, true
	}
	if okA && okB {
		return equalSystem(sa, sb)
	}
	if qa, qb, ok := quantities(a, b); ok {
		return qa.Equal(qb)
	}
	if a.Valueless() != b.Valueless() && (okA || okB || a.IsQuantity() || b.IsQuantity()) {
		return false, false
	}
	if okA != okB || a.kind != KindElement || b.kind != KindElement {
		return false, true
	}
	return equalTrees(a, b)
}

// same is true where both values are the same element.
func (v Value) same(other Value) bool {
	return v.kind == KindElement && other.kind == KindElement && v.ptr == other.ptr && v.num == other.num
}

// equalSystem compares two System values.
func equalSystem(a, b Value) (equal, known bool) {
	switch {
	case a.kind == b.kind && a.kind == KindString:
		return a.text == b.text, true
	case a.kind == b.kind && a.kind <= KindLong:
		return a.num == b.num, true
	case a.isNumber() && b.isNumber():
		return decimal.Compare(a.decimalText(), b.decimalText()) == 0, true
	case a.comparesAsTime(b):
		ta, okA := a.Temporal()
		tb, okB := b.Temporal()
		if !okA || !okB {
			return a.text == b.text, true
		}
		return Equal(ta, tb)
	}
	if qa, qb, ok := quantities(a, b); ok {
		return qa.Equal(qb)
	}
	return false, true
}

func (v Value) isNumber() bool { return v.kind >= KindInteger && v.kind <= KindDecimal }

// comparesAsTime is true for two times of day, and for two dates with or without one.
func (v Value) comparesAsTime(other Value) bool {
	return v.kind.Temporal() && other.kind.Temporal() && (v.kind == KindTime) == (other.kind == KindTime)
}

// quantities returns both values as quantities, where at least one is and the other is or can be made one.
func quantities(a, b Value) (qa, qb Quantity, ok bool) {
	if a.isNumber() && b.isNumber() {
		return qa, qb, false
	}
	qa, okA := a.AsQuantity()
	qb, okB := b.AsQuantity()
	return qa, qb, okA && okB
}

// equalTrees compares two elements by their children, which have to come in the same order where they repeat.
func equalTrees(a, b Value) (equal, known bool) {
	ra, na := a.Element()
	rb, nb := b.Element()
	known = true
	ca, cb := ra.Child(na), rb.Child(nb)
	if count(ra, ca) != count(rb, cb) {
		return false, true
	}
	for x := ca; x != 0; x = ra.Next(x) {
		y := counterpart(ra, x, ca, rb, cb)
		if y == 0 {
			return false, true
		}
		eq, k := Elem(ra, x).Equal(Elem(rb, y))
		if k && !eq {
			return false, true
		}
		known = known && k
	}
	return known, known
}

// equivalentTrees compares two elements by their children, in whatever order they come where they repeat.
func equivalentTrees(a, b Value) bool {
	ra, na := a.Element()
	rb, nb := b.Element()
	n := count(ra, ra.Child(na))
	if n != count(rb, rb.Child(nb)) {
		return false
	}
	used := make([]bool, n)
	for x := ra.Child(na); x != 0; x = ra.Next(x) {
		if !useEquivalent(ra, x, rb, rb.Child(nb), used) {
			return false
		}
	}
	return true
}

// useEquivalent marks the first of the siblings from n on that is equivalent to x and not marked yet; false where
// there is none.
func useEquivalent(ra *resource.Resource, x resource.NodeID, rb *resource.Resource, n resource.NodeID, used []bool) bool {
	for i := 0; n != 0; n, i = rb.Next(n), i+1 {
		if used[i] || !bytes.Equal(ra.Key(x), rb.Key(n)) {
			continue
		}
		if equivalent, known := Elem(ra, x).Equivalent(Elem(rb, n)); equivalent && known {
			used[i] = true
			return true
		}
	}
	return false
}

func count(r *resource.Resource, n resource.NodeID) int {
	c := 0
	for ; n != 0; n = r.Next(n) {
		c++
	}
	return c
}

// counterpart returns the child of b that stands where x stands among a's children of the same key.
func counterpart(ra *resource.Resource, x, firstA resource.NodeID, rb *resource.Resource, firstB resource.NodeID) resource.NodeID {
	key, place := ra.Key(x), 0
	for n := firstA; n != x; n = ra.Next(n) {
		if bytes.Equal(ra.Key(n), key) {
			place++
		}
	}
	for n := firstB; n != 0; n = rb.Next(n) {
		if bytes.Equal(rb.Key(n), key) {
			if place == 0 {
				return n
			}
			place--
		}
	}
	return 0
}

// Equivalent compares two values as the operator ~ does. known is false where the answer is empty: quantities whose
// units have nothing in common.
//
// Specification: FHIRPath, "Equivalent".
func (v Value) Equivalent(other Value) (equivalent, known bool) {
	a, b := v, other
	if a.same(b) {
		return true, true
	}
	sa, okA, errA := a.System()
	sb, okB, errB := b.System()
	if errA != nil || errB != nil {
		return false, true
	}
	if okA && okB {
		return equivalentSystem(sa, sb)
	}
	if qa, qb, ok := quantities(a, b); ok {
		return qa.EquivalentKnown(qb)
	}
	if okA != okB || a.kind != KindElement || b.kind != KindElement {
		return false, true
	}
	return equivalentTrees(a, b), true
}

func equivalentSystem(a, b Value) (equivalent, known bool) {
	switch {
	case a.kind == b.kind && a.kind == KindString:
		return equivalentText(a.text, b.text), true
	case a.kind == b.kind && a.kind <= KindLong:
		return a.num == b.num, true
	case a.isNumber() && b.isNumber():
		return decimal.Equivalent(a.decimalText(), b.decimalText()), true
	case a.comparesAsTime(b):
		ta, okA := a.Temporal()
		tb, okB := b.Temporal()
		if !okA || !okB {
			return a.text == b.text, true
		}
		return Equivalent(ta, tb), true
	}
	if qa, qb, ok := quantities(a, b); ok {
		return qa.EquivalentKnown(qb)
	}
	return false, true
}

// equivalentText compares strings without regard to case, with every white space character as good as any other.
func equivalentText(a, b string) bool {
	for a != "" && b != "" {
		ra, na := utf8.DecodeRuneInString(a)
		rb, nb := utf8.DecodeRuneInString(b)
		if ra != rb && !(unicode.IsSpace(ra) && unicode.IsSpace(rb)) && !strings.EqualFold(a[:na], b[:nb]) {
			return false
		}
		a, b = a[na:], b[nb:]
	}
	return a == b
}

// Compare orders two values as the operators <, <=, > and >= do. ok is false where values of these types have no
// order; known is false where the answer is empty.
//
// Specification: FHIRPath, "Comparison".
func (v Value) Compare(other Value) (cmp int, known, ok bool) {
	a, b := v, other
	switch {
	case a.kind == KindString && b.kind == KindString:
		return strings.Compare(a.text, b.text), true, true
	case a.isNumber() && b.isNumber():
		return decimal.Compare(a.decimalText(), b.decimalText()), true, true
	case a.comparesAsTime(b):
		ta, okA := a.Temporal()
		tb, okB := b.Temporal()
		if !okA || !okB {
			return 0, false, true
		}
		cmp, known = Compare(ta, tb)
		return cmp, known, true
	}
	qa, qb, ok := quantities(a, b)
	if !ok {
		return 0, false, false
	}
	cmp, known = qa.Compare(qb)
	return cmp, known, true
}
