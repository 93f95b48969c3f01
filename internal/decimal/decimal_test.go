package decimal

import (
	"strings"
	"testing"
)

func TestParseDecimal(t *testing.T) {
	const refused = "refused"
	tests := []struct{ text, parsed, plain string }{
		{"0", "0", "0"}, {"1.0", "1.0", "1.0"}, {"-1.50", "-1.50", "-1.50"}, {"+5", "5", "5"}, {"007.5", "007.5", "7.5"},
		{"-00.5", "-00.5", "-0.5"}, {"1e3", "1e3", refused}, {"1.0E-2", "1.0E-2", refused}, {"1e0", "1e0", refused},
		{"1234567890987654321.0", "1234567890987654321.0", "1234567890987654321.0"},
		{"", refused, refused}, {"-", refused, refused}, {".5", refused, refused}, {"1.", refused, refused},
		{"1.a", refused, refused}, {"st", refused, refused}, {"1e", refused, refused}, {"1e+", refused, refused},
		{"NaN", refused, refused}, {"Infinity", refused, refused}, {" 1", refused, refused}, {"1_000", refused, refused},
		{"--1", refused, refused}, {"0x10", refused, refused}, {"١", refused, refused},
	}
	orRefused := func(text string, ok bool) string {
		if !ok {
			return refused
		}
		return text
	}
	for _, test := range tests {
		if got := orRefused(Parse(test.text)); got != test.parsed {
			t.Errorf("ParseDecimal(%q) = %s, want %s", test.text, got, test.parsed)
		}
		if got := orRefused(ParsePlain(test.text)); got != test.plain {
			t.Errorf("ParsePlainDecimal(%q) = %s, want %s", test.text, got, test.plain)
		}
	}
}

func TestDecimalPrecisionAndFormat(t *testing.T) {
	tests := []struct {
		text, plain string
		precision   int
	}{
		{"1.58700", "1.58700", 5}, {"100", "100", 0}, {"0.0", "0.0", 1}, {"1.0E-2", "0.010", 3}, {"1e3", "1000", 0},
		{"1.50e1", "15.0", 1}, {"-2.5E+2", "-250", 0}, {"1e5000", "1e5000", 0},
	}
	for _, test := range tests {
		if got := Precision(test.text); got != test.precision {
			t.Errorf("the precision of %s is %d, want %d", test.text, got, test.precision)
		}
		if got := Format(test.text); got != test.plain {
			t.Errorf("%s is %s in plain notation, want %s", test.text, got, test.plain)
		}
	}
}

// decimalOrder is in ascending order; texts in one row are equal.
var decimalOrder = [][]string{
	{"-1e1000000000000"}, {"-1e100"}, {"-120", "-1.2e2", "-120.00", "-0120"}, {"-1.588"}, {"-1.587", "-1.5870"}, {"-1"},
	{"-0.0034", "-34e-4"}, {"-1e-99999999999"}, {"0", "-0", "0.0", "0e5", "00.000"}, {"1e-99999999999"},
	{"0.00000001", "1e-8"}, {"0.1", "0.10", "1E-1"}, {"0.9"}, {"1", "1.0", "01", "10e-1"}, {"1.1", "1.10"}, {"9"}, {"9.99"}, {"10", "1e1"},
	{"12345678901234567890"}, {"12345678901234567890.1"}, {"1e100"},
}

func TestCompareDecimalText(t *testing.T) {
	for i, row := range decimalOrder {
		for j, other := range decimalOrder {
			want := min(max(i-j, -1), 1)
			for _, a := range row {
				for _, b := range other {
					if got := Compare(a, b); got != want {
						t.Errorf("CompareDecimalText(%s, %s) = %d, want %d", a, b, got, want)
					}
				}
			}
		}
	}
}

func TestEquivalentDecimalText(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"1.10", "1.1", true}, {"0.0", "0", true}, {"1.1", "1.2", false}, {"0.6666666666666666666666666666666667", "0.67", true},
		{"4", "4.04", true}, {"4.0", "4.04", true}, {"2.1", "2", true}, {"2.5", "3", true}, {"-2.5", "-3", true}, {"2.4", "3", false},
		{"100", "101", false}, {"1e2", "100", true}, {"0.91666", "1", true}, {"1.25", "1.3", true}, {"1.25", "1.2", false},
		{"1e5000", "1e5000", true}, {"1e5000", "2", false},
	}
	for _, test := range tests {
		if got := Equivalent(test.a, test.b); got != test.want {
			t.Errorf("%s ~ %s is %t", test.a, test.b, got)
		}
		if got := Equivalent(test.b, test.a); got != test.want {
			t.Errorf("%s ~ %s is %t", test.b, test.a, got)
		}
	}
}

