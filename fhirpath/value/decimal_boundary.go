package value

import "math"

// DefaultPrecision asks for the boundary at the precision that lowBoundary() and highBoundary() have without an
// argument: eight decimal places for a decimal, and for dates and times the greatest precision of the type. No
// argument that an expression can give has this value.
const DefaultPrecision = math.MinInt

const (
	defaultBoundaryPlaces = 8
	maxBoundaryPlaces     = 31
)

// DecimalLowBoundary returns the least number that text can stand for, half a unit of its last digit below it, rounded
// down to so many decimal places. It returns false, FHIRPath's empty, for a precision outside 0 to 31.
func DecimalLowBoundary(text string, precision int) (string, bool) {
	return decimalBoundary(text, precision, false)
}

// DecimalHighBoundary returns the greatest number that text can stand for, rounded up. It is the counterpart of
// DecimalLowBoundary.
func DecimalHighBoundary(text string, precision int) (string, bool) {
	return decimalBoundary(text, precision, true)
}

func decimalBoundary(text string, precision int, high bool) (string, bool) {
	if precision == DefaultPrecision {
		precision = defaultBoundaryPlaces
	}
	var d number
	if precision < 0 || precision > maxBoundaryPlaces || !setDecimal(&d, text) {
		return "", false
	}
	half, r := number{exp: -DecimalPrecision(text) - 1}, floor
	half.coef.SetInt64(-5)
	if high {
		half.coef.SetInt64(5)
		r = ceiling
	}
	d.add(&d, &half)
	d.rescale(-precision, r)
	return d.text(), true
}
