package decimal

import (
	"math/big"
	"sync"
)

// Exponentials and logarithms are computed in binary, with more than twice the digits that are asked for, and rounded once
// at the end.

// seriesBits is the precision in which series are summed up: more than 100 digits.
const seriesBits = 352

func newFloat() *big.Float { return new(big.Float).SetPrec(seriesBits) }

func floatOf(n int64) *big.Float { return newFloat().SetInt64(n) }

// float returns the number in binary.
func (d *Number) float() *big.Float {
	f := newFloat().SetInt(&d.Coef)
	if d.exp < 0 {
		return f.Quo(f, newFloat().SetInt(powerOfTen(-d.exp)))
	}
	return f.Mul(f, newFloat().SetInt(powerOfTen(d.exp)))
}

// setFloat gives d the value of f to so many digits.
func (d *Number) setFloat(f *big.Float, digits int) {
	parts, _ := Scan(f.Text('e', digits-1))
	d.read(parts)
}

// negligible tells whether adding a term to a sum would change nothing.
func negligible(term, sum *big.Float) bool {
	return term.Sign() == 0 || sum.Sign() != 0 && term.MantExp(nil) < sum.MantExp(nil)-seriesBits
}

// artanh returns half of ln((1+t)/(1-t)), for a t near to zero: t + t^3/3 + t^5/5 and so on.
func artanh(t *big.Float) *big.Float {
	sum, power, square, term := newFloat().Set(t), newFloat().Set(t), newFloat().Mul(t, t), newFloat()
	for n := int64(3); ; n += 2 {
		power.Mul(power, square)
		if term.Quo(power, floatOf(n)); negligible(term, sum) {
			return sum
		}
		sum.Add(sum, term)
	}
}

// ln2 is the logarithm of 2, which is (1+t)/(1-t) for a third.
var ln2 = sync.OnceValue(func() *big.Float {
	f := artanh(newFloat().Quo(floatOf(1), floatOf(3)))
	return f.Add(f, f)
})

// ln returns the natural logarithm of a number above zero.
func (d *Number) ln() *big.Float {
	// With the difference to 1, exact as it is in decimal, the logarithm of what is near to 1 has all of its digits.
	var one, less Number
	one.Coef.SetInt64(1)
	less.sub(d, &one)
	x, t, twos := less.float(), newFloat(), 0
	if half := big.NewFloat(0.5); newFloat().Abs(x).Cmp(half) > 0 {
		m := newFloat()
		twos = d.float().MantExp(m) // 0.5 to 1
		x.Sub(m, floatOf(1))
	}
	t.Quo(x, newFloat().Add(x, floatOf(2)))
	f := artanh(t)
	f.Add(f, f)
	return f.Add(f, t.Mul(ln2(), floatOf(int64(twos))))
}

// exponential returns e to the power of x, which is between -1000 and 1000.
func exponential(x *big.Float) *big.Float {
	const halvings = 8
	ratio, _ := newFloat().Quo(x, ln2()).Float64()
	twos := int64(ratio)
	r := newFloat().Sub(x, newFloat().Mul(ln2(), floatOf(twos))) // at most ln 2
	r.SetMantExp(r, -halvings)
	sum, term := floatOf(1), floatOf(1)
	for n := int64(1); ; n++ {
		term.Mul(term, r)
		if term.Quo(term, floatOf(n)); negligible(term, sum) {
			break
		}
		sum.Add(sum, term)
	}
	for range halvings {
		sum.Mul(sum, sum)
	}
	return sum.SetMantExp(sum, int(twos))
}