// decimalBoundaries are the specification's examples, the FHIRPath suite's that agree with them, and our own. An
// empty low or high is FHIRPath's empty.
var decimalBoundaries = []struct {
	text      string
	precision int
	low, high string
}{
	{"1.587", DefaultPrecision, "1.58650000", "1.58750000"},
	{"1.587", 8, "1.58650000", "1.58750000"},
	{"1.587", 6, "1.586500", "1.587500"},
	{"1.587", 2, "1.58", "1.59"},
	{"1.587", 0, "1", "2"},
	{"-1.587", DefaultPrecision, "-1.58750000", "-1.58650000"},
	{"-1.587", 6, "-1.587500", "-1.586500"},
	{"-1.587", 2, "-1.59", "-1.58"},
	{"-1.587", 0, "-2", "-1"},
	{"1.0", DefaultPrecision, "0.95000000", "1.05000000"},
	{"1", DefaultPrecision, "0.50000000", "1.50000000"},
	{"1", 0, "0", "2"},
	{"1", 5, "0.50000", "1.50000"},
	{"12.587", 2, "12.58", "12.59"},
	{"12.500", 4, "12.4995", "12.5005"},
	{"120", 2, "119.50", "120.50"},
	{"-120", 2, "-120.50", "-119.50"},
	{"0.0034", 1, "0.0", "0.1"},
	{"-0.0034", 1, "-0.1", "0.0"},
	{"-0.4", 0, "-1", "0"},
	{"1.0E-2", 4, "0.0095", "0.0105"},
	{"1", 31, "0.5" + strings.Repeat("0", 30), "1.5" + strings.Repeat("0", 30)},
	{"1.587", -1, "", ""}, {"1.587", 32, "", ""}, {"1.587", 39, "", ""},
}

func TestDecimalBoundary(t *testing.T) {
	for _, test := range decimalBoundaries {
		low, ok := LowBoundary(test.text, test.precision)
		if low != test.low || ok != (test.low != "") {
			t.Errorf("the low boundary of %s at %d is %s, %t, want %s", test.text, test.precision, low, ok, test.low)
		}
		high, ok := HighBoundary(test.text, test.precision)
		if high != test.high || ok != (test.high != "") {
			t.Errorf("the high boundary of %s at %d is %s, %t, want %s", test.text, test.precision, high, ok, test.high)
		}
	}
}

