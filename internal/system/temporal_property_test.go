package system

import (
	"strings"
	"testing"

	"github.com/fhirview/fhirview/internal/decimal"
	"pgregory.net/rapid"
)

// drawTemporal draws a date or time of any precision, most of them close together so that comparisons go deep.
func drawTemporal(t *rapid.T, label string, kind TemporalKind) Temporal {
	v := Temporal{kind: kind, year: int16(rapid.SampledFrom([]int{1, 2015, 2016, 2017, 9999}).Draw(t, label+" year"))}
	least, greatest := PrecisionYear, PrecisionMillisecond
	switch kind {
	case TemporalDate:
		greatest = PrecisionDay
	case TemporalTime:
		least = PrecisionHour
	}
	p := Precision(rapid.IntRange(int(least), int(greatest)).Draw(t, label+" precision"))
	v.month = uint8(rapid.IntRange(1, 12).Draw(t, label+" month"))
	v.day = uint8(rapid.IntRange(1, daysIn(int(v.year), int(v.month))).Draw(t, label+" day"))
	v.hour = uint8(rapid.IntRange(0, 23).Draw(t, label+" hour"))
	v.minute = uint8(rapid.SampledFrom([]int{0, 29, 30, 59}).Draw(t, label+" minute"))
	v.second = uint8(rapid.SampledFrom([]int{0, 1, 59, 60}).Draw(t, label+" second"))
	v.nanosecond = int32(rapid.IntRange(0, nanosPerSecond-1).Draw(t, label+" nanosecond"))
	v.precision = PrecisionMillisecond
	v.setFraction(uint8(rapid.IntRange(1, 9).Draw(t, label+" fraction")))
	if kind == TemporalDateTime && rapid.Bool().Draw(t, label+" zoned") {
		v.zone, v.offset = zoneOffset, int16(rapid.SampledFrom([]int{-720, -570, 0, 60, 330, 840}).Draw(t, label+" offset"))
	}
	if kind == TemporalTime {
		v.year, v.month, v.day = 0, 0, 0
	}
	return v.truncate(p)
}

var drawKind = rapid.SampledFrom([]TemporalKind{TemporalDate, TemporalDateTime, TemporalTime})

func TestTemporalCompareProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := drawKind.Draw(t, "kind")
		a, b, c := drawTemporal(t, "a", kind), drawTemporal(t, "b", kind), drawTemporal(t, "c", kind)
		ab, known := Compare(a, b)
		ba, knownBack := Compare(b, a)
		if known != knownBack || ab != -ba {
			t.Errorf("Compare(%s, %s) = %d, %t but %d, %t the other way", a, b, ab, known, ba, knownBack)
		}
		if order, known := Compare(a, a); !known || order != 0 {
			t.Errorf("%s is not equal to itself", a)
		}
		if equal, equalKnown := Equal(a, b); equal != (known && ab == 0) || equalKnown != known || Equivalent(a, b) != equal {
			t.Errorf("Equal(%s, %s) does not agree with Compare", a, b)
		}
		bc, knownBC := Compare(b, c)
		if ac, knownAC := Compare(a, c); known && knownBC && ab < 0 && bc < 0 && !(knownAC && ac < 0) {
			t.Errorf("%s < %s < %s, but the ends compare as %d, %t", a, b, c, ac, knownAC)
		}
	})
}

func TestTemporalBoundaryProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawTemporal(t, "a", TemporalDateTime), drawTemporal(t, "b", TemporalDateTime)
		low, okLow := a.LowBoundary(decimal.DefaultPrecision)
		high, okHigh := a.HighBoundary(decimal.DefaultPrecision)
		if !okLow || !okHigh {
			t.Fatalf("%s has no boundaries", a)
		}
		if order, known := Compare(low, high); !known || order > 0 {
			t.Errorf("%s reaches from %s to %s", a, low, high)
		}
		if order, known := Compare(low, a); known && order > 0 {
			t.Errorf("%s is below its low boundary %s", a, low)
		}
		if order, known := Compare(a, high); known && order > 0 {
			t.Errorf("%s is above its high boundary %s", a, high)
		}
		lowB, _ := b.LowBoundary(decimal.DefaultPrecision)
		if order, known := Compare(high, lowB); known && order < 0 && a.second < 60 {
			if order, known := Compare(a, b); (a.zone == zoneNone) != (b.zone == zoneNone) && (!known || order >= 0) {
				t.Errorf("%s ends before %s begins, but they compare as %d, %t", a, b, order, known)
			}
		}
		if again, ok := a.LowBoundary(a.Digits()); !ok || again.truncate(PrecisionDay) != a.truncate(PrecisionDay) {
			t.Errorf("the boundary of %s at its own precision is %s, %t", a, again, ok)
		}
	})
}

func TestTemporalAddProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := drawKind.Draw(t, "kind")
		v := drawTemporal(t, "value", kind)
		if v.second == 60 {
			v.second = 59
		}
		amount := rapid.SampledFrom([]string{"0", "1", "3", "25", "400", "0.5", "99999"}).Draw(t, "amount")
		unit := rapid.SampledFrom([]string{"week", "day", "hour", "minute", "second", "millisecond"}).Draw(t, "unit")
		q := Quantity{Value: amount, Unit: unit}
		sum, err := v.Add(q)
		if err != nil {
			return
		}
		if _, ok := parseAs(kind, sum.String()); !ok {
			t.Errorf("%s + %s is %s, which does not parse", v, q, sum)
		}
		back, err := sum.Sub(q)
		if equal, known := Equal(back, v); err != nil || v.precision >= PrecisionDay && (!known || !equal) {
			t.Errorf("%s + %s - %s is %s (%v)", v, q, q, back, err)
		}
	})
}

func parseAs(kind TemporalKind, s string) (Temporal, bool) {
	switch kind {
	case TemporalDate:
		return ParseDate(s)
	case TemporalDateTime:
		return ParseDateTime(s)
	}
	return ParseTime(s)
}

func TestTemporalRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := drawTemporal(t, "value", drawKind.Draw(t, "kind"))
		if got, ok := parseAs(v.kind, v.String()); !ok || got.String() != v.String() {
			t.Errorf("%s parses as %s, %t", v, got, ok)
		}
	})
}

func FuzzParseTemporal(f *testing.F) {
	for _, test := range temporalTexts {
		f.Add(strings.TrimPrefix(test.literal, "T"))
	}
	for _, s := range malformedTemporals {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for kind := TemporalDate; kind <= TemporalTime; kind++ {
			v, ok := parseAs(kind, s)
			if !ok {
				if v != (Temporal{}) {
					t.Errorf("%q fails, but yields %s", s, v)
				}
				continue
			}
			if got, ok := parseAs(kind, v.String()); !ok || got != v {
				t.Errorf("%q parses as %s, which parses as %s, %t", s, v, got, ok)
			}
			v.LowBoundary(decimal.DefaultPrecision)
			v.HighBoundary(decimal.DefaultPrecision)
		}
	})
}

func FuzzTemporalAdd(f *testing.F) {
	for _, test := range additions {
		f.Add(test.value, test.amount)
	}
	f.Fuzz(func(t *testing.T, literal, amount string) {
		v, ok1 := parseLiteral(literal)
		q, ok2 := ParseQuantity(amount)
		if !ok1 || !ok2 {
			return
		}
		sum, err := v.Add(q)
		if err != nil {
			return
		}
		if got, ok := parseAs(v.kind, sum.String()); !ok || got != sum {
			t.Errorf("%s + %s is %s, which parses as %s, %t", v, q, sum, got, ok)
		}
	})
}
