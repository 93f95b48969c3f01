package decimal

import "math"

// DefaultPrecision asks for the boundary at the precision that lowBoundary() and highBoundary() have without an
// argument: eight decimal places for a decimal, and for dates and times the greatest precision of the type. No
// argument that an expression can give has this value.
const DefaultPrecision = math.MinInt

const (
	defaultBoundaryPlaces = 8
	maxBoundaryPlaces     = 31
)

// LowBoundary returns the least number that text can stand for, half a unit of its last digit below it, rounded
// down to so many decimal places. It returns false, FHIRPath's empty, for a precision outside 0 to 31.
func LowBoundary(text string, precision int) (string, bool) {
	return decimalBoundary(text, precision, false)
}

// HighBoundary returns the greatest number that text can stand for, rounded up. It is the counterpart of
// DecimalLowBoundary.
func HighBoundary(text string, precision int) (string, bool) {
	return decimalBoundary(text, precision, true)
}

func decimalBoundary(text string, precision int, high bool) (string, bool) {
	if precision == DefaultPrecision {
		precision = defaultBoundaryPlaces
	}
	var d Number
	if precision < 0 || precision > maxBoundaryPlaces || !Set(&d, text) {
		return "", false
	}
	half, r := Number{exp: -Precision(text) - 1}, floor
	half.Coef.SetInt64(-5)
	if high {
		half.Coef.SetInt64(5)
		r = ceiling
	}
	d.add(&d, &half)
	d.rescale(-precision, r)
	return d.Text(), true
}
