package r4b_test

import (
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirpath/model/r4b"
)

// TestRelease looks for what tells this release from others.
func TestRelease(t *testing.T) {
	m := r4b.Model()
	if m.Release() != "R4B" || m.Version() != "4.3.0" {
		t.Errorf("%s, version %s", m.Release(), m.Version())
	}
	for _, name := range []string{"CodeableReference"} {
		if _, ok := m.Lookup(name); !ok {
			t.Errorf("no type %s", name)
		}
	}
	for _, c := range []struct{ typ, name, want string }{
		{"Patient", "birthDate", "date"},
		{"Observation", "value", "Quantity CodeableConcept string boolean integer Range Ratio SampledData time dateTime Period"},
		{"Evidence", "statistic", "Evidence.statistic"},
		{"Patient", "famly", ""},
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
