package value

import (
	"strconv"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/decimal"
)

// ucumSystem is the system of units that FHIRPath computes with.
const ucumSystem = "http://unitsofmeasure.org"

// calendarSystem is the system of the keywords for calendar durations.
const calendarSystem = "http://hl7.org/fhirpath/CodeSystem/calendar-units"

// Temporal returns the date or time of a value of KindDate, KindDateTime or KindTime; ok is false where its text is
// none.
func (v Value) Temporal() (t Temporal, ok bool) {
	switch v.kind {
	case KindDate:
		return ParseDate(v.text)
	case KindDateTime:
		return ParseDateTime(v.text)
	case KindTime:
		return ParseTime(v.text)
	}
	return t, false
}

// decimalText returns a number as decimal text.
func (v Value) decimalText() string {
	if v.kind == KindDecimal {
		return v.text
	}
	return strconv.FormatInt(v.num, 10)
}

// Number returns an Integer, Long or Decimal as decimal text.
func (v Value) Number() (text string, ok bool) {
	if !v.isNumber() {
		return "", false
	}
	return v.decimalText(), true
}

// AsQuantity returns a Quantity as such, a number as a quantity of unit '1', and an element of type Quantity by its
// value and its UCUM code; the codes a and mo are calendar years and months in FHIR.
//
// An element with a comparator is a range and no quantity; one with a code of another system is of no unit that can
// be computed with. ok is false for these and for everything else.
func (v Value) AsQuantity() (q Quantity, ok bool) {
	switch {
	case v.kind == KindQuantity:
		return *v.qty, true
	case v.isNumber():
		return Quantity{Value: v.decimalText(), Unit: "1"}, true
	case v.kind != KindElement:
		return q, false
	}
	r, n := v.Element()
	quantity, _ := r.Model().Lookup("Quantity")
	if !r.Model().Is(v.typ, quantity) {
		if sys, ok, err := v.System(); ok && err == nil && sys.isNumber() {
			return sys.AsQuantity()
		}
		return q, false
	}
	return quantityOf(r, n)
}

// Valueless is true for an element of type Quantity that has no value: where one is computed with, it counts as empty.
func (v Value) Valueless() bool {
	if v.kind != KindElement {
		return false
	}
	r, n := v.Element()
	quantity, _ := r.Model().Lookup("Quantity")
	if r.Kind(n) != resource.Object || !r.Model().Is(v.typ, quantity) {
		return false
	}
	for c := r.Child(n); c != 0; c = r.Next(c) {
		if string(r.Key(c)) == "value" && r.Kind(c) != resource.None {
			return false
		}
	}
	return true
}

func quantityOf(r *resource.Resource, n resource.NodeID) (q Quantity, ok bool) {
	var unit, system, code string
	for c := r.Child(n); c != 0; c = r.Next(c) {
		switch string(r.Key(c)) {
		case "value":
			q.Value = r.Text(c)
		case "unit":
			unit = r.Text(c)
		case "system":
			system = r.Text(c)
		case "code":
			code = r.Text(c)
		case "comparator":
			return q, false
		}
	}
	switch {
	case code != "" && system == ucumSystem:
		q.Unit = code
		q.Calendar = code == durationUnits[UnitYear].ucum || code == durationUnits[UnitMonth].ucum
	case system == calendarSystem:
		if _, q.Calendar = ParseDurationUnit(code); q.Calendar {
			q.Unit = code
		}
	case code == "" && unit != "":
		q.Unit = unit
	case code == "" && unit == "":
		q.Unit = "1"
	}
	return q, q.Value != "" && q.Unit != ""
}

// ToString returns the value as toString() does; ok is false for values that have no such form. It writes no exponent,
// so numbers that would take thousands of digits have none.
//
// Specification: FHIRPath, "toString".
func (v Value) ToString() (s string, ok bool) {
	switch v.kind {
	case KindBoolean:
		return strconv.FormatBool(v.num != 0), true
	case KindInteger, KindLong:
		return strconv.FormatInt(v.num, 10), true
	case KindString, KindDate, KindTime, KindDateTime:
		return v.text, true
	case KindDecimal:
		return decimal.Plain(v.text)
	case KindQuantity:
		_, ok = decimal.Plain(v.qty.Value)
		return v.qty.String(), ok
	}
	sys, ok, err := v.System()
	if !ok || err != nil {
		if q, ok := v.AsQuantity(); ok {
			return Qty(q).ToString()
		}
		return "", false
	}
	return sys.ToString()
}

// Is is true where the value is of type t or of one derived from it.
func (v Value) Is(m *model.Model, t model.TypeID) bool { return m.Is(v.Type(), t) }
