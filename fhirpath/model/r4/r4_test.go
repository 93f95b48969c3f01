package r4_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/model/r4"
)

// fact is an element in the words of the specification.
type fact struct {
	Types, Targets []string
	Min            uint8
	Choice         bool
	Repeats        bool
}

func names(m *model.Model, types []model.TypeID) []string {
	var s []string
	for _, t := range types {
		s = append(s, m.TypeName(t))
	}
	return s
}

func TestElement(t *testing.T) {
	m := r4.Model()
	for _, c := range []struct {
		typ, name string
		want      fact
	}{
		{"Patient", "birthDate", fact{Types: []string{"date"}}},
		{"Patient", "deceased", fact{Types: []string{"boolean", "dateTime"}, Choice: true}},
		{"Patient", "name", fact{Types: []string{"HumanName"}, Repeats: true}},
		{"Patient", "contact", fact{Types: []string{"Patient.contact"}, Repeats: true}},
		{"Patient", "id", fact{Types: []string{"id"}}},
		{"Patient", "meta", fact{Types: []string{"Meta"}}},
		{"Patient", "contained", fact{Types: []string{"Resource"}, Repeats: true}},
		{"Patient", "managingOrganization", fact{Types: []string{"Reference"}, Targets: []string{"Organization"}}},
		{"Patient.contact", "id", fact{Types: []string{"string"}}},
		{"Patient.contact", "modifierExtension", fact{Types: []string{"Extension"}, Repeats: true}},
		{"Observation", "status", fact{Types: []string{"code"}, Min: 1}},
		{"Observation", "value", fact{Choice: true, Types: []string{
			"Quantity", "CodeableConcept", "string", "boolean", "integer", "Range", "Ratio", "SampledData", "time",
			"dateTime", "Period",
		}}},
		{"Questionnaire.item", "item", fact{Types: []string{"Questionnaire.item"}, Repeats: true}},
		{"Bundle", "link", fact{Types: []string{"Bundle.link"}, Repeats: true}},
		{"Bundle.entry", "link", fact{Types: []string{"Bundle.link"}, Repeats: true}},
		{"Bundle.entry", "resource", fact{Types: []string{"Resource"}}},
		{"Parameters.parameter", "resource", fact{Types: []string{"Resource"}}},
		{"Parameters.parameter", "part", fact{Types: []string{"Parameters.parameter"}, Repeats: true}},
		{"Extension", "url", fact{Types: []string{"uri"}, Min: 1}},
		{"Element", "id", fact{Types: []string{"string"}}},
		{"string", "extension", fact{Types: []string{"Extension"}, Repeats: true}},
		{"Age", "value", fact{Types: []string{"decimal"}}},
		{"Timing", "repeat", fact{Types: []string{"Timing.repeat"}}},
		{"Timing.repeat", "bounds", fact{Types: []string{"Duration", "Range", "Period"}, Choice: true}},
		{"Annotation", "author", fact{Choice: true, Types: []string{"Reference", "string"},
			Targets: []string{"Practitioner", "Patient", "RelatedPerson", "Organization"}}},
	} {
		typ, _ := m.Lookup(c.typ)
		e, ok := m.Element(typ, c.name)
		got := fact{names(m, e.Types), names(m, e.Targets), e.Min, e.Choice, e.Repeats}
		if diff := cmp.Diff(c.want, got); diff != "" || !ok || e.Name != c.name {
			t.Errorf("%s.%s: %q, %t (-want +got):\n%s", c.typ, c.name, e.Name, ok, diff)
		}
	}
	extension, _ := m.Lookup("Extension")
	if e, _ := m.Element(extension, "value"); len(e.Types) != 50 {
		t.Errorf("Extension.value[x] has %d types, want 50", len(e.Types))
	}
}

func TestNoElement(t *testing.T) {
	m := r4.Model()
	for _, c := range [][2]string{
		{"date", "value"}, {"Observation", "valueQuantity"}, {"Observation", "value[x]"}, {"Patient", "resourceType"},
		{"xhtml", "extension"}, {"Resource", "text"}, {"Patient", ""}, {"Patient", "birthdate"}, {"Element", "value"},
	} {
		typ, ok := m.Lookup(c[0])
		if !ok {
			t.Fatalf("no type %s", c[0])
		}
		if e, ok := m.Element(typ, c[1]); ok {
			t.Errorf("%s.%s is %v", c[0], c[1], e)
		}
	}
}

func TestElementByKey(t *testing.T) {
	m := r4.Model()
	for _, c := range []struct{ typ, key, name, want string }{
		{"Observation", "valueQuantity", "value", "Quantity"},
		{"Observation", "valueCodeableConcept", "value", "CodeableConcept"},
		{"Observation", "valueDateTime", "value", "dateTime"},
		{"Observation", "value", "", ""},
		{"Observation", "valuequantity", "", ""},
		{"Observation", "valueAddress", "", ""},
		{"Observation", "id", "id", "id"},
		{"Observation", "resourceType", "", ""},
		{"Patient", "birthDate", "birthDate", "date"},
		{"Patient", "_birthDate", "", ""},
		{"Patient", "deceasedBoolean", "deceased", "boolean"},
		{"Patient", "contact", "contact", "Patient.contact"},
		{"Extension", "valueString", "value", "string"},
		{"Extension", "valueBase64Binary", "value", "base64Binary"},
		{"ElementDefinition", "defaultValueUsageContext", "defaultValue", "UsageContext"},
		{"Questionnaire.item", "item", "item", "Questionnaire.item"},
	} {
		typ, _ := m.Lookup(c.typ)
		e, got, ok := m.ElementByKey(typ, []byte(c.key))
		if e.Name != c.name || m.TypeName(got) != c.want || ok != (c.want != "") {
			t.Errorf("%s, key %s: element %q, type %q, %t", c.typ, c.key, e.Name, m.TypeName(got), ok)
		}
	}
}
