package system

import (
	"math/big"

	"github.com/fhirview/fhirview/internal/decimal"
)

// Units convert by fractions, such as the 5/9 of degrees Fahrenheit, so quantities are converted as fractions and
// become decimals again only at the end.

// ratOf returns a decimal as a fraction, and false if it is beyond the range of arithmetic.
func ratOf(text string) (*big.Rat, bool) {
	var d decimal.Number
	if !decimal.Set(&d, text) {
		return nil, false
	}
	return new(big.Rat).SetString(d.Text())
}

// decimalOf returns a fraction as a decimal: exactly where it ends within 100 digits, otherwise rounded half up to 34
// significant digits.
func decimalOf(r *big.Rat) (string, bool) {
	var numerator, denominator, d decimal.Number
	numerator.Coef.Set(r.Num())
	denominator.Coef.Set(r.Denom())
	if numerator.Digits() > decimal.MaxText || denominator.Digits() > decimal.MaxText {
		return "", false
	}
	if exact := d.Quo(&numerator, &denominator, decimal.ExactDigits); !exact {
		d.Quo(&numerator, &denominator, decimal.QuotientDigits)
	}
	if !d.InRange() {
		return "", false
	}
	return decimal.Reduced(d.Text(), true)
}
