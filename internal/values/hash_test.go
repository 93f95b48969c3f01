package values

import (
	"testing"

	"github.com/fhirview/fhirview/fhirpath/value"
)

// equals are groups of values that are equal to each other, and to those of no other group.
var equals = [][]value.Value{
	{value.Bool(true)},
	{value.Bool(false)},
	{value.Int(0), value.Long(0), value.Dec("0"), value.Dec("-0.0"), value.Dec("0e5")},
	{value.Int(100), value.Long(100), value.Dec("100.00"), value.Dec("1e2"), value.Dec("0.1E3"), value.Dec("0100")},
	{value.Dec("0.0050"), value.Dec("5e-3")},
	{value.Int(-100), value.Dec("-1e2")},
	{value.Str("")},
	{value.Str("a")},
	{value.Str("1974-12-25")},
	{value.At(value.KindDate, "1974-12-25"), value.At(value.KindDateTime, "1974-12-25T")},
	{value.At(value.KindDateTime, "2026-01-01T10:00:00Z"), value.At(value.KindDateTime, "2026-01-01T11:00:00.000+01:00")},
	{value.At(value.KindDateTime, "2026-01-01T10:00:00.5Z"), value.At(value.KindDateTime, "2026-01-01T10:00:00.500-00:00")},
	{value.At(value.KindTime, "10:00:00"), value.At(value.KindTime, "10:00:00.000")},
	{value.At(value.KindTime, "10:00")},
	{value.Qty(value.Quantity{Value: "1", Unit: "m"}), value.Qty(value.Quantity{Value: "100.0", Unit: "cm"})},
	{value.Qty(value.Quantity{Value: "7", Unit: "days"}), value.Qty(value.Quantity{Value: "1", Unit: "wk"})},
}

func TestEqualAndHash(t *testing.T) {
	for i, group := range equals {
		for _, v := range group {
			for j, others := range equals {
				for _, w := range others {
					equal, known := Equal(v, w)
					if (equal && known) != (i == j) {
						t.Errorf("%s = %s is %t, %t", v.Text(), w.Text(), equal, known)
					}
					if i == j && Hash(v) != Hash(w) {
						t.Errorf("%s and %s have different hashes", v.Text(), w.Text())
					}
				}
			}
		}
	}
}
