package system

import (
	"testing"

	"github.com/fhirview/fhirview/internal/decimal"
)

var benchmarked = []struct {
	name string
	run  func() bool
}{
	{"ParseDate", func() bool { _, ok := ParseDate("2014-01-25"); return ok }},
	{"ParseDateTime", func() bool { _, ok := ParseDateTime("2014-01-25T14:30:14.559+01:00"); return ok }},
	{"ParseTime", func() bool { _, ok := ParseTime("14:30:14.559"); return ok }},
	{"CompareSameOffset", compareParsed("2014-01-25T14:30:14.559Z", "2014-01-25T14:30:14.560Z")},
	{"CompareOtherOffset", compareParsed("2014-01-25T14:30:14.559Z", "2014-01-25T14:30:14.560+02:00")},
	{"CompareDates", compareParsed("2014-01-25", "2014-02-25")},
	{"CompareDecimalText", func() bool { return decimal.Compare("120.50", "120.5") == 0 }},
	{"CompareDecimalTextExponent", func() bool { return decimal.Compare("1.205E2", "120.51") < 0 }},
	{"QuantitySameUnit", func() bool {
		_, known := Quantity{Value: "120.50", Unit: "mm[Hg]"}.Compare(Quantity{Value: "90", Unit: "mm[Hg]"})
		return known
	}},
	{"TemporalAppendTo", func() bool {
		var buf [32]byte
		t, ok := ParseTime("14:30:14.559")
		return ok && len(t.AppendTo(buf[:0])) > 0
	}},
}

func compareParsed(a, b string) func() bool {
	x, _ := parseLiteral(a)
	y, _ := parseLiteral(b)
	return func() bool {
		_, known := Compare(x, y)
		return known
	}
}

// TestNoAllocations guards what runs for every resource.
func TestNoAllocations(t *testing.T) {
	for _, b := range benchmarked {
		if !b.run() {
			t.Errorf("%s fails", b.name)
		}
		if n := testing.AllocsPerRun(100, func() { b.run() }); n != 0 {
			t.Errorf("%s allocates %g times", b.name, n)
		}
	}
}

func BenchmarkValue(b *testing.B) {
	for _, bench := range benchmarked {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				bench.run()
			}
		})
	}
}

func BenchmarkConversion(b *testing.B) {
	mass, other := Quantity{Value: "4000", Unit: "mg"}, Quantity{Value: "4", Unit: "g"}
	b.Run("QuantityOtherUnit", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			mass.Compare(other)
		}
	})
	b.Run("DivDecimal", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			decimal.Div("1", "3")
		}
	})
	b.Run("AddDecimal", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			decimal.Add("120.5", "0.25")
		}
	})
}
