package model_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/internal/tables"
)

func ExampleModel_ElementByKey() {
	m := r4.Model()
	observation, _ := m.Lookup("Observation")
	e, t, ok := m.ElementByKey(observation, []byte("valueQuantity"))
	fmt.Println(e.Name, m.TypeName(t), ok)
	_, _, ok = m.ElementByKey(observation, []byte("value"))
	fmt.Println(ok)
	// Output:
	// value Quantity true
	// false
}

func ExampleModel_Elements() {
	m := r4.Model()
	period, _ := m.Lookup("Period")
	for e := range m.Elements(period) {
		fmt.Println(e.Name, m.TypeName(e.Types[0]))
	}
	// Output:
	// id string
	// extension Extension
	// start dateTime
	// end dateTime
}

func lookup(t testing.TB, m *model.Model, name string) model.TypeID {
	t.Helper()
	id, ok := m.Lookup(name)
	if !ok {
		t.Fatalf("no type %s", name)
	}
	return id
}

func names(m *model.Model, types []model.TypeID) []string {
	var s []string
	for _, t := range types {
		s = append(s, m.TypeName(t))
	}
	return s
}

func TestSystemTypes(t *testing.T) {
	m := r4.Model()
	for i, name := range []string{
		"Any", "Boolean", "Integer", "Long", "Decimal", "String", "Date", "DateTime", "Time", "Quantity",
	} {
		id := model.SystemAny + model.TypeID(i)
		if m.TypeName(id) != name || m.Kind(id) != model.KindSystem || m.System(id) != id {
			t.Errorf("%s: name %q, kind %s, System %d", name, m.TypeName(id), m.Kind(id), m.System(id))
		}
		if !m.Is(id, model.SystemAny) || m.Is(model.SystemAny, id) != (id == model.SystemAny) {
			t.Errorf("%s is not below Any, or Any below it", name)
		}
	}
}

// facts is what a model says of a type, beside its elements.
type facts struct {
	Base, System string
	Kind         model.Kind
	Abstract     bool
}

func TestTypes(t *testing.T) {
	m := r4.Model()
	primitive := func(base, system string) facts { return facts{base, system, model.KindPrimitive, false} }
	for name, want := range map[string]facts{
		"Patient":              {"DomainResource", "", model.KindResource, false},
		"DomainResource":       {"Resource", "", model.KindResource, true},
		"Resource":             {"", "", model.KindResource, true},
		"Bundle":               {"Resource", "", model.KindResource, false},
		"Patient.contact":      {"BackboneElement", "", model.KindBackbone, false},
		"Timing.repeat":        {"Element", "", model.KindBackbone, false},
		"Timing":               {"BackboneElement", "", model.KindComplex, false},
		"BackboneElement":      {"Element", "", model.KindComplex, true},
		"Element":              {"", "", model.KindComplex, true},
		"Quantity":             {"Element", "", model.KindComplex, false},
		"Age":                  {"Quantity", "", model.KindComplex, false},
		"Duration":             {"Quantity", "", model.KindComplex, false},
		"Count":                {"Quantity", "", model.KindComplex, false},
		"Distance":             {"Quantity", "", model.KindComplex, false},
		"string":               primitive("Element", "String"),
		"code":                 primitive("string", "String"),
		"id":                   primitive("string", "String"),
		"markdown":             primitive("string", "String"),
		"uri":                  primitive("Element", "String"),
		"uuid":                 primitive("uri", "String"),
		"oid":                  primitive("uri", "String"),
		"url":                  primitive("uri", "String"),
		"canonical":            primitive("uri", "String"),
		"base64Binary":         primitive("Element", "String"),
		"xhtml":                primitive("Element", "String"),
		"boolean":              primitive("Element", "Boolean"),
		"decimal":              primitive("Element", "Decimal"),
		"integer":              primitive("Element", "Integer"),
		"unsignedInt":          primitive("integer", "Integer"),
		"positiveInt":          primitive("integer", "Integer"),
		"date":                 primitive("Element", "Date"),
		"dateTime":             primitive("Element", "DateTime"),
		"instant":              primitive("Element", "DateTime"),
		"time":                 primitive("Element", "Time"),
		"Questionnaire.item":   {"BackboneElement", "", model.KindBackbone, false},
		"Bundle.entry.request": {"BackboneElement", "", model.KindBackbone, false},
	} {
		id := lookup(t, m, name)
		got := facts{m.TypeName(m.Base(id)), m.TypeName(m.System(id)), m.Kind(id), m.Abstract(id)}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if m.TypeName(id) != name {
			t.Errorf("the type %s is called %s", name, m.TypeName(id))
		}
	}
	if m.Release() != "R4" || m.Version() != "4.0.1" {
		t.Errorf("release %s, version %s", m.Release(), m.Version())
	}
}

func TestLookupOfNoType(t *testing.T) {
	m := r4.Model()
	for _, name := range []string{"", "patient", "FHIR.Patient", "Patient.", "Patient.birthDate", "String", "SimpleQuantity"} {
		if id, ok := m.Lookup(name); ok || id != model.Unknown {
			t.Errorf("Lookup(%q) = %d, %t", name, id, ok)
		}
	}
}

