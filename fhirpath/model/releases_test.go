package model_test

import (
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/model/r4b"
	"github.com/fhirview/fhirview/fhirpath/model/r5"
	"github.com/fhirview/fhirview/fhirpath/model/r6"
)

// element is an element's types by name; none where the type has no such element.
type element struct{ typ, name, want string }

// TestReleases looks for what tells each release from the others.
func TestReleases(t *testing.T) {
	for _, c := range []struct {
		model            *model.Model
		release, version string
		types            []string
		elements         []element
	}{
		{r4b.Model(), "R4B", "4.3.0", []string{"CodeableReference"}, []element{
			{"Patient", "birthDate", "date"},
			{"Observation", "value", "Quantity CodeableConcept string boolean integer Range Ratio SampledData time dateTime Period"},
			{"Evidence", "statistic", "Evidence.statistic"},
			{"Patient", "famly", ""},
		}},
		{r5.Model(), "R5", "5.0.0", []string{"integer64", "CodeableReference", "SubscriptionTopic"}, []element{
			{"Patient", "birthDate", "date"},
			{"Attachment", "size", "integer64"},
			{"Encounter", "actualPeriod", "Period"},
			{"Encounter", "period", ""},
			{"Procedure", "occurrence", "dateTime Period string Age Range Timing"},
			{"Procedure", "performed", ""},
		}},
		{r6.Model(), "R6", "6.0.0-ballot2", []string{"integer64", "CodeableReference"}, []element{
			{"Patient", "birthDate", "date"},
			{"Attachment", "size", "integer64"},
			{"Encounter", "actualPeriod", "Period"},
			{"Encounter", "period", ""},
		}},
	} {
		m := c.model
		if m.Release() != c.release || m.Version() != c.version {
			t.Errorf("%s, version %s, want %s, %s", m.Release(), m.Version(), c.release, c.version)
		}
		for _, name := range c.types {
			if _, ok := m.Lookup(name); !ok {
				t.Errorf("%s: no type %s", c.release, name)
			}
		}
		for _, e := range c.elements {
			checkElement(t, m, e)
		}
	}
}

func checkElement(t *testing.T, m *model.Model, want element) {
	t.Helper()
	typ, _ := m.Lookup(want.typ)
	e, ok := m.Element(typ, want.name)
	var types []string
	for _, t := range e.Types {
		types = append(types, m.TypeName(t))
	}
	if have := strings.Join(types, " "); have != want.want || ok != (want.want != "") {
		t.Errorf("%s: %s.%s: %q, want %q", m.Release(), want.typ, want.name, have, want.want)
	}
}
