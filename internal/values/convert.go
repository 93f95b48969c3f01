package values

import (
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/decimal"
	"github.com/fhirview/fhirview/internal/system"
)

// IsTemporal is true for dates and times.
func IsTemporal(v value.Value) bool { return v.Kind() >= value.KindDate && v.Kind() <= value.KindTime }

// Temporal returns the date or time of a value of KindDate, KindDateTime or KindTime; ok is false where its text is
// none.
func Temporal(v value.Value) (t system.Temporal, ok bool) {
	switch v.Kind() {
	case value.KindDate:
		return system.ParseDate(v.Text())
	case value.KindDateTime:
		return system.ParseDateTime(v.Text())
	case value.KindTime:
		return system.ParseTime(v.Text())
	}
	return t, false
}

// Valid is true for values whose text is what their kind says: a number, a date, a time. Nothing is not valid; elements are,
// whatever they hold.
func Valid(v value.Value) bool {
	switch v.Kind() {
	case value.Nothing:
		return false
	case value.KindDecimal:
		_, ok := decimal.Scan(v.Text())
		return ok
	case value.KindDate, value.KindDateTime, value.KindTime:
		_, ok := Temporal(v)
		return ok
	case value.KindQuantity:
		q, _ := v.AsQuantity()
		_, ok := decimal.Scan(q.Value)
		return ok
	}
	return true
}

// Quantity returns what [value.Value.AsQuantity] does, as it is computed with.
func Quantity(v value.Value) (q system.Quantity, ok bool) {
	own, ok := v.AsQuantity()
	return system.Quantity(own), ok
}

// OfQuantity returns a Quantity.
func OfQuantity(q system.Quantity) value.Value { return value.Qty(value.Quantity(q)) }

// Valueless is true for an element of type Quantity that has no value: where one is computed with, it counts as empty.
func Valueless(v value.Value) bool {
	if v.Kind() != value.KindElement {
		return false
	}
	r, n := v.Element()
	quantity, _ := r.Model().Lookup("Quantity")
	if r.Kind(n) != resource.Object || !r.Model().Is(v.Type(), quantity) {
		return false
	}
	for c := r.Child(n); c != 0; c = r.Next(c) {
		if string(r.Key(c)) == "value" && r.Kind(c) != resource.None {
			return false
		}
	}
	return true
}

func decimalText(v value.Value) string {
	text, _ := v.Number()
	return text
}
