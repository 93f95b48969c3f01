package decimal

import "math/big"

// The functions in this file return false where FHIRPath's result is empty: for an overflow or underflow beyond 100
// digits, for a division by zero, and where no real number is the result.

// setDecimals gives two numbers the values of texts.
func setDecimals(x, y *Number, a, b string) bool { return Set(x, a) && Set(y, b) }

// result returns the text of what has been computed, unless it is out of range.
func result(d *Number) (string, bool) {
	if !d.InRange() {
		return "", false
	}
	return d.Text(), true
}

// rounded is result for what is exact up to 100 digits.
func rounded(d *Number) (string, bool) {
	d.round(ExactDigits)
	return result(d)
}

// Add returns a + b.
func Add(a, b string) (string, bool) {
	var x, y Number
	if !setDecimals(&x, &y, a, b) {
		return "", false
	}
	x.add(&x, &y)
	return rounded(&x)
}

// Sub returns a - b.
func Sub(a, b string) (string, bool) {
	var x, y Number
	if !setDecimals(&x, &y, a, b) {
		return "", false
	}
	x.sub(&x, &y)
	return rounded(&x)
}

// Mul returns a * b.
func Mul(a, b string) (string, bool) {
	var x, y Number
	if !setDecimals(&x, &y, a, b) {
		return "", false
	}
	x.mul(&x, &y)
	return rounded(&x)
}

// Div returns a / b: exactly where the quotient has up to 100 digits, otherwise rounded half up to 34 significant
// digits.
func Div(a, b string) (string, bool) {
	var x, y, d Number
	if !setDecimals(&x, &y, a, b) || y.isZero() {
		return "", false
	}
	if exact := d.Quo(&x, &y, ExactDigits); exact {
		return Reduced(result(&d))
	}
	d.Quo(&x, &y, QuotientDigits)
	return result(&d)
}

// DivInt returns the quotient a div b, cut off after the point.
func DivInt(a, b string) (string, bool) {
	var x, y, d Number
	if !setDecimals(&x, &y, a, b) || y.isZero() {
		return "", false
	}
	level(&x, &y)
	d.Coef.Quo(&x.Coef, &y.Coef)
	return result(&d)
}

// Mod returns the remainder a mod b of the truncated division. It has the sign of a.
func Mod(a, b string) (string, bool) {
	var x, y, d Number
	if !setDecimals(&x, &y, a, b) || y.isZero() {
		return "", false
	}
	level(&x, &y)
	d.Coef.Rem(&x.Coef, &y.Coef)
	d.exp = x.exp
	d.round(2*ExactDigits + 1)
	return result(&d)
}

// Neg returns -a with the digits that a has.
func Neg(a string) (string, bool) {
	var d Number
	if !Set(&d, a) {
		return "", false
	}
	d.Coef.Neg(&d.Coef)
	return d.Text(), true
}

// Round rounds a to so many decimal places, halves away from zero. A number of fewer places is returned as it
// is. It returns false if places is negative.
func Round(a string, places int) (string, bool) { return roundTo(a, places, halfUp) }

// Floor returns the greatest integer that is not above a.
func Floor(a string) (string, bool) { return roundTo(a, 0, floor) }

// Ceil returns the least integer that is not below a.
func Ceil(a string) (string, bool) { return roundTo(a, 0, ceiling) }

// Truncate returns a without its fraction.
func Truncate(a string) (string, bool) { return roundTo(a, 0, down) }

func roundTo(a string, places int, r rounding) (string, bool) {
	var d Number
	if places < 0 || !Set(&d, a) {
		return "", false
	}
	if d.exp < -places {
		d.rescale(-places, r)
	}
	return d.Text(), true
}

// Sqrt returns the square root of a, to 34 significant digits.
func Sqrt(a string) (string, bool) {
	var x, d Number
	if !Set(&x, a) || x.Coef.Sign() < 0 {
		return "", false
	}
	d.sqrt(&x, QuotientDigits)
	return Reduced(result(&d))
}

// Exp returns e to the power of a, to 34 significant digits.
func Exp(a string) (string, bool) {
	var x Number
	if !Set(&x, a) {
		return "", false
	}
	return expText(&x, nil)
}

// expText returns e to the power of a number, or of its product with a factor.
func expText(x *Number, factor *big.Float) (string, bool) {
	f := x.float()
	if factor != nil {
		f.Mul(f, factor)
	}
	if newFloat().Abs(f).Cmp(floatOf(1000)) > 0 {
		return "", false
	}
	var d Number
	d.setFloat(exponential(f), QuotientDigits)
	return Reduced(result(&d))
}

// Ln returns the natural logarithm of a, to 34 significant digits.
func Ln(a string) (string, bool) {
	var d Number
	if !setLn(&d, a, QuotientDigits) {
		return "", false
	}
	return Reduced(d.Text(), true)
}

// Log returns the logarithm of a to a base, to 34 significant digits.
func Log(a, base string) (string, bool) {
	// The guard digits absorb the errors of two logarithms, so that the logarithm of 16 to the base 2 is 4.
	const guarded = QuotientDigits + 10
	var x, y, d Number
	if !setLn(&x, a, guarded) || !setLn(&y, base, guarded) || y.isZero() {
		return "", false
	}
	d.Quo(&x, &y, QuotientDigits)
	return Reduced(result(&d))
}

// setLn gives d the natural logarithm of a text, to so many digits.
func setLn(d *Number, text string, digits int) bool {
	var x Number
	if !Set(&x, text) || x.Coef.Sign() <= 0 {
		return false
	}
	d.setFloat(x.ln(), digits)
	return d.InRange()
}

// Power returns a to the power of b: exactly for a whole b and up to 100 digits, otherwise to 34 significant
// digits.
func Power(a, b string) (string, bool) {
	var x, y Number
	if !setDecimals(&x, &y, a, b) {
		return "", false
	}
	whole := Number{exp: y.exp}
	whole.Coef.Set(&y.Coef)
	isWhole := whole.rescale(0, down)
	switch {
	case x.isZero() && y.Coef.Sign() > 0:
		return "0", true
	case x.isZero():
		return "", false
	case isWhole:
		return wholePower(&x, &whole.Coef)
	case x.Coef.Sign() < 0:
		return "", false
	}
	return expText(&y, x.ln())
}

// wholePower is Power for a number that is not zero.
func wholePower(x *Number, n *big.Int) (string, bool) {
	const guard = 10
	times := new(big.Int).Abs(n)
	d, one := new(Number), new(Number)
	one.Coef.SetInt64(1)
	for _, digits := range [...]int{ExactDigits, QuotientDigits} {
		// Each step of what is not exact may lose a unit, and there are no more steps than digits of the power, times ten.
		d = new(Number)
		exact, ok := d.power(x, times, max(digits, x.Digits())+guard+times.BitLen()/3)
		if !ok {
			return "", false
		}
		if n.Sign() < 0 {
			inverse := new(Number)
			exact = inverse.Quo(one, d, digits+guard) && exact
			d = inverse
		}
		if exact = d.round(digits) && exact; exact {
			break
		}
	}
	return Reduced(result(d))
}

// Reduced drops the zeros that fill up a quotient or an approximated result to its precision.
func Reduced(text string, ok bool) (string, bool) {
	parts, _ := Scan(text)
	if !ok || parts.Fraction == "" {
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
