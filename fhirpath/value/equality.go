package value

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fhirview/fhirview/fhirpath/resource"
)

// Equal compares two values as the operator = does. known is false where the answer is empty: dates of different
// precision, for example.
//
// Specification: FHIRPath, "Equality".
func (v Value) Equal(other Value) (equal, known bool) {
	a, b := v, other
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
	if okA != okB || a.kind != KindElement || b.kind != KindElement {
		return false, true
	}
	return equalTrees(a, b, true)
}

// equalSystem compares two System values.
func equalSystem(a, b Value) (equal, known bool) {
	switch {
	case a.kind == b.kind && a.kind == KindString:
		return a.text == b.text, true
	case a.kind == b.kind && a.kind <= KindLong:
		return a.num == b.num, true
	case a.isNumber() && b.isNumber():
		return CompareDecimalText(a.decimalText(), b.decimalText()) == 0, true
	case a.isTemporal() && b.isTemporal():
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

func (v Value) isTemporal() bool { return v.kind >= KindDate && v.kind <= KindTime }

// quantities returns both values as quantities, where at least one is and the other is or can be made one.
func quantities(a, b Value) (qa, qb Quantity, ok bool) {
	if a.isNumber() && b.isNumber() {
		return qa, qb, false
	}
	qa, okA := a.AsQuantity()
	qb, okB := b.AsQuantity()
	return qa, qb, okA && okB
}

// equalTrees compares two elements by their children, and by their values where they are primitives without one.
// ordered asks for repeating children in the same order.
func equalTrees(a, b Value, ordered bool) (equal, known bool) {
	ra, na := a.Element()
	rb, nb := b.Element()
	if ra == rb && na == nb {
		return true, true
	}
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
		eq, k := equalChild(Elem(ra, x), Elem(rb, y), ordered)
		if k && !eq {
			return false, true
		}
		known = known && k
	}
	return known, known
}

func equalChild(a, b Value, ordered bool) (equal, known bool) {
	if ordered {
		return a.Equal(b)
	}
	return a.Equivalent(b), true
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

// Equivalent compares two values as the operator ~ does.
//
// Specification: FHIRPath, "Equivalent".
func (v Value) Equivalent(other Value) bool {
	a, b := v, other
	sa, okA, errA := a.System()
	sb, okB, errB := b.System()
	if errA != nil || errB != nil {
		return false
	}
	if okA && okB {
		return equivalentSystem(sa, sb)
	}
	if qa, qb, ok := quantities(a, b); ok {
		return qa.Equivalent(qb)
	}
	if okA != okB || a.kind != KindElement || b.kind != KindElement {
		return false
	}
	equal, _ := equalTrees(a, b, false)
	return equal
}

func equivalentSystem(a, b Value) bool {
	switch {
	case a.kind == b.kind && a.kind == KindString:
		return equivalentText(a.text, b.text)
	case a.kind == b.kind && a.kind <= KindLong:
		return a.num == b.num
	case a.isNumber() && b.isNumber():
		return EquivalentDecimalText(a.decimalText(), b.decimalText())
	case a.isTemporal() && b.isTemporal():
		ta, okA := a.Temporal()
		tb, okB := b.Temporal()
		if !okA || !okB {
			return a.text == b.text
		}
		return Equivalent(ta, tb)
	}
	if qa, qb, ok := quantities(a, b); ok {
		return qa.Equivalent(qb)
	}
	return false
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
		return CompareDecimalText(a.decimalText(), b.decimalText()), true, true
	case a.isTemporal() && b.isTemporal() && (a.kind == KindTime) == (b.kind == KindTime):
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
