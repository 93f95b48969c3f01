package system

import (
	"math/big"
	"sort"
	"strings"
	"testing"

	"github.com/iimos/ucum"
)

func TestAtomsAreSorted(t *testing.T) {
	if !sort.SliceIsSorted(atoms[:], func(i, j int) bool { return atoms[i].code < atoms[j].code }) {
		t.Error("the table of atoms is not in order: sort it by code")
	}
}

// TestAtomsAgree checks every atom, with and without prefix, against an independent implementation of UCUM.
func TestAtomsAgree(t *testing.T) {
	for i := range atoms {
		a := &atoms[i]
		if a.kind == nonlinear || a.kind == arbitrary {
			continue
		}
		codes := []string{a.code}
		if a.metric {
			codes = append(codes, "m"+a.code, "da"+a.code)
		}
		for _, code := range codes {
			checkAgainstOracle(t, code, baseUnits(a))
		}
	}
}

// baseUnits writes the dimension of an atom as a UCUM code.
func baseUnits(a *atom) string {
	var terms []term
	for i, symbol := range []string{"m", "s", "g", "rad", "K", "C", "cd"} {
		if a.dimension[i] != 0 {
			terms = append(terms, term{symbol, int(a.dimension[i])})
		}
	}
	return formatTerms(terms)
}

func checkAgainstOracle(t *testing.T, from, to string) {
	t.Helper()
	value := big.NewRat(7, 2)
	want, err := ucum.ConvBigRat(value, from, to)
	if err != nil {
		// It keeps base units whose exponents cancel out, and so cannot convert these: TestUnitFacts has some.
		return
	}
	u, ok1 := parseUnit(from)
	v, ok2 := parseUnit(to)
	if !ok1 || !ok2 || !u.commensurable(v) {
		t.Errorf("%s does not convert to %s", from, to)
		return
	}
	if got := u.convert(value, v); got.Cmp(want) != 0 {
		t.Errorf("7/2 %s is %s %s, want %s", from, got.RatString(), to, want.RatString())
	}
}

// TestUnitFacts checks definitions of UCUM that the other implementation gets wrong or does not have.
func TestUnitFacts(t *testing.T) {
	tests := []struct{ from, to, factor string }{
		{"T", "G", "10000"}, {"T", "Wb/m2", "1"}, {"Gy", "RAD", "100"}, {"Gy", "J/kg", "1"}, {"Sv", "REM", "100"}, {"eV", "J", "1.602176634e-19"},
		{"H", "Wb/A", "1"}, {"[ly]", "[c].a_j", "1"}, {"lx", "lm/m2", "1"}, {"N", "kg.m/s2", "1"}, {"J", "N.m", "1"}, {"V", "J/C", "1"},
		{"Ohm", "V/A", "1"}, {"F", "C/V", "1"}, {"S", "/Ohm", "1"}, {"kat", "mol/s", "1"}, {"U", "umol/min", "1"}, {"bar", "Pa", "100000"},
		{"[lb_av]", "g", "453.59237"}, {"[oz_av]", "[lb_av]", "1/16"}, {"[in_i]", "cm", "2.54"}, {"[ft_i]", "[in_i]", "12"}, {"[mi_i]", "[ft_i]", "5280"},
		{"[gal_us]", "[in_i]3", "231"}, {"[pt_us]", "[gal_us]", "1/8"}, {"cal", "J", "4.184"}, {"mm[Hg]", "Pa", "133.322"}, {"[degR]", "K", "5/9"},
		{"osm", "mol", "1"}, {"meq", "mmol", "1"}, {"mg/dL", "g/L", "0.01"}, {"By", "bit", "8"}, {"KiBy", "By", "1024"}, {"%", "1", "0.01"},
		{"[ppm]", "%", "1e-4"}, {"dar", "m2", "10"}, {"a", "d", "365.25"}, {"mo", "a", "1/12"}, {"circ", "deg", "360"}, {"[IU]", "[iU]", "1"},
	}
	for _, test := range tests {
		want, ok := new(big.Rat).SetString(test.factor)
		u, ok1 := parseUnit(test.from)
		v, ok2 := parseUnit(test.to)
		if !ok || !ok1 || !ok2 || !u.commensurable(v) {
			t.Errorf("%s does not convert to %s", test.from, test.to)
			continue
		}
		if got := u.convert(big.NewRat(1, 1), v); got.Cmp(want) != 0 {
			t.Errorf("1 %s is %s %s, want %s", test.from, got.RatString(), test.to, want.RatString())
		}
	}
}

func TestUnitTerms(t *testing.T) {
	tests := []struct{ code, want string }{
		{"1", "1"}, {"m", "m"}, {"kg.m/s2", "kg.m/s2"}, {"m/s/s", "m/s2"}, {"/s", "/s"}, {"kg.m2.s-2", "kg.m2/s2"}, {"m.m", "m2"}, {"m/m", "1"},
		{"mg/(kg.d)", "mg/kg/d"}, {"m/(s/(kg.d))", "m.kg.d/s"}, {"{RBC}/uL", "/uL"}, {"mm[Hg]", "mm[Hg]"}, {"10*3/uL", "10*3/uL"}, {"10*-3", "/10*3"},
		{"100.m", "100.m"}, {"m+2", "m2"}, {"/(m.s)", "/m/s"}, {"{a}{b}", ""},
		{"", ""}, {"m.", ""}, {".m", ""}, {"m//s", ""}, {"(m", ""}, {"m)", ""}, {"()", ""}, {"m s", ""}, {"{x", ""}, {"[in", ""}, {"0", ""}, {"m/0", ""},
		{"m99", ""}, {"m60.s60", ""}, {strings.Repeat("(", 100) + "m" + strings.Repeat(")", 99), ""}, {strings.Repeat("m.", 100) + "m", ""},
	}
	for _, test := range tests {
		terms, ok := parseTerms(test.code)
		got := ""
		if ok {
			got = formatTerms(terms)
		}
		if got != test.want {
			t.Errorf("%q is %q, want %q", test.code, got, test.want)
		}
	}
}

func TestUnknownUnits(t *testing.T) {
	for _, code := range []string{"foo", "day", "Kg", "m[in_i]", "kmin", "[s]", "Cel2", "Cel.m", "kk", "2.Cel", "q", "m.day"} {
		if _, ok := parseUnit(code); ok {
			t.Errorf("%q is a unit", code)
		}
	}
}
