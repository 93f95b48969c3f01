package value

import "math/big"

// Units convert by fractions, such as the 5/9 of degrees Fahrenheit, so quantities are converted as fractions and
// become decimals again only at the end.

// ratOf returns a decimal as a fraction, and false if it is beyond the range of arithmetic.
func ratOf(text string) (*big.Rat, bool) {
	var d number
	if !setDecimal(&d, text) {
		return nil, false
	}
	return new(big.Rat).SetString(d.text())
}

// decimalOf returns a fraction as a decimal: exactly where it ends within 100 digits, otherwise rounded half up to 34
// significant digits.
func decimalOf(r *big.Rat) (string, bool) {
	var numerator, denominator, d number
	numerator.coef.Set(r.Num())
	denominator.coef.Set(r.Denom())
	if numerator.digits() > maxDecimalText || denominator.digits() > maxDecimalText {
		return "", false
	}
	if exact := d.quo(&numerator, &denominator, exactDigits); !exact {
		d.quo(&numerator, &denominator, quotientDigits)
	}
	if !d.inRange() {
		return "", false
	}
	return reduced(d.text(), true)
}
