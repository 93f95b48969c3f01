package projection_test

import (
	"testing"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/internal/projection"
)

func TestChoiceKey(t *testing.T) {
	m := r4.Model()
	lookup := func(name string) model.TypeID {
		t.Helper()
		id, ok := m.Lookup(name)
		if !ok {
			t.Fatalf("there is no type %s", name)
		}
		return id
	}
	value, _ := m.Element(lookup("Observation"), "value")
	for typ, want := range map[model.TypeID]string{
		lookup("Quantity"): "valueQuantity",
		lookup("string"):   "valueString",
		lookup("dateTime"): "valueDateTime",
		lookup("Address"):  "",
		model.Unknown:      "",
		model.SystemString: "",
	} {
		if got := projection.ChoiceKey(m, value, typ); got != want {
			t.Errorf("ChoiceKey(value[x], %s) = %q, want %q", m.TypeName(typ), got, want)
		}
	}
	name, _ := m.Element(lookup("Patient"), "name")
	if got := projection.ChoiceKey(m, name, name.Types[0]); got != "name" {
		t.Errorf("ChoiceKey(name) = %q", got)
	}
}

func TestIsResourceType(t *testing.T) {
	for name, want := range map[string]bool{
		"Patient": true, "Bundle": true, "Resource": false, "DomainResource": false, "HumanName": false,
		"Patient.contact": false, "String": false, "patient": false, "": false,
	} {
		if got := projection.IsResourceType(r4.Model(), name); got != want {
			t.Errorf("%q is a type of resources: %t", name, got)
		}
	}
}
