package decimal

import (
	"cmp"
	"math/big"
	"strconv"
	"strings"
	"sync"
)

// Number is a decimal for arithmetic: coef times ten to the power of exp. It keeps the places that it is written with,
// as 1.10 is 110 and -2. There is no negative zero.
type Number struct {
	Coef big.Int
	exp  int
	room [4]big.Word // of the coefficient, while it is not longer
}

// rounding says which of the two nearest numbers is taken.
type rounding uint8

const (
	halfUp  rounding = iota // the nearer one; of two as near, the one away from zero
	down                    // towards zero
	floor                   // the lower one
	ceiling                 // the higher one
)

// maxShort is how many digits a coefficient can have to be handled as an int64.
const maxShort = 18

var shortPowers = [maxShort + 1]int64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
}

// powers are the powers of ten up to those that rounding to 100 digits needs, computed when the first is asked for.
var powers = sync.OnceValue(func() []big.Int {
	all := make([]big.Int, 2*ExactDigits+2)
	all[0].SetInt64(1)
	for i := range all[1:] {
		all[i+1].Mul(&all[i], big.NewInt(10))
	}
	return all
})

// powerOfTen returns a power of ten, which must not be changed.
func powerOfTen(n int) *big.Int {
	if all := powers(); n < len(all) {
		return &all[n]
	}
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
}

// short returns the coefficient as an int64; ok is false where it has more than maxShort digits.
func (d *Number) short() (n int64, ok bool) {
	return d.Coef.Int64(), d.Coef.BitLen() < 60 // 1e18 has 60
}

// read gives d the value of digits, a sign and an exponent.
func (d *Number) read(parts Parts) {
	d.exp = parts.exponent - len(parts.Fraction)
	d.Coef.SetBits(d.room[:0])
	if len(parts.Whole)+len(parts.Fraction) <= maxShort {
		n := int64(0)
		for _, digits := range [...]string{parts.Whole, parts.Fraction} {
			for i := range len(digits) {
				n = n*10 + int64(digits[i]-'0')
			}
		}
		d.Coef.SetInt64(n)
	} else {
		d.Coef.SetString(parts.Whole+parts.Fraction, 10)
	}
	if parts.negative {
		d.Coef.Neg(&d.Coef)
	}
}

func (d *Number) isZero() bool { return d.Coef.Sign() == 0 }

// Digits returns how many digits the coefficient has; zero has one.
func (d *Number) Digits() int {
	bits := d.Coef.BitLen()
	if bits == 0 {
		return 1
	}
	n := (bits-1)*30102/100000 + 1 // slightly less than a number of as many bits has at least
	for d.Coef.CmpAbs(powerOfTen(n)) >= 0 {
		n++
	}
	return n
}

// magnitude returns the exponent of the first digit.
func (d *Number) magnitude() int { return d.Digits() - 1 + d.exp }

// InRange tells whether d is zero or between 1e-100 and 1e100 in magnitude. Beyond that arithmetic has overflowed.
func (d *Number) InRange() bool {
	if d.isZero() {
		return d.exp <= ExactDigits && d.exp >= -MaxText
	}
	m := d.magnitude()
	return m < ExactDigits && m >= -ExactDigits
}

// Text writes d without an exponent, and zero with one digit before the point: a quotient of zero has an exponent above
// zero, by which it would be written as a row of zeros.
func (d *Number) Text() string {
	if d.isZero() {
		d.exp = min(d.exp, 0)
	}
	var room [24]byte
	if n, ok := d.short(); ok {
		return pointed(strconv.AppendInt(room[:0], n, 10), d.exp)
	}
	return pointed(d.Coef.Append(nil, 10), d.exp)
}

// pointed returns an integer times a power of ten.
func pointed(digits []byte, exp int) string {
	sign := ""
	if digits[0] == '-' {
		digits, sign = digits[1:], "-"
	}
	whole := len(digits) + exp // digits before the point
	switch {
	case exp >= 0:
		return sign + string(digits) + strings.Repeat("0", exp)
	case whole > 0:
		return sign + string(digits[:whole]) + "." + string(digits[whole:])
	}
	return sign + "0." + strings.Repeat("0", -whole) + string(digits)
}

// rescale gives d another exponent. What it loses by that is rounded; exact is false where that is not zero.
func (d *Number) rescale(exp int, r rounding) (exact bool) {
	by := exp - d.exp
	d.exp = exp
	switch n, ok := d.short(); {
	case by == 0:
		return true
	case by < 0:
		d.Coef.Mul(&d.Coef, powerOfTen(-by))
		return true
	case ok && by <= maxShort:
		return d.cut(n, shortPowers[by], r)
	}
	var rest big.Int
	unit, sign := powerOfTen(by), d.Coef.Sign()
	d.Coef.QuoRem(&d.Coef, unit, &rest)
	if rest.Sign() == 0 {
		return true
	}
	if r.away(sign, rest.Lsh(&rest, 1).CmpAbs(unit)) {
		d.Coef.Add(&d.Coef, big.NewInt(int64(sign)))
	}
	return false
}

