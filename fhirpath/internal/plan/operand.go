package plan

import "github.com/fhirview/fhirview/fhirpath/value"

// SingleOperand returns what an operator computes with: the value of the only item of a collection, a Quantity where
// that is an element of this type. ok is false where there is none.
func SingleOperand(vs value.Collection) (v value.Value, ok bool, err error) {
	return singleOperand(vs)
}

// Order compares two items as the operators < and > do; known is false where those are empty.
func Order(a, b value.Value) (cmp int, known bool, err error) { return order(a, b) }

// Sign returns -1, 0 or 1 for a number or a quantity that is negative, zero or positive.
func Sign(v value.Value) int {
	text, ok := v.Number()
	if !ok && v.Kind() == value.KindQuantity {
		text = v.Quantity().Value
	}
	return value.CompareDecimalText(text, "0")
}
