package r5_test

import (
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirpath/model/r5"
)

// TestRelease looks for what tells this release from others.
func TestRelease(t *testing.T) {
	m := r5.Model()
	if m.Release() != "R5" || m.Version() != "5.0.0" {
		t.Errorf("%s, version %s", m.Release(), m.Version())
	}
	for _, name := range []string{"integer64", "CodeableReference", "SubscriptionTopic"} {
		if _, ok := m.Lookup(name); !ok {
			t.Errorf("no type %s", name)
		}
	}
	for _, c := range []struct{ typ, name, want string }{
		{"Patient", "birthDate", "date"},
		{"Attachment", "size", "integer64"},
		{"Encounter", "actualPeriod", "Period"},
		{"Encounter", "period", ""},
		{"Procedure", "occurrence", "dateTime Period string Age Range Timing"},
		{"Procedure", "performed", ""},
	} {
		typ, _ := m.Lookup(c.typ)
		e, ok := m.Element(typ, c.name)
		var types []string
		for _, t := range e.Types {
			types = append(types, m.TypeName(t))
		}
		if have := strings.Join(types, " "); have != c.want || ok != (c.want != "") {
			t.Errorf("%s.%s: %s", c.typ, c.name, have)
		}
	}
}
