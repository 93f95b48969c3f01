package value

import "github.com/cockroachdb/apd/v3"

// The functions in this file return false where FHIRPath's result is empty: for an overflow or underflow beyond 100
// digits, for a division by zero, and where no real number is the result.

func decimalContext(digits uint32, rounding apd.Rounder) apd.Context {
	return apd.Context{
		Precision: digits, Rounding: rounding,
		MaxExponent: 2 * maxDecimalText, MinExponent: -2 * maxDecimalText,
		Traps: apd.DefaultTraps,
	}
}

type (
	unaryOperation  func(ctx *apd.Context, d, x *apd.Decimal) (apd.Condition, error)
	binaryOperation func(ctx *apd.Context, d, x, y *apd.Decimal) (apd.Condition, error)
)

func applyUnary(op unaryOperation, digits uint32, text string) (string, bool) {
	var d apd.Decimal
	if !setDecimal(&d, text) {
		return "", false
	}
	ctx := decimalContext(digits, apd.RoundHalfUp)
	if _, err := op(&ctx, &d, &d); err != nil || !inRange(&d) {
		return "", false
	}
	return plainText(&d), true
}

func applyBinary(op binaryOperation, digits uint32, a, b string) (text string, exact, ok bool) {
	var x, y, d apd.Decimal
	if !setDecimal(&x, a) || !setDecimal(&y, b) {
		return "", false, false
	}
	ctx := decimalContext(digits, apd.RoundHalfUp)
	condition, err := op(&ctx, &d, &x, &y)
	if err != nil || !inRange(&d) {
		return "", false, false
	}
	return plainText(&d), !condition.Inexact(), true
}

// AddDecimal returns a + b.
func AddDecimal(a, b string) (string, bool) {
	text, _, ok := applyBinary((*apd.Context).Add, exactDigits, a, b)
	return text, ok
}

// SubDecimal returns a - b.
func SubDecimal(a, b string) (string, bool) {
	text, _, ok := applyBinary((*apd.Context).Sub, exactDigits, a, b)
	return text, ok
}

// MulDecimal returns a * b.
func MulDecimal(a, b string) (string, bool) {
	text, _, ok := applyBinary((*apd.Context).Mul, exactDigits, a, b)
	return text, ok
}

// DivDecimal returns a / b: exactly where the quotient has up to 100 digits, otherwise rounded half up to 34 significant
// digits.
func DivDecimal(a, b string) (string, bool) {
	text, exact, ok := applyBinary((*apd.Context).Quo, exactDigits, a, b)
	if !ok || exact {
		return reduced(text, ok)
	}
	text, _, ok = applyBinary((*apd.Context).Quo, quotientDigits, a, b)
	return text, ok
}

// DivIntDecimal returns the quotient a div b, cut off after the point.
func DivIntDecimal(a, b string) (string, bool) {
	text, _, ok := applyBinary((*apd.Context).QuoInteger, 2*exactDigits+1, a, b)
	return text, ok
}

// ModDecimal returns the remainder a mod b of the truncated division. It has the sign of a.
func ModDecimal(a, b string) (string, bool) {
	text, _, ok := applyBinary((*apd.Context).Rem, 2*exactDigits+1, a, b)
	return text, ok
}

// NegDecimal returns -a with the digits that a has.
func NegDecimal(a string) (string, bool) {
	return applyUnary((*apd.Context).Neg, maxDecimalText, a)
}

// RoundDecimal rounds a to so many decimal places, halves away from zero. A number of fewer places is returned as it
// is. It returns false if places is negative.
func RoundDecimal(a string, places int) (string, bool) {
	return quantizeDecimal(a, places, apd.RoundHalfUp)
}

// FloorDecimal returns the greatest integer that is not above a.
func FloorDecimal(a string) (string, bool) { return quantizeDecimal(a, 0, apd.RoundFloor) }

// CeilDecimal returns the least integer that is not below a.
func CeilDecimal(a string) (string, bool) { return quantizeDecimal(a, 0, apd.RoundCeiling) }

// TruncateDecimal returns a without its fraction.
func TruncateDecimal(a string) (string, bool) { return quantizeDecimal(a, 0, apd.RoundDown) }

func quantizeDecimal(a string, places int, rounding apd.Rounder) (string, bool) {
	var d apd.Decimal
	if places < 0 || !setDecimal(&d, a) {
		return "", false
	}
	if int64(d.Exponent) >= -int64(places) {
		return plainText(&d), true
	}
	if !quantize(&d, places, rounding) {
		return "", false
	}
	return plainText(&d), true
}

// quantize rounds d to so many decimal places.
func quantize(d *apd.Decimal, places int, rounding apd.Rounder) bool {
	negative, zero := d.Negative, d.IsZero()
	ctx := decimalContext(2*maxDecimalText, rounding)
	if _, err := ctx.Quantize(d, d, -int32(places)); err != nil {
		return false
	}
	// Quantize makes zero of what is less than a tenth of a unit, though floor and ceiling may lead away from it.
	away := rounding == apd.RoundFloor && negative || rounding == apd.RoundCeiling && !negative
	if away && !zero && d.IsZero() {
		d.Coeff.SetInt64(1)
		d.Negative = negative
	}
	return true
}

// SqrtDecimal returns the square root of a, to 34 significant digits.
func SqrtDecimal(a string) (string, bool) {
	return reduced(applyUnary((*apd.Context).Sqrt, quotientDigits, a))
}

// ExpDecimal returns e to the power of a, to 34 significant digits.
func ExpDecimal(a string) (string, bool) {
	return reduced(applyUnary((*apd.Context).Exp, quotientDigits, a))
}

// LnDecimal returns the natural logarithm of a, to 34 significant digits.
func LnDecimal(a string) (string, bool) {
	return reduced(applyUnary((*apd.Context).Ln, quotientDigits, a))
}

// LogDecimal returns the logarithm of a to a base, to 34 significant digits.
func LogDecimal(a, base string) (string, bool) {
	// The guard digits absorb the errors of two logarithms, so that the logarithm of 16 to the base 2 is 4.
	const guarded = quotientDigits + 10
	x, ok1 := applyUnary((*apd.Context).Ln, guarded, a)
	y, ok2 := applyUnary((*apd.Context).Ln, guarded, base)
	if !ok1 || !ok2 {
		return "", false
	}
	text, _, ok := applyBinary((*apd.Context).Quo, quotientDigits, x, y)
	return reduced(text, ok)
}

// PowerDecimal returns a to the power of b: exactly for a whole b and up to 100 digits, otherwise to 34 significant
// digits.
func PowerDecimal(a, b string) (string, bool) {
	if text, exact, ok := applyBinary((*apd.Context).Pow, exactDigits, a, b); ok && exact {
		return reduced(text, true)
	}
	text, _, ok := applyBinary((*apd.Context).Pow, quotientDigits, a, b)
	return reduced(text, ok)
}

// reduced drops the zeros that fill up a quotient or an approximated result to its precision.
func reduced(text string, ok bool) (string, bool) {
	parts, _ := scanDecimal(text)
	if !ok || parts.fraction == "" {
		return text, ok
	}
	n := len(text)
	for text[n-1] == '0' {
		n--
	}
	if text[n-1] == '.' {
		n--
	}
	return text[:n], true
}