func TestIs(t *testing.T) {
	m := r4.Model()
	for _, c := range []struct {
		t, ancestor string
		want        bool
	}{
		{"Patient", "Patient", true},
		{"Patient", "DomainResource", true},
		{"Patient", "Resource", true},
		{"Resource", "Patient", false},
		{"Bundle", "DomainResource", false},
		{"Age", "Quantity", true},
		{"Quantity", "Age", false},
		{"code", "string", true},
		{"uuid", "uri", true},
		{"uri", "string", false},
		{"positiveInt", "integer", true},
		{"Patient.contact", "BackboneElement", true},
		{"Patient.contact", "Element", true},
		{"Patient.contact", "Patient", false},
	} {
		if got := m.Is(lookup(t, m, c.t), lookup(t, m, c.ancestor)); got != c.want {
			t.Errorf("%s is %s: %t", c.t, c.ancestor, got)
		}
	}
	if str := lookup(t, m, "string"); m.Is(str, model.SystemString) || m.Is(model.SystemString, str) ||
		m.Is(str, model.SystemAny) {
		t.Error("FHIR.string and a System type are one another")
	}
}

// TestTypesOfReflection is about the types of what type() returns.
func TestTypesOfReflection(t *testing.T) {
	m := r4.Model()
	for id, name := range map[model.TypeID]string{tables.TypeInfo: "TypeInfo", tables.SimpleTypeInfo: "SimpleTypeInfo", tables.ClassInfo: "ClassInfo"} {
		if m.TypeName(id) != name || m.Kind(id) != model.KindSystem || m.System(id) != model.Unknown || !m.Is(id, tables.TypeInfo) {
			t.Errorf("%s: name %s, kind %s, System %d, is TypeInfo %t", name, m.TypeName(id), m.Kind(id), m.System(id), m.Is(id, tables.TypeInfo))
		}
		if m.Abstract(id) != (name == "TypeInfo") || !m.Is(id, model.SystemAny) || m.Is(id, model.SystemString) {
			t.Errorf("%s is abstract: %t", name, m.Abstract(id))
		}
	}
	for name, want := range map[string]bool{"namespace": true, "name": true, "baseType": true, "element": false} {
		e, ok := m.Element(tables.ClassInfo, name)
		if ok != want || ok && (e.Types[0] != model.SystemString || e.Repeats) {
			t.Errorf("element %s: %v, %t", name, e, ok)
		}
		if _, typ, ok := m.ElementByKey(tables.SimpleTypeInfo, []byte(name)); ok != want || ok && typ != model.SystemString {
			t.Errorf("key %s: %d, %t", name, typ, ok)
		}
	}
	if _, ok := m.Element(tables.TypeInfo, "name"); ok {
		t.Error("TypeInfo has a name")
	}
}

// TestIDsOfNoType calls every method with ids that the model did not give out.
func TestIDsOfNoType(t *testing.T) {
	m := r4.Model()
	last := model.Unknown
	for id := range m.Types() {
		last = id
	}
	for _, id := range []model.TypeID{model.Unknown, tables.ClassInfo + 1, tables.FirstFHIR - 1, last + 1, 1<<16 - 1} {
		got := facts{m.TypeName(m.Base(id)), m.TypeName(m.System(id)), m.Kind(id), m.Abstract(id)}
		if diff := cmp.Diff(facts{}, got); diff != "" || m.TypeName(id) != "" || m.Is(id, id) {
			t.Errorf("%d: name %q, is itself %t (-want +got):\n%s", id, m.TypeName(id), m.Is(id, id), diff)
		}
		if e, ok := m.Element(id, "id"); ok {
			t.Errorf("%d has the element %v", id, e)
		}
		if e, typ, ok := m.ElementByKey(id, []byte("id")); ok || typ != model.Unknown {
			t.Errorf("%d has the key %v", id, e)
		}
		for e := range m.Elements(id) {
			t.Errorf("%d has the element %v", id, e)
		}
	}
}

func TestElements(t *testing.T) {
	m := r4.Model()
	var got []string
	for e := range m.Elements(lookup(t, m, "Patient")) {
		got = append(got, e.Name)
	}
	want := []string{
		"id", "meta", "implicitRules", "language", "text", "contained", "extension", "modifierExtension", "identifier",
		"active", "name", "telecom", "gender", "birthDate", "deceased", "address", "maritalStatus", "multipleBirth",
		"photo", "contact", "communication", "generalPractitioner", "managingOrganization", "link",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("elements of Patient (-want +got):\n%s", diff)
	}
	for range m.Elements(lookup(t, m, "Patient")) {
		break // must end the walk through the ancestors too
	}
}

func TestTypesAreSorted(t *testing.T) {
	m := r4.Model()
	var all []string
	next := model.TypeID(tables.FirstFHIR)
	for id := range m.Types() {
		if id != next {
			t.Fatalf("id %d where %d is due", id, next)
		}
		next++
		all = append(all, m.TypeName(id))
	}
	if !slices.IsSorted(all) || len(all) != 682 {
		t.Errorf("%d types, sorted %t", len(all), slices.IsSorted(all))
	}
}

func TestChoices(t *testing.T) {
	m := r4.Model()
	member, _ := m.Element(lookup(t, m, "FamilyMemberHistory"), "deceased")
	if diff := cmp.Diff([]string{"boolean", "Age", "Range", "date", "string"}, names(m, member.Types)); diff != "" {
		t.Errorf("FamilyMemberHistory.deceased[x] (-want +got):\n%s", diff)
	}
}

func TestNoAllocation(t *testing.T) {
	m := r4.Model()
	patient, extension := lookup(t, m, "Patient"), lookup(t, m, "Extension")
	key := []byte("valueCodeableConceptWithANameThatIsMuchLongerThanAnyTypeHas")
	for name, f := range map[string]func(){
		"Lookup":       func() { m.Lookup("Patient") },
		"Element":      func() { m.Element(patient, "birthDate") },
		"ElementByKey": func() { m.ElementByKey(extension, key[:20]); m.ElementByKey(extension, key) },
		"Is":           func() { m.Is(patient, model.SystemAny) },
		"System":       func() { m.System(patient) },
		"TypeName":     func() { m.TypeName(patient) },
	} {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}
