package value

import (
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/projection"
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

// TestNothing asks the zero value, and values of kinds that there are not, for everything.
func TestNothing(t *testing.T) {
	for _, v := range []Value{{}, At(KindBoolean, "x"), At(KindElement, "x"), At(99, "x")} {
		text, okText := v.ToString()
		number, okNumber := v.Number()
		_, okTime := v.Time(nil)
		_, okQuantity := v.AsQuantity()
		if text != "" || number != "" || okText || okNumber || okTime || okQuantity {
			t.Errorf("the texts are %q and %q; ok is %t, %t, %t, %t", text, number, okText, okNumber, okTime, okQuantity)
		}
		if v.Text() != "" || v.Integer() != 0 || v.IsTrue() || v.Type() != 0 || v.TypeName() != "nothing" || v.String() != "nothing" {
			t.Errorf("it is %q, %d, %t, a %s, %s", v.Text(), v.Integer(), v.IsTrue(), v.TypeName(), v.String())
		}
	}
	if have := Kind(99).String(); have != "nothing" {
		t.Errorf("the kind is %s", have)
	}
}

// TestElementHolds asks elements for what they hold, and those that hold no such thing.
func TestElementHolds(t *testing.T) {
	m := r4.Model()
	typ, _ := m.Lookup("Patient")
	r := &resource.Resource{}
	data := `{"resourceType": "Patient", "multipleBirthInteger": 7777, "active": true, "birthDate": "1970-02-03",
		"_gender": {"id": "g"}, "name": [{"family": "f"}], "deceasedBoolean": "true", "x": 1.50}`
	if err := resource.NewDecoder((*resource.Projection)(projection.Whole(m, typ))).Decode([]byte(data), r); err != nil {
		t.Fatal(err)
	}
	type holds struct {
		Text, Number string
		Integer      int64
		IsTrue       bool
		Year         int
	}
	want := map[string]holds{
		"multipleBirthInteger": {Integer: 7777, Number: "7777"},
		"active":               {Integer: 1, IsTrue: true},
		"birthDate":            {Text: "1970-02-03", Year: 1970},
		"name":                 {}, "gender": {}, "deceasedBoolean": {},
		"x": {Text: "1.50", Number: "1.50"},
	}
	seen := 0
	for n := r.Child(r.Root()); n != 0; n = r.Next(n) {
		name := string(r.Key(n))
		w, ok := want[name]
		if !ok {
			continue
		}
		seen++
		v := Elem(r, n)
		have := holds{Text: v.Text(), Integer: v.Integer(), IsTrue: v.IsTrue()}
		have.Number, _ = v.Number()
		if at, ok := v.Time(nil); ok {
			have.Year = at.Year()
		}
		if have != w {
			t.Errorf("%s holds %+v, want %+v", name, have, w)
		}
	}
	if seen < len(want) {
		t.Errorf("%d of the %d elements were there", seen, len(want))
	}
}
