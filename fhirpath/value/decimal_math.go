package value

import "math/big"

// The functions in this file return false where FHIRPath's result is empty: for an overflow or underflow beyond 100
// digits, for a division by zero, and where no real number is the result.

// setDecimals gives two numbers the values of texts.
func setDecimals(x, y *number, a, b string) bool { return setDecimal(x, a) && setDecimal(y, b) }

// result returns the text of what has been computed, unless it is out of range.
func result(d *number) (string, bool) {
	if !d.inRange() {
		return "", false
	}
	return d.text(), true
}

// rounded is result for what is exact up to 100 digits.
func rounded(d *number) (string, bool) {
	d.round(exactDigits)
	return result(d)
}

// AddDecimal returns a + b.
func AddDecimal(a, b string) (string, bool) {
	var x, y number
	if !setDecimals(&x, &y, a, b) {
		return "", false
	}
	x.add(&x, &y)
	return rounded(&x)
}

// SubDecimal returns a - b.
func SubDecimal(a, b string) (string, bool) {
	var x, y number
	if !setDecimals(&x, &y, a, b) {
		return "", false
	}
	x.sub(&x, &y)
	return rounded(&x)
}

// MulDecimal returns a * b.
func MulDecimal(a, b string) (string, bool) {
	var x, y number
	if !setDecimals(&x, &y, a, b) {
		return "", false
	}
	x.mul(&x, &y)
	return rounded(&x)
}

// DivDecimal returns a / b: exactly where the quotient has up to 100 digits, otherwise rounded half up to 34 significant
// digits.
func DivDecimal(a, b string) (string, bool) {
	var x, y, d number
	if !setDecimals(&x, &y, a, b) || y.isZero() {
		return "", false
	}
	if exact := d.quo(&x, &y, exactDigits); exact {
		return reduced(result(&d))
	}
	d.quo(&x, &y, quotientDigits)
	return result(&d)
}

// DivIntDecimal returns the quotient a div b, cut off after the point.
func DivIntDecimal(a, b string) (string, bool) {
	var x, y, d number
	if !setDecimals(&x, &y, a, b) || y.isZero() {
		return "", false
	}
	level(&x, &y)
	d.coef.Quo(&x.coef, &y.coef)
	return result(&d)
}

// ModDecimal returns the remainder a mod b of the truncated division. It has the sign of a.
func ModDecimal(a, b string) (string, bool) {
	var x, y, d number
	if !setDecimals(&x, &y, a, b) || y.isZero() {
		return "", false
	}
	level(&x, &y)
	d.coef.Rem(&x.coef, &y.coef)
	d.exp = x.exp
	d.round(2*exactDigits + 1)
	return result(&d)
}

// NegDecimal returns -a with the digits that a has.
func NegDecimal(a string) (string, bool) {
	var d number
	if !setDecimal(&d, a) {
		return "", false
	}
	d.coef.Neg(&d.coef)
	return d.text(), true
}

// RoundDecimal rounds a to so many decimal places, halves away from zero. A number of fewer places is returned as it
// is. It returns false if places is negative.
func RoundDecimal(a string, places int) (string, bool) { return roundTo(a, places, halfUp) }

// FloorDecimal returns the greatest integer that is not above a.
func FloorDecimal(a string) (string, bool) { return roundTo(a, 0, floor) }

// CeilDecimal returns the least integer that is not below a.
func CeilDecimal(a string) (string, bool) { return roundTo(a, 0, ceiling) }

// TruncateDecimal returns a without its fraction.
func TruncateDecimal(a string) (string, bool) { return roundTo(a, 0, down) }

func roundTo(a string, places int, r rounding) (string, bool) {
	var d number
	if places < 0 || !setDecimal(&d, a) {
		return "", false
	}
	if d.exp < -places {
		d.rescale(-places, r)
	}
	return d.text(), true
}

// SqrtDecimal returns the square root of a, to 34 significant digits.
func SqrtDecimal(a string) (string, bool) {
	var x, d number
	if !setDecimal(&x, a) || x.coef.Sign() < 0 {
		return "", false
	}
	d.sqrt(&x, quotientDigits)
	return reduced(result(&d))
}

// ExpDecimal returns e to the power of a, to 34 significant digits.
func ExpDecimal(a string) (string, bool) {
	var x number
	if !setDecimal(&x, a) {
		return "", false
	}
	return expText(&x, nil)
}

// expText returns e to the power of a number, or of its product with a factor.
func expText(x *number, factor *big.Float) (string, bool) {
	f := x.float()
	if factor != nil {
		f.Mul(f, factor)
	}
	if newFloat().Abs(f).Cmp(floatOf(1000)) > 0 {
		return "", false
	}
	var d number
	d.setFloat(exponential(f), quotientDigits)
	return reduced(result(&d))
}

// LnDecimal returns the natural logarithm of a, to 34 significant digits.
func LnDecimal(a string) (string, bool) {
	var d number
	if !setLn(&d, a, quotientDigits) {
		return "", false
	}
	return reduced(d.text(), true)
}

// LogDecimal returns the logarithm of a to a base, to 34 significant digits.
func LogDecimal(a, base string) (string, bool) {
	// The guard digits absorb the errors of two logarithms, so that the logarithm of 16 to the base 2 is 4.
	const guarded = quotientDigits + 10
	var x, y, d number
	if !setLn(&x, a, guarded) || !setLn(&y, base, guarded) || y.isZero() {
		return "", false
	}
	d.quo(&x, &y, quotientDigits)
	return reduced(result(&d))
}

// setLn gives d the natural logarithm of a text, to so many digits.
func setLn(d *number, text string, digits int) bool {
	var x number
	if !setDecimal(&x, text) || x.coef.Sign() <= 0 {
		return false
	}
	d.setFloat(x.ln(), digits)
	return d.inRange()
}

// PowerDecimal returns a to the power of b: exactly for a whole b and up to 100 digits, otherwise to 34 significant
// digits.
func PowerDecimal(a, b string) (string, bool) {
	var x, y number
	if !setDecimals(&x, &y, a, b) {
		return "", false
	}
	whole := number{exp: y.exp}
	whole.coef.Set(&y.coef)
	isWhole := whole.rescale(0, down)
	switch {
	case x.isZero() && y.coef.Sign() > 0:
		return "0", true
	case x.isZero():
		return "", false
	case isWhole:
		return wholePower(&x, &whole.coef)
	case x.coef.Sign() < 0:
		return "", false
	}
	return expText(&y, x.ln())
}

// wholePower is PowerDecimal for a number that is not zero.
func wholePower(x *number, n *big.Int) (string, bool) {
	const guard = 10
	times := new(big.Int).Abs(n)
	d, one := new(number), new(number)
	one.coef.SetInt64(1)
	for _, digits := range [...]int{exactDigits, quotientDigits} {
		// Each step of what is not exact may lose a unit, and there are no more steps than digits of the power, times ten.
		d = new(number)
		exact, ok := d.power(x, times, max(digits, x.digits())+guard+times.BitLen()/3)
		if !ok {
			return "", false
		}
		if n.Sign() < 0 {
			inverse := new(number)
			exact = inverse.quo(one, d, digits+guard) && exact
			d = inverse
		}
		if exact = d.round(digits) && exact; exact {
			break
		}
	}
	return reduced(result(d))
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
