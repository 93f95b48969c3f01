package value

import (
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/system"
)

// ucumSystem is the system of units that FHIRPath computes with.
const ucumSystem = "http://unitsofmeasure.org"

// calendarSystem is the system of the keywords for calendar durations.
const calendarSystem = "http://hl7.org/fhirpath/CodeSystem/calendar-units"

// Quantity is a decimal with a unit.
type Quantity struct {
	// Value is the text of a decimal.
	Value string
	// Unit is a UCUM code, or one of the keywords for calendar durations in the singular or plural. A unit that is
	// neither equals only itself.
	Unit string
	// Calendar records that the unit is a calendar duration. Functions that return a quantity set it. It matters for the
	// UCUM codes a and mo alone: in a quantity of FHIR's these are calendar years and months.
	Calendar bool
}

// String returns q as toString() does: the number, a space and the unit, in single quotes unless it is a keyword.
func (q Quantity) String() string { return system.Quantity(q).String() }

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

func quantityOf(r *resource.Resource, n resource.NodeID) (q Quantity, ok bool) {
	var unit, codes, code string
	for c := r.Child(n); c != 0; c = r.Next(c) {
		switch string(r.Key(c)) {
		case "value":
			q.Value = r.Text(c)
		case "unit":
			unit = r.Text(c)
		case "system":
			codes = r.Text(c)
		case "code":
			code = r.Text(c)
		case "comparator":
			return q, false
		}
	}
	switch {
	case code != "" && codes == ucumSystem:
		q.Unit = code
		q.Calendar = system.IsYearOrMonth(code)
	case codes == calendarSystem:
		if _, q.Calendar = system.ParseDurationUnit(code); q.Calendar {
			q.Unit = code
		}
	case code == "" && unit != "":
		q.Unit = unit
	case code == "" && unit == "":
		q.Unit = "1"
	}
	return q, q.Value != "" && q.Unit != ""
}
