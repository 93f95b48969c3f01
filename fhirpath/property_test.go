package fhirpath_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/values"
)

// truths are the three truth values as literals, and connectives the truth tables of the specification's section
// "Boolean logic", rows and columns in that order.
var (
	truths      = []string{"true", "false", "{}"}
	connectives = map[string]string{
		"and":     "TF_ FFF _F_",
		"or":      "TTT TF_ T__",
		"xor":     "FT_ TF_ ___",
		"implies": "TF_ TTT T__",
	}
)

func TestTruthTables(t *testing.T) {
	result := map[byte]string{'T': "Boolean true", 'F': "Boolean false", '_': ""}
	for op, table := range connectives {
		for i, row := range strings.Fields(table) {
			for j, x := range truths {
				source := truths[i] + " " + op + " " + x
				if have, want := evaluate(t, source), result[row[j]]; have != want {
					t.Errorf("%s: have %q, want %q", source, have, want)
				}
			}
		}
	}
}

func evaluate(t interface{ Fatalf(string, ...any) }, source string) string {
	have := outcome(source, "{}", nil)
	if strings.HasPrefix(have, "error") {
		t.Fatalf("%s: %s", source, have)
	}
	return have
}

// literals generates literals of all types, full precision where they are dates or times.
func literals() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		n := rapid.IntRange(0, 12).Draw(t, "n")
		switch rapid.IntRange(0, 8).Draw(t, "type") {
		case 0:
			return fmt.Sprint(n > 6)
		case 1:
			return fmt.Sprint(n)
		case 2:
			return fmt.Sprintf("%dL", n)
		case 3:
			return fmt.Sprintf("%d.%0*d", n/4, 1+n%3, n%10)
		case 4:
			return "'" + rapid.SampledFrom([]string{"", "a", "A", "a b", "a\tb", "ß", "ſ", "1"}).Draw(t, "s") + "'"
		case 5:
			return fmt.Sprintf("@2026-01-%02d", n+1)
		case 6:
			return fmt.Sprintf("@2026-01-02T10:%02d:00.000%s", n, rapid.SampledFrom([]string{"", "Z", "+01:00"}).Draw(t, "zone"))
		case 7:
			return fmt.Sprintf("@T10:%02d:00.%d", n, n%3)
		}
		return fmt.Sprintf("%d %s", n, rapid.SampledFrom([]string{"'mg'", "'g'", "days", "'d'", "'1'", "'nounit'"}).Draw(t, "unit"))
	})
}

// collections generates expressions that yield some literals.
func collections() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		source := "{}"
		for _, item := range rapid.SliceOfN(literals(), 0, 25).Draw(t, "items") {
			source += ".combine(" + item + ")"
		}
		return source
	})
}

func TestEqualityIsReflexive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := literals().Draw(t, "x")
		for _, op := range []string{"=", "~"} {
			if source := x + " " + op + " " + x; evaluate(t, source) != "Boolean true" {
				t.Errorf("%s does not hold", source)
			}
		}
	})
}

func TestEquivalenceIsSymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := literals().Draw(t, "x"), literals().Draw(t, "y")
		for _, op := range []string{"~", "=", "!~", "!="} {
			xy, yx := evaluate(t, x+op+y), evaluate(t, y+op+x)
			if xy != yx {
				t.Errorf("%s %s %s is %q, the other way round %q", x, op, y, xy, yx)
			}
		}
	})
}

func TestDistinctIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := collections().Draw(t, "x")
		once, twice := evaluate(t, x+".distinct()"), evaluate(t, x+".distinct().distinct()")
		if once != twice {
			t.Errorf("%s: distinct is %s, then %s", x, once, twice)
		}
		if evaluate(t, x+".distinct().isDistinct()") != "Boolean true" {
			t.Errorf("%s: distinct items are not distinct", x)
		}
	})
}

// A union holds the same items from either side, up to which of several equal ones it is.
func TestUnionIsCommutative(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := collections().Draw(t, "x"), collections().Draw(t, "y")
		for _, f := range []string{"subsetOf", "supersetOf"} {
			if source := fmt.Sprintf("(%s | %s).%s(%s | %s)", x, y, f, y, x); evaluate(t, source) != "Boolean true" {
				t.Errorf("%s does not hold", source)
			}
		}
		count := func(x, y string) string { return evaluate(t, fmt.Sprintf("(%s | %s).count()", x, y)) }
		if count(x, y) != count(y, x) {
			t.Errorf("%s and %s: %s items, the other way round %s", x, y, count(x, y), count(y, x))
		}
	})
}

func TestWhereTrueIsIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := collections().Draw(t, "x")
		want := evaluate(t, x)
		for _, same := range []string{".where(true)", ".select($this)", ".skip(0)", ".exclude({})", ".trace('x')"} {
			if have := evaluate(t, x+same); have != want {
				t.Errorf("%s%s is %s, want %s", x, same, have, want)
			}
		}
	})
}

// What is found by hashes is what is found by comparing.
func TestSetsAgreeWithEquality(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := items(t, collections().Draw(t, "x"))
		y := items(t, collections().Draw(t, "y"))
		both := 0
		for _, v := range x {
			for _, w := range y {
				if equal, known := values.Equal(v, w); equal && known {
					both++
					break
				}
			}
		}
		opts := &fhirpath.Options{Variables: map[string]value.Collection{"x": x, "y": y}}
		n := outcome("%x.where($this in %y).count()", "{}", opts)
		if want := fmt.Sprintf("Integer %d", both); n != want {
			t.Errorf("have %s items, want %s", n, want)
		}
		excluded := outcome("%x.exclude(%y).count()", "{}", opts)
		if want := fmt.Sprintf("Integer %d", len(x)-both); excluded != want {
			t.Errorf("exclude leaves %s items, want %s", excluded, want)
		}
	})
}

func items(t *rapid.T, source string) value.Collection {
	x, err := fhirpath.Compile(source, nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := x.Decode([]byte("{}"))
	if err != nil {
		t.Fatal(err)
	}
	vs, err := x.Eval(r)
	if err != nil {
		t.Fatal(err)
	}
	return vs
}
