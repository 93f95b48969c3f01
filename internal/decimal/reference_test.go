package decimal

import (
	"fmt"
	"testing"

	"github.com/cockroachdb/apd/v3"
	"pgregory.net/rapid"
)

// The reference for arithmetic is cockroachdb/apd, which follows the General Decimal Arithmetic specification. It is not
// what computes because of what it computes before: its tables take every program a millisecond when it starts.

func readReference(t interface{ Fatal(...any) }, text string) *apd.Decimal {
	d, _, err := apd.NewFromString(text)
	if err != nil {
		t.Fatal(text, err)
	}
	return d
}

func referenceContext(digits uint32, rounding apd.Rounder) *apd.Context {
	return &apd.Context{
		Precision: digits, Rounding: rounding, MaxExponent: 2 * MaxText, MinExponent: -2 * MaxText,
		Traps: apd.DefaultTraps,
	}
}

// referenceText is the result that we give for one of the reference.
func referenceText(d *apd.Decimal, err error) (string, bool) {
	if err != nil || d.Form != apd.Finite {
		return "", false
	}
	if d.IsZero() {
		if d.Exponent > ExactDigits || d.Exponent < -MaxText {
			return "", false
		}
		d.Negative = false
		d.Exponent = min(d.Exponent, 0)
	} else if m := d.NumDigits() - 1 + int64(d.Exponent); m >= ExactDigits || m < -ExactDigits {
		return "", false
	}
	return d.Text('f'), true
}

type referenceOperation func(ctx *apd.Context, d, x, y *apd.Decimal) (apd.Condition, error)

// exactOr is a reference for operations that are exact up to 100 digits, and otherwise rounded to 34.
func exactOr(op referenceOperation) func(x, y *apd.Decimal) (string, bool) {
	return func(x, y *apd.Decimal) (string, bool) {
		var d apd.Decimal
		condition, err := op(referenceContext(ExactDigits, apd.RoundHalfUp), &d, x, y)
		if text, ok := referenceText(&d, err); ok && !condition.Inexact() {
			return Reduced(text, ok)
		}
		_, err = op(referenceContext(QuotientDigits, apd.RoundHalfUp), &d, x, y)
		return referenceText(&d, err)
	}
}

func precisely(op referenceOperation, digits uint32) func(x, y *apd.Decimal) (string, bool) {
	return func(x, y *apd.Decimal) (string, bool) {
		var d apd.Decimal
		_, err := op(referenceContext(digits, apd.RoundHalfUp), &d, x, y)
		return referenceText(&d, err)
	}
}

// drawAnyDecimal draws decimals of all lengths and magnitudes that are in the range of arithmetic, and some beyond it.
func drawAnyDecimal(t *rapid.T, label string) string {
	number := rapid.OneOf(
		rapid.StringMatching(`-?[0-9]{1,3}(\.[0-9]{1,3})?`),
		rapid.StringMatching(`-?(0|1|9|10|99|100|50|0\.5|1\.00|0\.0+[15]|9{1,120}|9{1,40}\.9{1,40}|10{1,110}|0\.0{1,110}1)`),
		rapid.StringMatching(`-?[0-9]{1,60}(\.[0-9]{1,60})?([eE]-?[0-9]{1,2})?`),
	)
	return number.Draw(t, label)
}

func TestArithmeticAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawAnyDecimal(t, "a"), drawAnyDecimal(t, "b")
		var x Number
		inRange := Set(&x, a) && Set(&x, b)
		for _, test := range []struct {
			name string
			have func(a, b string) (string, bool)
			want func(x, y *apd.Decimal) (string, bool)
		}{
			{"+", Add, precisely((*apd.Context).Add, ExactDigits)},
			{"-", Sub, precisely((*apd.Context).Sub, ExactDigits)},
			{"*", Mul, precisely((*apd.Context).Mul, ExactDigits)},
			{"/", Div, exactOr((*apd.Context).Quo)},
			{"div", DivInt, precisely((*apd.Context).QuoInteger, 2*ExactDigits+1)},
			{"mod", Mod, precisely((*apd.Context).Rem, 2*ExactDigits+1)},
		} {
			have, ok := test.have(a, b)
			want, wantOK := test.want(readReference(t, a), readReference(t, b))
			wantOK = wantOK && inRange
			if ok != wantOK || ok && have != want {
				t.Errorf("%s %s %s is %q, %t, want %q, %t", a, test.name, b, have, ok, want, wantOK)
			}
		}
	})
}

func TestRoundingAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, places := drawAnyDecimal(t, "a"), rapid.IntRange(0, 70).Draw(t, "places")
		var x Number
		inRange := Set(&x, a)
		for _, test := range []struct {
			name     string
			have     func(a string) (string, bool)
			places   int
			rounding apd.Rounder
		}{
			{"round", func(a string) (string, bool) { return Round(a, places) }, places, apd.RoundHalfUp},
			{"floor", Floor, 0, apd.RoundFloor},
			{"ceiling", Ceil, 0, apd.RoundCeiling},
			{"truncate", Truncate, 0, apd.RoundDown},
		} {
			d := readReference(t, a)
			if int(d.Exponent) < -test.places {
				quantizeReference(t, d, test.places, test.rounding)
			}
			want, _ := referenceText(d, nil)
			if have, ok := test.have(a); ok != inRange || ok && have != want {
				t.Errorf("%s of %s to %d is %q, %t, want %q", test.name, a, test.places, have, ok, want)
			}
		}
	})
}

// quantizeReference rounds d to so many places.
func quantizeReference(t *rapid.T, d *apd.Decimal, places int, rounding apd.Rounder) {
	negative, zero := d.Negative, d.IsZero()
	if _, err := referenceContext(2*MaxText, rounding).Quantize(d, d, -int32(places)); err != nil {
		t.Fatal(err)
	}
	// Quantize makes zero of what is less than a tenth of a unit, though floor and ceiling may lead away from it.
	away := rounding == apd.RoundFloor && negative || rounding == apd.RoundCeiling && !negative
	if away && !zero && d.IsZero() {
		d.Coeff.SetInt64(1)
		d.Negative = negative
	}
}

// TestFunctionsAgree compares with the reference at more digits, rounded afterwards: it is not always right in the last
// digit. Where it is near to the middle between two results, either will do.
func TestFunctionsAgree(t *testing.T) {
	const more = 2 * QuotientDigits
	unary := func(op func(ctx *apd.Context, d, x *apd.Decimal) (apd.Condition, error)) func(x, _ *apd.Decimal) (*apd.Decimal, error) {
		return func(x, _ *apd.Decimal) (*apd.Decimal, error) {
			d := new(apd.Decimal)
			_, err := op(referenceContext(more, apd.RoundHalfEven), d, x)
			return d, err
		}
	}
	first := func(f func(a string) (string, bool)) func(a, b string) (string, bool) {
		return func(a, _ string) (string, bool) { return f(a) }
	}
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.StringMatching(`-?[0-9]{1,4}(\.[0-9]{1,40})?`).Draw(t, "a")
		b := rapid.StringMatching(`-?[0-9]{1,2}(\.[0-9]{1,10})?`).Draw(t, "b")
		for _, test := range []struct {
			name string
			have func(a, b string) (string, bool)
			want func(x, y *apd.Decimal) (*apd.Decimal, error)
		}{
			{"sqrt", first(Sqrt), unary((*apd.Context).Sqrt)},
			{"exp", first(Exp), unary((*apd.Context).Exp)},
			{"ln", first(Ln), unary((*apd.Context).Ln)},
			{"power", Power, func(x, y *apd.Decimal) (*apd.Decimal, error) {
				d := new(apd.Decimal)
				_, err := referenceContext(ExactDigits, apd.RoundHalfEven).Pow(d, x, y)
				return d, err
			}},
		} {
			have, ok := test.have(a, b)
			want, err := test.want(readReference(t, a), readReference(t, b))
			long, wantOK := referenceText(want, err)
			if ok != wantOK {
				t.Errorf("%s(%s, %s) is %q, %t, want %q, %t", test.name, a, b, have, ok, long, wantOK)
			} else if ok && !nearly(have, long) {
				t.Errorf("%s(%s, %s) is %s, want %s", test.name, a, b, have, long)
			}
		}
	})
}

// nearly tells whether two decimals differ by no more than half a unit of the 34th digit, and a little.
func nearly(have, want string) bool {
	var x, y, d Number
	for n, text := range map[*Number]string{&x: have, &y: want} {
		parts, _ := Scan(text)
		n.read(parts)
	}
	d.sub(&x, &y)
	d.Coef.Abs(&d.Coef)
	unit := Number{exp: y.magnitude() - QuotientDigits - 9}
	unit.Coef.SetInt64(5_000_000_010)
	d.sub(&d, &unit)
	return d.Coef.Sign() <= 0
}

func ExamplePower() {
	fmt.Println(Power("2", "0.5"))
	fmt.Println(Power("1.5", "-2"))
	// Output:
	// 1.414213562373095048801688724209698 true
	// 0.4444444444444444444444444444444444 true
}
