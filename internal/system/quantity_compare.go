package system

import "github.com/fhirview/fhirview/internal/decimal"

// Compare orders two quantities by the rules of FHIRPath's comparison operators, after conversion to a common unit.
// It returns false, FHIRPath's empty, where the units have none, and where a calendar duration meets a UCUM one and
// either is in years or months. Quantities of the same unit compare even if UCUM does not know it.
func (q Quantity) Compare(p Quantity) (order int, known bool) {
	if !isDecimal(q.Value) || !isDecimal(p.Value) {
		return 0, false
	}
	q, p = q.against(p), p.against(q)
	if q.sameUnit(p) {
		return decimal.Compare(q.Value, p.Value), true
	}
	values, ok := align(q, p, leastGranular)
	if !ok || values.mixed && anyInYears(q, p) {
		return 0, false
	}
	return values.left.Cmp(values.right), true
}

func isDecimal(text string) bool {
	_, ok := decimal.Scan(text)
	return ok
}

// Equal is FHIRPath's operator = on quantities. It is known where Compare is.
func (q Quantity) Equal(p Quantity) (equal, known bool) {
	order, known := q.Compare(p)
	return known && order == 0, known
}

// Equivalent is FHIRPath's operator ~ on quantities: it converts to the larger of the two units and compares the
// values as equivalent decimals. Here a calendar year or month is as good as a UCUM one. It returns false where
// EquivalentKnown says that the answer is not known.
func (q Quantity) Equivalent(p Quantity) bool {
	equivalent, _ := q.EquivalentKnown(p)
	return equivalent
}

// EquivalentKnown is Equivalent with a second result, which is false where FHIRPath's result is empty: the units are
// different and have nothing in common.
func (q Quantity) EquivalentKnown(p Quantity) (equivalent, known bool) {
	if !isDecimal(q.Value) || !isDecimal(p.Value) {
		return false, false
	}
	q, p = q.against(p), p.against(q)
	if q.sameUnit(p) {
		return decimal.Equivalent(q.Value, p.Value), true
	}
	values, ok := align(q, p, leastGranular)
	if !ok {
		return false, false
	}
	left, ok1 := decimalOf(values.left)
	right, ok2 := decimalOf(values.right)
	if !ok1 || !ok2 {
		return false, false
	}
	return decimal.Equivalent(left, right), true
}

// Comparable is the function comparable(): whether Compare of q and p has an answer.
func (q Quantity) Comparable(p Quantity) bool {
	_, known := q.Compare(p)
	return known
}
