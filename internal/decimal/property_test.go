package decimal

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
		order := Compare(a, b)
		if back := Compare(b, a); order != -back {
			t.Errorf("%s and %s compare as %d and %d", a, b, order, back)
		}
		if want := readReference(t, a).Cmp(readReference(t, b)); order != want {
			t.Errorf("CompareDecimalText(%s, %s) = %d, want %d", a, b, order, want)
		}
		if order == 0 && !Equivalent(a, b) {
			t.Errorf("%s and %s are equal but not equivalent", a, b)
		}
		sum, ok1 := Add(a, b)
		back, ok2 := Sub(sum, b)
		if !ok1 || !ok2 || Compare(back, a) != 0 {
			t.Errorf("%s + %s - %s is %s", a, b, b, back)
		}
		if plain := Format(a); Compare(plain, a) != 0 || Precision(plain) != Precision(a) {
			t.Errorf("%s is %s in plain notation", a, plain)
		}
	})
}

func TestDecimalBoundaryProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, places := drawDecimal(t, "a"), rapid.IntRange(0, 31).Draw(t, "places")
		low, ok1 := LowBoundary(a, places)
		high, ok2 := HighBoundary(a, places)
		if !ok1 || !ok2 {
			t.Fatalf("%s has no boundaries at %d", a, places)
		}
		if Compare(low, a) > 0 || Compare(a, high) > 0 {
			t.Errorf("%s is not between %s and %s", a, low, high)
		}
		if Precision(low) != places || Precision(high) != places {
			t.Errorf("the boundaries of %s at %d are %s and %s", a, places, low, high)
		}
	})
}

func TestDecimalDivisionProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawDecimal(t, "a"), drawDecimal(t, "b")
		quotient, ok1 := DivInt(a, b)
		remainder, ok2 := Mod(a, b)
		if ok1 != ok2 || ok1 == (Compare(b, "0") == 0) {
			t.Fatalf("%s div %s: %t, mod: %t", a, b, ok1, ok2)
		}
		if !ok1 {
			return
		}
		product, _ := Mul(quotient, b)
		if sum, _ := Add(product, remainder); Compare(sum, a) != 0 {
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
		Compare(a, b)
		text, ok := Parse(a)
		if !ok {
			return
		}
		if again, ok := Parse(text); !ok || again != text {
			t.Errorf("%q parses as %s, which parses as %s, %t", a, text, again, ok)
		}
		plain := Format(text)
		if again, ok := Parse(plain); !ok || again != plain || Compare(plain, text) != 0 {
			t.Errorf("%s is %s in plain notation", text, plain)
		}
		Equivalent(text, b)
		for _, op := range []func(a, b string) (string, bool){Add, Sub, Mul, Div, DivInt, Mod} {
			if got, ok := op(text, b); ok {
				if strings.ContainsAny(got, "eE") {
					t.Errorf("a result is not plain: %s", got)
				}
			}
		}
	})
}
