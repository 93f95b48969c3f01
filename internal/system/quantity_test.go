package system

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func parseQuantity(t testing.TB, s string) Quantity {
	t.Helper()
	q, ok := ParseQuantity(s)
	if !ok {
		t.Fatalf("%s is no quantity", s)
	}
	return q
}

func TestParseQuantity(t *testing.T) {
	tests := []struct {
		text  string
		want  Quantity
		print string
	}{
		{"4.5 'mg'", Quantity{Value: "4.5", Unit: "mg"}, "4.5 'mg'"},
		{"100 '[degF]'", Quantity{Value: "100", Unit: "[degF]"}, "100 '[degF]'"},
		{"4 days", Quantity{Value: "4", Unit: "days", Calendar: true}, "4 days"},
		{"1 week", Quantity{Value: "1", Unit: "week", Calendar: true}, "1 week"},
		{"1 'wk'", Quantity{Value: "1", Unit: "wk"}, "1 'wk'"},
		{"10 'mm[Hg]'", Quantity{Value: "10", Unit: "mm[Hg]"}, "10 'mm[Hg]'"},
		{"53'km'", Quantity{Value: "53", Unit: "km"}, "53 'km'"},
		{"+1.0\t 'g'", Quantity{Value: "1.0", Unit: "g"}, "1.0 'g'"},
		{"-7", Quantity{Value: "-7", Unit: "1"}, "-7 '1'"},
		{"1.0 ", Quantity{Value: "1.0", Unit: "1"}, "1.0 '1'"},
	}
	for _, test := range tests {
		got := parseQuantity(t, test.text)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.text, diff)
		}
		if got.String() != test.print {
			t.Errorf("%s prints as %s, want %s", test.text, got, test.print)
		}
	}
	for _, text := range []string{"", "1 wk", "1.a", "1 ''", "1 'm", "1 m'", "1 'a'b'", "mg", "1. 'mg'", "1e3 'mg'", "1 day ", "1 Days", "--1", "1 2"} {
		if q, ok := ParseQuantity(text); ok {
			t.Errorf("%q parses as %s", text, q)
		}
	}
}

const (
	yes   = "true"
	no    = "false"
	empty = "{ }"
)

func three(b, known bool) string {
	switch {
	case !known:
		return empty
	case b:
		return yes
	}
	return no
}

// quantityPairs are the specification's examples of = and ~ on quantities, those of the FHIRPath suites, and our own.
var quantityPairs = []struct{ a, b, equal, equivalent string }{
	{"23", "23 '1'", yes, yes},
	{"1 'cm'", "10.0 'mm'", yes, yes},
	{"1 'cm'", "1 'm'", no, no},
	{"1 'cm'", "1 's'", empty, empty},
	{"23 'Cel'", "73.4 '[degF]'", yes, yes},
	{"300 'K'", "26.85 'Cel'", yes, yes},
	{"1 'h'", "3600 's'", yes, yes},
	{"1 hour", "3600 's'", yes, yes},
	{"1 year", "1 'a'", empty, yes},
	{"1 year", "12 months", yes, yes},
	{"1 year", "12 'mo'", empty, yes},
	{"1 week", "1 'wk'", yes, yes},
	{"1 second", "1 's'", yes, yes},
	{"7 days", "1 'wk'", yes, yes},
	{"1 week", "7 'd'", yes, yes},
	{"2.1 'cm'", "21 'mm'", yes, yes},
	{"21 'mm'", "2 'cm'", no, yes},
	{"4 'g'", "4000 'mg'", yes, yes},
	{"4.0000 'g'", "4000.0 'mg'", yes, yes},
	{"4 'g'", "4040 'mg'", no, yes},
	{"1 '[in_i]'", "2.5 'cm'", no, yes},
	{"1 year", "11 months", no, yes},
	{"1 year", "365 days", yes, yes},
	{"12 months", "365 days", no, yes},
	{"1 'mo'", "1 month", empty, yes},
	{"1 'month'", "1 month", yes, yes},
	{"1 day", "1 'd'", yes, yes},
	{"1 day", "24 hours", yes, yes},
	{"1 day", "1 'm'", empty, empty},
	{"1 'a'", "365.25 'd'", yes, yes},
	{"365 days", "1 'a'", empty, yes},
	{"1000000 'us'", "1 second", yes, yes},
	{"185 '[lb_av]'", "185 'kg'", no, no},
	{"185 '[lb_av]'", "83.91458845 'kg'", yes, yes},
	{"0.040 'm2'", "4.00 'cm.m'", yes, yes},
	{"1 'm/m'", "1", yes, yes},
	{"5 'm.s/s'", "5 'm'", yes, yes},
	{"50 '%'", "0.5", yes, yes},
	// Annotations mean nothing; both spellings of the litre and of the international unit are one.
	{"5 '{RBC}/uL'", "5 '/uL'", yes, yes},
	{"5 '10*3{cells}/uL'", "5000 '/uL'", yes, yes},
	{"5 '{score}'", "5", yes, yes},
	{"5 'mg/mg{Cre}'", "5", yes, yes},
	{"5 'ug/mL'", "5 'mg/l'", yes, yes},
	{"5 '[IU]/L'", "5 'm[iU]/mL'", yes, yes},
	{"120 'mm[Hg]'", "15.99864 'kPa'", yes, yes},
	{"1 'mol/L'", "1000 'mmol/L'", yes, yes},
	// Arbitrary units are commensurable with nothing else, nonlinear ones with nothing at all.
	{"5 '[iU]'", "5 '[arb'U]'", empty, empty},
	{"5 '[iU]'", "5", empty, empty},
	{"7 '[pH]'", "0.0000001 'mol/L'", empty, empty},
	{"7 '[pH]'", "7.0 '[pH]'", yes, yes},
	// Invalid units equal themselves only.
	{"5 'foo'", "5.0 'foo'", yes, yes},
	{"5 'foo'", "5 'bar'", empty, empty},
	{"1 'cm'", "1 '[s]'", empty, empty},
	{"1 'Cel/s'", "1 'K/s'", empty, empty},
	{"1e500 'm'", "1 'cm'", empty, empty},
}

