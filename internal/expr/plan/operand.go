package plan

import (
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/decimal"
)

// Sign returns -1, 0 or 1 for a number or a quantity that is negative, zero or positive.
func Sign(v value.Value) int {
	text, ok := v.Number()
	if !ok && v.Kind() == value.KindQuantity {
		q, _ := v.AsQuantity()
		text = q.Value
	}
	return decimal.Compare(text, "0")
}
