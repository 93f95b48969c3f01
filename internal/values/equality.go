package values

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/decimal"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/system"
)

// Equal compares two values as the operator = does. known is false where the answer is empty: dates of different
// precision, for example. An element is equal to itself, whatever it is.
//
// Specification: FHIRPath, "Equality".
func Equal(a, b value.Value) (equal, known bool) {
	if same(a, b) {
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
	if Valueless(a) != Valueless(b) && (okA || okB || IsQuantity(a) || IsQuantity(b)) {
		return false, false
	}
	if okA != okB || a.Kind() != value.KindElement || b.Kind() != value.KindElement {
		return false, true
	}
	return equalTrees(a, b)
}

// same is true where both values are the same element.
func same(a, b value.Value) bool {
	if a.Kind() != value.KindElement || b.Kind() != value.KindElement {
		return false
	}
	ra, na := a.Element()
	rb, nb := b.Element()
	return ra == rb && na == nb
}

// equalSystem compares two System values.
func equalSystem(a, b value.Value) (equal, known bool) {
	switch {
	case a.Kind() == b.Kind() && a.Kind() == value.KindString:
		return a.Text() == b.Text(), true
	case a.Kind() == b.Kind() && a.Kind() <= value.KindLong:
		return a.Integer() == b.Integer(), true
	case isNumber(a) && isNumber(b):
		return decimal.Compare(decimalText(a), decimalText(b)) == 0, true
	case comparesAsTime(a, b):
		ta, okA := Temporal(a)
		tb, okB := Temporal(b)
		if !okA || !okB {
			return a.Text() == b.Text(), true
		}
		return system.Equal(ta, tb)
	}
	if qa, qb, ok := quantities(a, b); ok {
		return qa.Equal(qb)
	}
	return false, true
}

func isNumber(v value.Value) bool {
	return v.Kind() >= value.KindInteger && v.Kind() <= value.KindDecimal
}

// comparesAsTime is true for two times of day, and for two dates with or without one.
func comparesAsTime(a, b value.Value) bool {
	return IsTemporal(a) && IsTemporal(b) && (a.Kind() == value.KindTime) == (b.Kind() == value.KindTime)
}

// quantities returns both values as quantities, where at least one is and the other is or can be made one.
func quantities(a, b value.Value) (qa, qb system.Quantity, ok bool) {
	if isNumber(a) && isNumber(b) {
		return qa, qb, false
	}
	qa, okA := Quantity(a)
	qb, okB := Quantity(b)
	return qa, qb, okA && okB
}

// equalTrees compares two elements by their children, which have to come in the same order where they repeat.
func equalTrees(a, b value.Value) (equal, known bool) {
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
		eq, k := Equal(value.Elem(ra, x), value.Elem(rb, y))
		if k && !eq {
			return false, true
		}
		known = known && k
	}
	return known, known
}

// equivalentTrees compares two elements by their children, in whatever order they come where they repeat.
func equivalentTrees(a, b value.Value) bool {
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
func useEquivalent(ra *resource.Resource, x nodes.ID, rb *resource.Resource, n nodes.ID, used []bool) bool {
	for i := 0; n != 0; n, i = rb.Next(n), i+1 {
		if used[i] || !bytes.Equal(ra.Key(x), rb.Key(n)) {
			continue
		}
		if equivalent, known := Equivalent(value.Elem(ra, x), value.Elem(rb, n)); equivalent && known {
			used[i] = true
			return true
		}
	}
	return false
}

func count(r *resource.Resource, n nodes.ID) int {
	c := 0
	for ; n != 0; n = r.Next(n) {
		c++
	}
	return c
}

// counterpart returns the child of b that stands where x stands among a's children of the same key.
func counterpart(ra *resource.Resource, x, firstA nodes.ID, rb *resource.Resource, firstB nodes.ID) nodes.ID {
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
func Equivalent(a, b value.Value) (equivalent, known bool) {
	if same(a, b) {
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
	if okA != okB || a.Kind() != value.KindElement || b.Kind() != value.KindElement {
		return false, true
	}
	return equivalentTrees(a, b), true
}

func equivalentSystem(a, b value.Value) (equivalent, known bool) {
	switch {
	case a.Kind() == b.Kind() && a.Kind() == value.KindString:
		return equivalentText(a.Text(), b.Text()), true
	case a.Kind() == b.Kind() && a.Kind() <= value.KindLong:
		return a.Integer() == b.Integer(), true
	case isNumber(a) && isNumber(b):
		return decimal.Equivalent(decimalText(a), decimalText(b)), true
	case comparesAsTime(a, b):
		ta, okA := Temporal(a)
		tb, okB := Temporal(b)
		if !okA || !okB {
			return a.Text() == b.Text(), true
		}
		return system.Equivalent(ta, tb), true
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
func Compare(a, b value.Value) (cmp int, known, ok bool) {
	switch {
	case a.Kind() == value.KindString && b.Kind() == value.KindString:
		return strings.Compare(a.Text(), b.Text()), true, true
	case isNumber(a) && isNumber(b):
		return decimal.Compare(decimalText(a), decimalText(b)), true, true
	case comparesAsTime(a, b):
		ta, okA := Temporal(a)
		tb, okB := Temporal(b)
		if !okA || !okB {
			return 0, false, true
		}
		cmp, known = system.Compare(ta, tb)
		return cmp, known, true
	}
	qa, qb, ok := quantities(a, b)
	if !ok {
		return 0, false, false
	}
	cmp, known = qa.Compare(qb)
	return cmp, known, true
}