func TestQuantityEquality(t *testing.T) {
	for _, test := range quantityPairs {
		a, b := laxQuantity(t, test.a), laxQuantity(t, test.b)
		for range 2 {
			if got := three(a.Equal(b)); got != test.equal {
				t.Errorf("%s = %s is %s, want %s", a, b, got, test.equal)
			}
			if got := three(a.EquivalentKnown(b)); got != test.equivalent {
				t.Errorf("%s ~ %s is %s, want %s", a, b, got, test.equivalent)
			}
			if got, want := a.Equivalent(b), test.equivalent == yes; got != want {
				t.Errorf("Equivalent(%s, %s) = %t", a, b, got)
			}
			if got, want := a.Comparable(b), test.equal != empty; got != want {
				t.Errorf("Comparable(%s, %s) = %t", a, b, got)
			}
			a, b = b, a
		}
	}
}

// laxQuantity also takes what is in FHIR's JSON but not in quantity literals: exponents, and quotes inside a unit.
func laxQuantity(t testing.TB, s string) Quantity {
	for i := range len(s) {
		if s[i] == '\'' {
			return Quantity{Value: s[:i-1], Unit: s[i+1 : len(s)-1]}
		}
	}
	return parseQuantity(t, s)
}

func TestQuantityCompare(t *testing.T) {
	tests := []struct {
		a, b  string
		order int
	}{
		{"1 year", "1 'a'", unknownOrder}, {"10 seconds", "1 's'", 1}, {"2 'a'", "1 'a'", 1}, {"6 months", "1 year", -1},
		{"4 'm'", "4 'cm'", 1}, {"6 days", "1 week", -1}, {"8 days", "1 week", 1}, {"1 day", "23 'h'", 1},
		{"185 '[lb_av]'", "200 '[lb_av]'", -1}, {"1 'g'", "1 'm'", unknownOrder},
	}
	for _, test := range tests {
		order, known := parseQuantity(t, test.a).Compare(parseQuantity(t, test.b))
		if !known {
			order = unknownOrder
		}
		if order != test.order {
			t.Errorf("Compare(%s, %s) = %d, want %d", test.a, test.b, order, test.order)
		}
	}
}

func TestQuantityConvert(t *testing.T) {
	tests := []struct{ quantity, unit, want string }{
		{"52 'cm'", "m", "0.52 'm'"}, {"45", "m", ""}, {"24 'm'", "kg", ""}, {"1 'a'", "d", "365.25 'd'"}, {"1 'wk'", "d", "7 'd'"},
		{"7 days", "wk", "1 'wk'"}, {"182.5 days", "a", "0.5 'a'"}, {"1 year", "a", "1 'a'"}, {"1 year", "month", "12 month"},
		{"182.5 'd'", "a", "0.4996577686516084873374401095140315 'a'"}, {"182.5 'd'", "year", "0.4996577686516084873374401095140315 year"},
		{"2 '[in_i]'", "cm", "5.08 'cm'"}, {"10 'Cel'", "[degF]", "50 '[degF]'"}, {"5 'm'", "kg", ""}, {"2 hours", "us", "7200000000 'us'"},
		{"12 'mo'", "year", "1 year"}, {"1 month", "days", "30 days"}, {"1 day", "m", ""}, {"1 'm'", "day", ""}, {"1 'foo'", "foo", "1 'foo'"},
		{"1 'foo'", "m", ""}, {"42", "1", "42 '1'"}, {"3.03 'm'", "cm", "303 'cm'"},
	}
	for _, test := range tests {
		got, ok := parseQuantity(t, test.quantity).Convert(test.unit)
		checkQuantity(t, test.quantity+" in "+test.unit, got, ok, test.want)
	}
}

