package value_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/projection"
)

// secret stands wherever a patient's data can.
const secret = "Geheim"

const patient = `{"resourceType":"Patient","id":"Geheim","name":[{"family":"Geheim","_family":{"id":"Geheim"}},{"family":"Geheim"}],` +
	`"deceasedDateTime":"2026-01-01","Geheim":"Geheim","contact":[{"name":{"family":"Geheim"}}]}`

// verbs are all that fmt has for values, with flags and without, but for p: it asks no value, and vet refuses it.
var verbs = []string{"%v", "%+v", "%#v", "%s", "%+s", "%#s", "%q", "%x", "%X", "% x", "%d", "%t", "%T", "%5.40v", "%-50s", "%!"}

func decoded(t *testing.T) *resource.Resource {
	t.Helper()
	m := r4.Model()
	typ, _ := m.Lookup("Patient")
	r := &resource.Resource{}
	if err := resource.NewDecoder((*resource.Projection)(projection.Whole(m, typ))).Decode([]byte(patient), r); err != nil {
		t.Fatal(err)
	}
	return r
}

// walk calls f with all nodes of a resource.
func walk(r *resource.Resource, n resource.NodeID, f func(resource.NodeID)) {
	f(n)
	for child := r.Child(n); child != 0; child = r.Next(child) {
		walk(r, child, f)
	}
}

// TestPrintsNoData prints resources, elements and System values by every verb, alone and in what may hold them.
func TestPrintsNoData(t *testing.T) {
	r := decoded(t)
	all := []any{r, *r, []*resource.Resource{r}, struct{ R *resource.Resource }{r}, map[string]any{"r": r}}
	for _, v := range []value.Value{value.Str(secret), value.Dec("12.5"), value.Int(12345), value.At(value.KindDate, "2026-01-01"),
		value.Qty(value.Quantity{Value: "12.5", Unit: secret})} {
		all = append(all, v, &v, value.Collection{v}, struct{ V value.Value }{v})
	}
	walk(r, r.Root(), func(n resource.NodeID) { all = append(all, value.Elem(r, n)) })
	for _, x := range all {
		for _, verb := range verbs {
			have := fmt.Sprintf(verb, x)
			for _, data := range []string{secret, fmt.Sprintf("%x", secret), fmt.Sprintf("%X", secret), fmt.Sprintf("% x", secret), "12.5", "12345", "2026"} {
				if strings.Contains(have, data) {
					t.Errorf("%s of a %T prints data: %s", verb, x, have)
				}
			}
		}
	}
}

// TestPrints has what is printed instead.
func TestPrints(t *testing.T) {
	r := decoded(t)
	for _, c := range []struct{ have, want string }{
		{fmt.Sprint(r), "a Patient"},
		{fmt.Sprintf("%q", r), `"a Patient"`},
		{fmt.Sprintf("%12s|", r), "   a Patient|"},
		{fmt.Sprint(&resource.Resource{}), "no resource"},
		{fmt.Sprint((*resource.Resource)(nil)), "<nil>"},
		{fmt.Sprint(value.Value{}), "nothing"},
		{fmt.Sprint(value.Collection{value.Int(5), value.Str(secret)}), "[Integer String]"},
		{fmt.Errorf("found %v", value.Str(secret)).Error(), "found String"},
		{errors.New(value.Int(5).String()).Error(), "5"},
		{value.Str("x").String(), "x"},
		{value.At(value.KindDateTime, "2026T").String(), "2026"},
		{value.Qty(value.Quantity{Value: "5", Unit: "mg"}).String(), "5 'mg'"},
		{value.Value{}.String(), "nothing"},
	} {
		if c.have != c.want {
			t.Errorf("%s, want %s", c.have, c.want)
		}
	}
	var paths []string
	walk(r, r.Root(), func(n resource.NodeID) {
		if s := value.Elem(r, n).String(); s != fmt.Sprint(value.Elem(r, n)) {
			t.Errorf("String is %s", s)
		} else {
			paths = append(paths, s)
		}
	})
	want := "Patient Patient.id Patient.name Patient.name.family Patient.name.family.id Patient.name Patient.name.family " +
		"Patient.deceased Patient.? Patient.contact Patient.contact.name Patient.contact.name.family"
	if have := strings.Join(paths, " "); have != want {
		t.Errorf("paths\n%s, want\n%s", have, want)
	}
}

// TestLogsNoData logs by both handlers.
func TestLogsNoData(t *testing.T) {
	r := decoded(t)
	var out bytes.Buffer
	for _, h := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		slog.New(h).Info("x", "resource", r, "value", value.Str(secret), "element", value.Elem(r, r.Child(r.Root())),
			"all", value.Collection{value.Str(secret)}, slog.Group("g", "r", r))
	}
	text := out.String()
	if strings.Contains(text, secret) || strings.Count(text, "a Patient") != 4 || !strings.Contains(text, "value=String element=Patient.") {
		t.Error(text)
	}
}