// cut is rescale for a short coefficient.
func (d *Number) cut(n, unit int64, r rounding) (exact bool) {
	quotient, rest := n/unit, n%unit
	d.Coef.SetInt64(quotient)
	if rest == 0 {
		return true
	}
	sign := cmp.Compare(n, 0)
	if r.away(sign, cmp.Compare(2*rest*int64(sign), unit)) {
		d.Coef.SetInt64(quotient + int64(sign))
	}
	return false
}

// away tells whether a number that is cut off before a rest is rounded away from zero. half is how twice the rest compares
// with a unit.
func (r rounding) away(sign, half int) bool {
	switch r {
	case floor:
		return sign < 0
	case ceiling:
		return sign > 0
	case halfUp:
		return half >= 0
	}
	return false
}

// round rounds d to a number of digits, if it has more; exact is false where it loses any that are not zero.
func (d *Number) round(digits int) (exact bool) {
	more := d.Digits() - digits
	if more <= 0 {
		return true
	}
	exact = d.rescale(d.exp+more, halfUp)
	if !exact && d.Digits() > digits { // 99.9 has become 100
		d.rescale(d.exp+1, halfUp)
	}
	return exact
}

// level gives two numbers the lower one's exponent. They stay what they are.
func level(x, y *Number) {
	switch {
	case x.exp > y.exp:
		x.rescale(y.exp, halfUp)
	case x.exp < y.exp:
		y.rescale(x.exp, halfUp)
	}
}

func (d *Number) add(x, y *Number) {
	level(x, y)
	d.Coef.Add(&x.Coef, &y.Coef)
	d.exp = x.exp
}

func (d *Number) sub(x, y *Number) {
	level(x, y)
	d.Coef.Sub(&x.Coef, &y.Coef)
	d.exp = x.exp
}

func (d *Number) mul(x, y *Number) {
	d.Coef.Mul(&x.Coef, &y.Coef)
	d.exp = x.exp + y.exp
}

// Quo makes d the quotient, to so many digits. A quotient that has fewer is filled up with zeros. y is not zero.
func (d *Number) Quo(x, y *Number, digits int) (exact bool) {
	if x.isZero() {
		d.Coef.SetInt64(0)
		d.exp = x.exp - y.exp
		return true
	}
	// The dividend is made so long that the quotient has the digits, or one more, which is cut off again.
	longer := max(0, digits+y.Digits()-x.Digits())
	var n, rest big.Int
	n.Mul(&x.Coef, powerOfTen(longer))
	divisor, sign := &y.Coef, x.Coef.Sign()*y.Coef.Sign()
	q := Number{exp: x.exp - y.exp - longer}
	q.Coef.QuoRem(&n, divisor, &rest)
	if more := q.Digits() - digits; more > 0 {
		divisor = new(big.Int).Mul(divisor, powerOfTen(more))
		q.Coef.QuoRem(&n, divisor, &rest)
		q.exp += more
	}
	exact = rest.Sign() == 0
	if !exact && halfUp.away(sign, rest.Lsh(&rest, 1).CmpAbs(divisor)) {
		q.Coef.Add(&q.Coef, big.NewInt(int64(sign)))
	}
	d.Coef.Set(&q.Coef)
	d.exp = q.exp
	return exact
}

// sqrt makes d the square root of what is not negative, to so many digits.
func (d *Number) sqrt(x *Number, digits int) {
	longer := max(0, 2*(digits+1)-x.Digits())
	longer += (x.exp - longer) & 1 // half of the exponent is to be whole
	var n, root, square big.Int
	n.Mul(&x.Coef, powerOfTen(longer))
	root.Sqrt(&n)
	exact := square.Mul(&root, &root).Cmp(&n) == 0
	// One more digit says whether anything follows, so that what seems to be half of a unit is rounded as it has to be.
	d.Coef.Mul(&root, big.NewInt(10))
	if !exact {
		d.Coef.Add(&d.Coef, big.NewInt(1))
	}
	d.exp = (x.exp-longer)/2 - 1
	d.round(digits)
}

// power makes d a whole power of x, rounding to so many digits on the way. ok is false where it is out of range; neither is
// x zero.
func (d *Number) power(x *Number, n *big.Int, digits int) (exact, ok bool) {
	exact = true
	d.Coef.SetInt64(1)
	d.exp = 0
	square := Number{exp: x.exp}
	square.Coef.Set(&x.Coef)
	for i := range n.BitLen() {
		if i > 0 {
			square.mul(&square, &square)
			exact = square.round(digits) && exact
		}
		if m := square.magnitude(); m > ExactDigits || m < -ExactDigits-1 { // and what it is a factor of is so even more
			return false, false
		}
		if n.Bit(i) == 1 {
			d.mul(d, &square)
			exact = d.round(digits) && exact
		}
	}
	return exact, true
}
