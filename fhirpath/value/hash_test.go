package value

import "testing"

// equals are groups of values that are equal to each other, and to those of no other group.
var equals = [][]Value{
	{Bool(true)},
	{Bool(false)},
	{Int(0), Long(0), Dec("0"), Dec("-0.0"), Dec("0e5")},
	{Int(100), Long(100), Dec("100.00"), Dec("1e2"), Dec("0.1E3"), Dec("0100")},
	{Dec("0.0050"), Dec("5e-3")},
	{Int(-100), Dec("-1e2")},
	{Str("")},
	{Str("a")},
	{Str("1974-12-25")},
	{At(KindDate, "1974-12-25"), At(KindDateTime, "1974-12-25T")},
	{At(KindDateTime, "2026-01-01T10:00:00Z"), At(KindDateTime, "2026-01-01T11:00:00.000+01:00")},
	{At(KindDateTime, "2026-01-01T10:00:00.5Z"), At(KindDateTime, "2026-01-01T10:00:00.500-00:00")},
	{At(KindTime, "10:00:00"), At(KindTime, "10:00:00.000")},
	{At(KindTime, "10:00")},
	{Qty(Quantity{Value: "1", Unit: "m"}), Qty(Quantity{Value: "100.0", Unit: "cm"})},
	{Qty(Quantity{Value: "7", Unit: "days"}), Qty(Quantity{Value: "1", Unit: "wk"})},
}

func TestEqualAndHash(t *testing.T) {
	for i, group := range equals {
		for _, v := range group {
			for j, others := range equals {
				for _, w := range others {
					equal, known := v.Equal(w)
					if (equal && known) != (i == j) {
						t.Errorf("%s = %s is %t, %t", v.text, w.text, equal, known)
					}
					if i == j && v.Hash() != w.Hash() {
						t.Errorf("%s and %s have different hashes", v.text, w.text)
					}
				}
			}
		}
	}
}

func TestToString(t *testing.T) {
	for want, v := range map[string]Value{
		"true":       Bool(true),
		"-5":         Int(-5),
		"5000000000": Long(5_000_000_000),
		"1.0":        Dec("1.0"),
		"2026":       At(KindDateTime, "2026T"),
		"4 days":     Qty(Quantity{Value: "4", Unit: "days"}),
		"5 'mg'":     Qty(Quantity{Value: "5", Unit: "mg"}),
	} {
		if have, ok := v.ToString(); have != want || !ok {
			t.Errorf("have %q, %t, want %q", have, ok, want)
		}
		if v.Type() == 0 || v.FHIRType() != 0 {
			t.Errorf("%s is of type %d, FHIR type %d", want, v.Type(), v.FHIRType())
		}
	}
}
