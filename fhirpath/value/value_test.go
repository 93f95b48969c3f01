package value

import (
	"testing"
	"time"
)

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

func TestTime(t *testing.T) {
	zone := time.FixedZone("", 2*60*60)
	for text, want := range map[string]string{
		"2026":                   "2026-01-01T00:00:00+02:00",
		"2026-03-04T05:06":       "2026-03-04T05:06:00+02:00",
		"2026-03-04T05:06:07.5Z": "2026-03-04T05:06:07.5Z",
		"2026-13":                "",
	} {
		have, ok := At(KindDateTime, text).Time(zone)
		if ok != (want != "") || ok && have.Format(time.RFC3339Nano) != want {
			t.Errorf("%s is %s, %t, want %q", text, have, ok, want)
		}
	}
	for _, v := range []Value{At(KindTime, "10:00"), Str("2026"), Int(2026)} {
		if have, ok := v.Time(nil); ok {
			t.Errorf("%s is %s", v.String(), have)
		}
	}
}