func TestDecimalMath(t *testing.T) {
	tests := []struct {
		name string
		op   func(a, b string) (string, bool)
		a, b string
		want string // "" for empty
	}{
		{"+", Add, "1.2", "1.8", "3.0"},
		{"+", Add, "0.1", "0.2", "0.3"},
		{"+", Add, "1e3", "1", "1001"},
		{"+", Add, "1234567890123456789012345678901234567890", "0.00000001", "1234567890123456789012345678901234567890.00000001"},
		{"+", Add, "9e99", "9e99", ""},
		{"+", Add, "1e9999999999", "1", ""},
		{"+", Add, "0e99999", "1", ""},
		{"-", Sub, "1.8", "1.2", "0.6"},
		{"-", Sub, "1.0", "1.0", "0.0"},
		{"*", Mul, "1.2", "1.8", "2.16"},
		{"*", Mul, "-1.5", "0", "0.0"},
		{"*", Mul, "1e60", "1e60", ""},
		{"*", Mul, "1e-60", "1e-60", ""},
		{"/", Div, "4", "2", "2"},
		{"/", Div, "2", "4", "0.5"},
		{"/", Div, "3", "2", "1.5"},
		{"/", Div, "100", "10", "10"},
		{"/", Div, "1", "3", "0.3333333333333333333333333333333333"},
		{"/", Div, "2", "3", "0.6666666666666666666666666666666667"},
		{"/", Div, "1", "1152921504606846976", "0.000000000000000000867361737988403547205962240695953369140625"},
		{"/", Div, "12", "0", ""},
		{"/", Div, "0", "0", ""},
		{"/", Div, "0", "5", "0"},
		{"/", Div, "0", "2.5", "0"},
		{"/", Div, "0.00", "0.001", "0"},
		{"/", Div, "-0", "0.125", "0"},
		{"/", Div, "0e5", "3", "0"},
		{"*", Mul, "0e3", "7e2", "0"},
		{"*", Mul, "0", "2.50", "0.00"},
		{"-", Sub, "2.50", "2.5", "0.00"},
		{"-", Sub, "1e3", "1000", "0"},
		{"mod", Mod, "1e3", "1e2", "0"},
		{"div", DivInt, "0", "0.001", "0"},
		{"log", Log, "1.0", "10", "0"},
		{"power", Power, "0", "3", "0"},
		{"div", DivInt, "5", "2", "2"},
		{"div", DivInt, "5.5", "0.7", "7"},
		{"div", DivInt, "2.2", "1.8", "1"},
		{"div", DivInt, "-5.5", "2", "-2"},
		{"div", DivInt, "5", "-2", "-2"},
		{"div", DivInt, "5", "0", ""},
		{"mod", Mod, "5", "2", "1"},
		{"mod", Mod, "5.5", "0.7", "0.6"},
		{"mod", Mod, "2.2", "1.8", "0.4"},
		{"mod", Mod, "-5.5", "2", "-1.5"},
		{"mod", Mod, "5.5", "-2", "1.5"},
		{"mod", Mod, "5", "0", ""},
		{"log", Log, "16", "2", "4"},
		{"log", Log, "100.0", "10.0", "2"},
		{"log", Log, "8", "1", ""},
		{"log", Log, "0", "2", ""},
		{"power", Power, "2", "3", "8"},
		{"power", Power, "2.5", "2", "6.25"},
		{"power", Power, "2", "-1", "0.5"},
		{"power", Power, "-1", "0.5", ""},
		{"power", Power, "2", "0.5", "1.414213562373095048801688724209698"},
		{"power", Power, "10", "1000000000", ""},
	}
	for _, test := range tests {
		got, ok := test.op(test.a, test.b)
		if got != test.want || ok != (test.want != "") {
			t.Errorf("%s %s %s = %s, %t, want %s", test.a, test.name, test.b, got, ok, test.want)
		}
	}
}

func TestDecimalFunctions(t *testing.T) {
	round := func(places int) func(string) (string, bool) {
		return func(a string) (string, bool) { return Round(a, places) }
	}
	tests := []struct {
		name    string
		f       func(a string) (string, bool)
		a, want string
	}{
		{"neg", Neg, "1.50", "-1.50"}, {"neg", Neg, "-0.0", "0.0"}, {"neg", Neg, "0", "0"},
		{"round", round(3), "3.14159", "3.142"}, {"round", round(0), "1", "1"}, {"round", round(2), "0.665", "0.67"},
		{"round", round(0), "-0.5", "-1"}, {"round", round(0), "-0.4", "0"}, {"round", round(2), "1.5", "1.5"}, {"round", round(-1), "1", ""},
		{"round", round(1 << 30), "1.5", "1.5"},
		{"ceiling", Ceil, "1.1", "2"}, {"ceiling", Ceil, "-1.1", "-1"}, {"ceiling", Ceil, "1e3", "1000"},
		{"floor", Floor, "2.1", "2"}, {"floor", Floor, "-2.1", "-3"},
		{"truncate", Truncate, "1.00000001", "1"}, {"truncate", Truncate, "-1.56", "-1"}, {"truncate", Truncate, "101", "101"},
		{"exp", Exp, "0", "1"}, {"exp", Exp, "-0.0", "1"}, {"exp", Exp, "1000000", ""},
		{"ln", Ln, "1", "0"}, {"ln", Ln, "1.0", "0"}, {"ln", Ln, "0", ""},
		{"sqrt", Sqrt, "81", "9"}, {"sqrt", Sqrt, "-1", ""}, {"sqrt", Sqrt, "0", "0"},
		{"exp of no decimal", Exp, "NaN", ""},
	}
	for _, test := range tests {
		got, ok := test.f(test.a)
		if got != test.want || ok != (test.want != "") {
			t.Errorf("%s of %s = %s, %t, want %s", test.name, test.a, got, ok, test.want)
		}
	}
}