func checkQuantity(t *testing.T, what string, got Quantity, ok bool, want string) {
	t.Helper()
	if !ok && want == "" {
		return
	}
	if want == "" || !ok {
		t.Errorf("%s is %s, %t, want %q", what, got, ok, want)
		return
	}
	if diff := cmp.Diff(parseQuantity(t, want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// quantityMath are the specification's examples of arithmetic, those of the FHIRPath suites, and our own.
var quantityMath = []struct{ a, op, b, want string }{
	{"3 'm'", "+", "3 'cm'", "303 'cm'"}, {"3 'cm'", "+", "3 'm'", "303 'cm'"}, {"2", "+", "2 'cm'", ""}, {"2", "+", "2 '1'", "4 '1'"},
	{"2 minutes", "+", "60 seconds", "180 seconds"}, {"60 's'", "+", "2 minutes", "180 seconds"}, {"1 'wk'", "+", "2 days", "9 days"},
	{"1 year", "+", "12 months", ""}, {"1 year", "+", "12 'mo'", ""}, {"12 month", "+", "12 months", "24 month"},
	{"1 week", "+", "14 days", "21 days"}, {"3 'd'", "+", "1 'wk'", "10 'd'"}, {"1 year", "+", "1 year", "2 year"}, {"1 'a'", "+", "12 'mo'", "24 'mo'"},
	{"1 day", "+", "1 'd'", "2 day"}, {"1 'd'", "+", "1 day", "2 day"}, {"1 'm'", "+", "1 'g'", ""}, {"1 'Cel'", "+", "1 'Cel'", ""},
	{"1 'K'", "+", "1 'Cel'", ""}, {"1 day", "+", "1 'm'", ""},
	{"3 'm'", "-", "3 'cm'", "297 'cm'"}, {"3 'cm'", "-", "3 'm'", "-297 'cm'"}, {"1 minute", "-", "30 's'", "30 seconds"},
	{"12 'cm'", "*", "3 'cm'", "36 'cm2'"}, {"3 'cm'", "*", "12 'cm2'", "36 'cm3'"}, {"10 'm/s'", "*", "10 's'", "100 'm'"},
	{"3", "*", "2 'cm'", "6 'cm'"}, {"42", "*", "1 'm'", "42 'm'"}, {"12 day", "*", "45 'm'", ""}, {"2", "*", "3 days", "6 days"},
	{"2.0 'cm'", "*", "2.0 'm'", "4.00 'cm.m'"}, {"2", "*", "20 'Cel'", ""}, {"2 'm'", "*", "20 'Cel'", ""}, {"2 'foo'", "*", "3 'm'", ""},
	{"2 'kg.m'", "*", "3 '/s2'", "6 'kg.m/s2'"}, {"2 'mg/(kg.d)'", "*", "70 'kg'", "140 'mg/d'"}, {"2 '10*3/uL'", "*", "3 'uL'", "6 '10*3'"},
	{"2 '10.m'", "*", "3 '10.m'", "6 '10.10.m2'"},
	{"12 'cm2'", "/", "3 'cm'", "4 'cm'"}, {"120 'm'", "/", "60 's'", "2 'm/s'"}, {"60", "/", "1 's'", "60 '/s'"}, {"60 's'", "/", "2", "30 's'"},
	{"4.0 'g'", "/", "2.0 'm'", "2 'g/m'"}, {"1.0 'm'", "/", "1.0 'm'", "1 '1'"}, {"1 'm'", "/", "0 's'", ""}, {"6 days", "/", "2", "3 days"},
	{"6 days", "/", "2 days", ""}, {"6", "/", "2 days", ""},
}

func TestQuantityMath(t *testing.T) {
	operators := map[string]func(q, p Quantity) (Quantity, bool){
		"+": Quantity.Add, "-": Quantity.Sub, "*": Quantity.Mul, "/": Quantity.Div,
	}
	for _, test := range quantityMath {
		got, ok := operators[test.op](parseQuantity(t, test.a), parseQuantity(t, test.b))
		checkQuantity(t, test.a+" "+test.op+" "+test.b, got, ok, test.want)
	}
}
