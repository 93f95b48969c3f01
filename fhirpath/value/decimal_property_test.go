package value

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// drawDecimal draws plain decimals and, one in a few, some with an exponent.
func drawDecimal(t *rapid.T, label string) string {
	return rapid.StringMatching(`-?(0|0{0,2}[1-9][0-9]{0,18})(\.[0-9]{1,12})?([eE][+-]?[0-9])?`).Draw(t, label)
}

func TestDecimalProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawDecimal(t, "a"), drawDecimal(t, "b")
		order := CompareDecimalText(a, b)
		if back := CompareDecimalText(b, a); order != -back {
			t.Errorf("%s and %s compare as %d and %d", a, b, order, back)
		}
		if want := readReference(t, a).Cmp(readReference(t, b)); order != want {
			t.Errorf("CompareDecimalText(%s, %s) = %d, want %d", a, b, order, want)
		}
		if order == 0 && !EquivalentDecimalText(a, b) {
			t.Errorf("%s and %s are equal but not equivalent", a, b)
		}
		sum, ok1 := AddDecimal(a, b)
		back, ok2 := SubDecimal(sum, b)
		if !ok1 || !ok2 || CompareDecimalText(back, a) != 0 {
			t.Errorf("%s + %s - %s is %s", a, b, b, back)
		}
		if plain := FormatDecimal(a); CompareDecimalText(plain, a) != 0 || DecimalPrecision(plain) != DecimalPrecision(a) {
			t.Errorf("%s is %s in plain notation", a, plain)
		}
	})
}

func TestDecimalBoundaryProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, places := drawDecimal(t, "a"), rapid.IntRange(0, 31).Draw(t, "places")
		low, ok1 := DecimalLowBoundary(a, places)
		high, ok2 := DecimalHighBoundary(a, places)
		if !ok1 || !ok2 {
			t.Fatalf("%s has no boundaries at %d", a, places)
		}
		if CompareDecimalText(low, a) > 0 || CompareDecimalText(a, high) > 0 {
			t.Errorf("%s is not between %s and %s", a, low, high)
		}
		if DecimalPrecision(low) != places || DecimalPrecision(high) != places {
			t.Errorf("the boundaries of %s at %d are %s and %s", a, places, low, high)
		}
	})
}

func TestDecimalDivisionProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawDecimal(t, "a"), drawDecimal(t, "b")
		quotient, ok1 := DivIntDecimal(a, b)
		remainder, ok2 := ModDecimal(a, b)
		if ok1 != ok2 || ok1 == (CompareDecimalText(b, "0") == 0) {
			t.Fatalf("%s div %s: %t, mod: %t", a, b, ok1, ok2)
		}
		if !ok1 {
			return
		}
		product, _ := MulDecimal(quotient, b)
		if sum, _ := AddDecimal(product, remainder); CompareDecimalText(sum, a) != 0 {
			t.Errorf("%s div %s is %s, mod is %s", a, b, quotient, remainder)
		}
	})
}

func FuzzParseDecimal(f *testing.F) {
	for _, row := range decimalOrder {
		f.Add(row[0], "1")
	}
	for _, test := range decimalBoundaries {
		f.Add(test.text, "-0.5e-3")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		CompareDecimalText(a, b)
		text, ok := ParseDecimal(a)
		if !ok {
			return
		}
		if again, ok := ParseDecimal(text); !ok || again != text {
			t.Errorf("%q parses as %s, which parses as %s, %t", a, text, again, ok)
		}
		plain := FormatDecimal(text)
		if again, ok := ParseDecimal(plain); !ok || again != plain || CompareDecimalText(plain, text) != 0 {
			t.Errorf("%s is %s in plain notation", text, plain)
		}
		EquivalentDecimalText(text, b)
		for _, op := range []func(a, b string) (string, bool){AddDecimal, SubDecimal, MulDecimal, DivDecimal, DivIntDecimal, ModDecimal} {
			if got, ok := op(text, b); ok {
				if strings.ContainsAny(got, "eE") {
					t.Errorf("a result is not plain: %s", got)
				}
			}
		}
	})
}

func FuzzQuantity(f *testing.F) {
	for _, test := range quantityPairs {
		f.Add(test.a, test.b)
	}
	for _, test := range quantityMath {
		f.Add(test.a, test.b)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		q, ok1 := ParseQuantity(a)
		p, ok2 := ParseQuantity(b)
		if !ok1 || !ok2 {
			return
		}
		if again, ok := ParseQuantity(q.String()); !ok || again != q {
			t.Errorf("%q parses as %s, which parses as %s, %t", a, q, again, ok)
		}
		order, known := q.Compare(p)
		back, knownBack := p.Compare(q)
		if order != -back || known != knownBack {
			t.Errorf("%s and %s compare as %d, %t and %d, %t", q, p, order, known, back, knownBack)
		}
		if known && order == 0 && !q.Equivalent(p) {
			t.Errorf("%s and %s are equal but not equivalent", q, p)
		}
		q.Add(p)
		q.Mul(p)
		q.Div(p)
		q.Convert(p.Unit)
	})
}
