package value

import (
	"math/big"

	"github.com/cockroachdb/apd/v3"
)

// Units convert by fractions, such as the 5/9 of degrees Fahrenheit, so quantities are converted as fractions and
// become decimals again only at the end.

// ratOf returns a decimal as a fraction, and false if it is beyond the range of arithmetic.
func ratOf(text string) (*big.Rat, bool) {
	var d apd.Decimal
	if !setDecimal(&d, text) {
		return nil, false
	}
	return new(big.Rat).SetString(d.Text('f'))
}

// decimalOf returns a fraction as a decimal: exactly where it ends within 100 digits, otherwise rounded half up to 34
// significant digits.
func decimalOf(r *big.Rat) (string, bool) {
	var numerator, denominator, d apd.Decimal
	numerator.Coeff.SetMathBigInt(new(big.Int).Abs(r.Num()))
	denominator.Coeff.SetMathBigInt(r.Denom())
	numerator.Negative = r.Sign() < 0
	if numerator.NumDigits() > maxDecimalText || denominator.NumDigits() > maxDecimalText {
		return "", false
	}
	ctx := decimalContext(exactDigits, apd.RoundHalfUp)
	condition, err := ctx.Quo(&d, &numerator, &denominator)
	if err == nil && condition.Inexact() {
		ctx.Precision = quotientDigits
		_, err = ctx.Quo(&d, &numerator, &denominator)
	}
	if err != nil || !inRange(&d) {
		return "", false
	}
	return reduced(plainText(&d), true)
}
