package system

import (
	"errors"
	"strings"

	"github.com/fhirview/fhirview/internal/decimal"
)

// Quantity is a decimal with a unit.
type Quantity struct {
	// Value is text that ParseDecimal accepts.
	Value string
	// Unit is a UCUM code, or one of the keywords for calendar durations in the singular or plural. A unit that is
	// neither equals only itself.
	Unit string
	// Calendar records that the unit is a calendar duration. Functions that return a quantity set it. It matters for the
	// UCUM codes a and mo alone: in a quantity of FHIR's these are calendar years and months.
	Calendar bool
}

// DefaultUnit is the UCUM code of a number without a unit.
const DefaultUnit = "1"

// ParseQuantity reads the strings that toQuantity() converts: a number, and optionally a UCUM code in single quotes or
// a keyword for a calendar duration. Without either the unit is DefaultUnit. It does not check that the code is one of
// UCUM.
func ParseQuantity(s string) (Quantity, bool) {
	end := strings.IndexFunc(s, func(r rune) bool {
		return r != '+' && r != '-' && r != '.' && (r < '0' || r > '9')
	})
	if end < 0 {
		end = len(s)
	}
	number, ok := decimal.ParsePlain(s[:end])
	if !ok {
		return Quantity{}, false
	}
	unit := strings.TrimLeft(s[end:], " \t\r\n\f\v")
	if unit == "" {
		return Quantity{Value: number, Unit: DefaultUnit}, true
	}
	if _, ok := ParseDurationUnit(unit); ok {
		return Quantity{Value: number, Unit: unit, Calendar: true}, true
	}
	n := len(unit)
	if n < 3 || unit[0] != '\'' || unit[n-1] != '\'' || strings.IndexByte(unit[1:n-1], '\'') >= 0 {
		return Quantity{}, false
	}
	q := Quantity{Value: number, Unit: unit[1 : n-1]}
	q.Calendar = q.calendarUnit() != 0
	return q, true
}

// String returns q as toString() does: the number, a space and the unit, in single quotes unless it is a keyword.
func (q Quantity) String() string {
	if _, keyword := ParseDurationUnit(q.Unit); keyword {
		return decimal.Format(q.Value) + " " + q.Unit
	}
	return decimal.Format(q.Value) + " '" + q.Unit + "'"
}

// calendarUnit returns the unit of a calendar duration, and 0 for a UCUM unit.
func (q Quantity) calendarUnit() DurationUnit {
	u, ok := ParseDurationUnit(q.Unit)
	if !ok && q.Calendar {
		u, _ = definiteUnit(q.Unit)
	}
	return u
}

// against returns q as it is computed with beside p. The years of an element are calendar years, and UCUM's where they
// meet a UCUM unit: who compares an age with 18 'a' means the same.
func (q Quantity) against(p Quantity) Quantity {
	if _, definite := definiteUnit(q.Unit); definite && q.Calendar && p.Unit != DefaultUnit && p.calendarUnit() == 0 {
		q.Calendar = false
	}
	return q
}

var errDefiniteYear = errors.New("dates are not moved by the UCUM units 'a' and 'mo': use the keywords year and month")

// durationUnit returns the unit by which q moves a date or time.
func (q Quantity) durationUnit() (DurationUnit, error) {
	if u := q.calendarUnit(); u != 0 {
		return u, nil
	}
	u, ok := definiteUnit(q.Unit)
	switch {
	case !ok:
		return 0, errors.New("dates and times are moved by durations only: use a unit such as day, or its UCUM code")
	case u == UnitYear || u == UnitMonth:
		return 0, errDefiniteYear
	}
	return u, nil
}

// Neg returns q with the sign of its value turned, and false where the value is no decimal.
func (q Quantity) Neg() (Quantity, bool) {
	value, ok := decimal.Neg(q.Value)
	q.Value = value
	return q, ok
}
