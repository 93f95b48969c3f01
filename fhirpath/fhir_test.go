package fhirpath_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/value"
)

const core = "'http://hl7.org/fhir/StructureDefinition/"

var conformsToExamples = []example{
	{"conformsTo(" + core + "Patient')", "Boolean true"},
	{"conformsTo(" + core + "DomainResource')", "Boolean true"},
	{"conformsTo(" + core + "Patient|4.0.1')", "Boolean true"},
	{"conformsTo(" + core + "Patient|4.0')", "Boolean true"},
	{"conformsTo(" + core + "Person')", "Boolean false"},
	{"name.first().conformsTo(" + core + "HumanName')", "Boolean true"},
	{"gender.conformsTo(" + core + "string')", "Boolean true"},
	{"contained[0].conformsTo(" + core + "Organization')", "Boolean true"},
	{"photo.conformsTo(" + core + "Attachment')", ""},
	{"conformsTo({})", ""},
	{"name.conformsTo(" + core + "HumanName')", "error: want a single value"},
	{"conformsTo(" + core + "Patient|5.0.0')", "error: set Options.Profiles"},
	{"conformsTo(" + core + "vitalsigns')", "error: set Options.Profiles"},
	{"conformsTo(" + core + "Patient.contact')", "error: set Options.Profiles"},
	{"conformsTo('http://trash')", "error: set Options.Profiles"},
	{"conformsTo(1)", "error: "},
}

func TestConformsTo(t *testing.T) {
	check(t, patient, conformsToExamples)
}

// profiles knows one profile of Patient: its families are Zwart.
type profiles struct{}

func (profiles) Conforms(_ context.Context, v value.Value, structure string) (conforms, known bool, err error) {
	switch structure {
	case "urn:zwart":
		r, n := v.Element()
		return strings.Contains(string(r.JSON(n)), "Zwart"), true, nil
	case "urn:broken":
		return false, false, errors.New("cannot be read")
	}
	return false, false, nil
}

func (profiles) InSlice(_ context.Context, v value.Value, structure, name string) (bool, error) {
	r, n := v.Element()
	for n = r.Child(n); n != 0; n = r.Next(n) {
		if structure == "urn:zwart" && string(r.Key(n)) == "use" && r.Text(n) == name {
			return true, nil
		}
	}
	return false, nil
}

func (profiles) ElementDefinition(_ context.Context, path string) ([]byte, error) {
	if path == "Patient.photo" {
		return nil, nil
	}
	return []byte(`{"path": "` + path + `", "min": 0}`), nil
}

func TestProfiles(t *testing.T) {
	opts := &fhirpath.Options{Resource: "Patient", Profiles: profiles{}}
	for _, e := range []example{
		{"conformsTo('urn:zwart')", "Boolean true"},
		{"contained[0].conformsTo('urn:zwart')", "Boolean false"},
		{"conformsTo('http://trash')", "error: wants the URL of a structure definition that is known"},
		{"conformsTo('urn:broken')", "error: cannot be read"},
		{"name.slice('urn:zwart', 'old').family", "string Blom"},
		{"name.slice('urn:zwart', 'none')", ""},
		{"name.slice({}, 'old')", ""},
		{"name.slice('urn:zwart', {})", ""},
		{"elementDefinition().path", "string Patient"},
		{"name.given.first().elementDefinition().path", "string HumanName.given"},
		{"name.elementDefinition().path.distinct()", "string Patient.name"},
		{"contact.name.elementDefinition().path", "string Patient.contact.name"},
		{"deceased.elementDefinition().path", "string Patient.deceased[x]"},
		{"contained.elementDefinition().path", "string Organization; string Patient"},
		{"extension.value.elementDefinition().path", "string Extension.value[x]; string Extension.value[x]"},
		{"name.first().elementDefinition().min", "unsignedInt 0"},
		{"'a'.elementDefinition()", ""},
	} {
		if have := outcome(e.source, patient, opts); !agrees(have, e.want) {
			t.Errorf("%s\n  have %s\n  want %s", e.source, have, e.want)
		}
	}
	check(t, patient, []example{
		{"name.slice('urn:zwart', 'old')", "error: slice() needs structure definitions: set Options.Profiles"},
		{"elementDefinition()", "error: elementDefinition() needs structure definitions: set Options.Profiles"},
	})
}

func TestCheckModifiers(t *testing.T) {
	const medication = `{"resourceType": "MedicationRequest",
		"modifierExtension": [{"url": "urn:a", "valueBoolean": true}, {"url": "urn:b", "valueBoolean": true}],
		"dosageInstruction": [{"text": "one"}, {"text": "two", "modifierExtension": [{"url": "urn:c", "valueBoolean": true}]}]}`
	check(t, medication, []example{
		{"checkModifiers('urn:a,urn:b').exists()", "Boolean true"},
		{"checkModifiers('urn:a, urn:b , urn:c').exists()", "Boolean true"},
		{"checkModifiers('urn:a', 'urn:b').exists()", "Boolean true"},
		{"checkModifiers('urn:a')", "error: a MedicationRequest has a modifierExtension that checkModifiers() does not list"},
		{"dosageInstruction[0].checkModifiers('urn:x').text", "string one"},
		{"dosageInstruction.checkModifiers('urn:c').text", "string one; string two"},
		{"dosageInstruction.checkModifiers('urn:x').text", "error: a Dosage has a modifierExtension"},
		{"checkModifiers('')", "error: wants the URLs of modifier extensions"},
		{"checkModifiers({})", "error: wants the URLs of modifier extensions"},
		{"identifier.checkModifiers('urn:x')", ""},
	})
}

var htmlExamples = []example{
	{"'<b>a</b> b'.htmlChecks()", "Boolean true"},
	{"'<button>a</button>'.htmlChecks()", "Boolean false"},
	{"'a</div><div>b'.htmlChecks()", "Boolean false"},
	{"name.first().family.htmlChecks()", "Boolean true"},
	{"name.family.htmlChecks()", ""},
	{"text.htmlChecks()", ""},
	{"5.htmlChecks()", ""},
	{"maritalStatus.htmlChecks()", ""},
}

func TestHTMLChecks(t *testing.T) {
	div := func(s string) string { return `<div xmlns='http://www.w3.org/1999/xhtml'>` + s + `</div>` }
	for _, c := range []struct{ html, want string }{
		{div("a"), "Boolean true"},
		{div("<p class='x' style='color: red' id='i'>a</p><br/>"), "Boolean true"},
		{div("<img src='#p' alt='x'/>"), "Boolean true"},
		{div("<img src='data:image/png;base64,AAAA'/>"), "Boolean true"},
		{div("<a href='https://example.org' name='n'>a</a>"), "Boolean true"},
		{div("a &nbsp; &amp; &#169;<!-- c -->"), "Boolean true"},
		{`<div xmlns='http://www.w3.org/1999/xhtml' xml:lang='nl' lang='nl'>a</div>`, "Boolean true"},
		{`<x:div xmlns:x='http://www.w3.org/1999/xhtml'>a</x:div>`, "Boolean true"},
		{div(""), "Boolean false"},
		{div(" <p> </p> "), "Boolean false"},
		{`<div>a</div>`, "Boolean false"},
		{`<p xmlns='http://www.w3.org/1999/xhtml'>a</p>`, "Boolean false"},
		{div("a") + div("b"), "Boolean false"},
		{div("a") + "b", "Boolean false"},
		{"a" + div("a"), "Boolean false"},
		{div("<script>a</script>"), "Boolean false"},
		{div("<form>a</form>"), "Boolean false"},
		{div("<iframe>a</iframe>"), "Boolean false"},
		{div("<P>a</P>"), "Boolean false"},
		{div("<p onclick='f()'>a</p>"), "Boolean false"},
		{div("<a href='javascript:f()'>a</a>"), "Boolean false"},
		{div("<a href=' java&#10;script:f()'>a</a>"), "Boolean false"},
		{div("<a href='data:image/png;base64,AAAA'>a</a>"), "Boolean false"},
		{div("<p style='background: url(http://x)'>a</p>"), "Boolean false"},
		{div("<p xlink:href='x'>a</p>"), "Boolean false"},
		{div("<link rel='stylesheet' href='x'/>a"), "Boolean false"},
		{div("<svg xmlns='http://www.w3.org/2000/svg'>a</svg>"), "Boolean false"},
		{div("<p>a"), "Boolean false"},
		{div("a &unknown;"), "Boolean false"},
		{"<!DOCTYPE html>" + div("a"), "Boolean false"},
		{"<?xml version='1.0'?>" + div("a"), "Boolean false"},
		{"plain", "Boolean false"},
	} {
		data := `{"resourceType": "Patient", "text": {"status": "generated", "div": "` + c.html + `"}}`
		check(t, data, []example{{"text.`div`.htmlChecks()", c.want}})
	}
	check(t, patient, htmlExamples)
}

var factoryExamples = []example{
	{"%factory.code('final')", "code final"},
	{"%factory.code('final') is code", "Boolean true"},
	{"%factory.integer('12') + 1", "Integer 13"},
	{"%factory.decimal(1.50)", "decimal 1.50"},
	{"%factory.boolean('true')", "boolean true"},
	{"%factory.date('2020-02')", "date 2020-02"},
	{"%factory.string(gender)", "string female"},
	{"%factory.string('a', %factory.Extension('urn:e', 1)).extension('urn:e').value", "integer 1"},
	{"%factory.string('a \"b\"\\n\\\\').length()", "Integer 7"},
	{"%factory.integer('abc')", "error: the value is not one of a integer"},
	{"%factory.date('2020-13')", "error: the value is not one of a date"},
	{"%factory.code(name)", "error: want a single value"},
	{"%factory.code(maritalStatus)", "error: want a code, have a CodeableConcept"},
	{"%factory.Extension('urn:e', 'x').value", "string x"},
	{"%factory.Extension('urn:e', maritalStatus).value.text", "string Married"},
	{"%factory.Identifier('urn:s', '1', 'official').use", "code official"},
	{"%factory.Identifier({}, '1').system", ""},
	{"%factory.Identifier('urn:s', '1', 'usual', maritalStatus).type.coding.code", "code M"},
	{"%factory.Identifier('urn:s', '1', 'usual', name.first())", "error: want a CodeableConcept, have a HumanName"},
	{"%factory.HumanName('Smith', 'Julia' | 'Ann', {}, {}, 'Julia Smith').given", "string Julia; string Ann"},
	{"%factory.HumanName('A' | 'B')", "error: HumanName.family takes one value, have 2"},
	{"%factory.ContactPoint('email', 'a@b.example', 'work').value", "string a@b.example"},
	{"%factory.Address('1 Road', 'Ghent', {}, '9000', 'BE', 'home', 'physical').postalCode", "string 9000"},
	{"%factory.Quantity('http://unitsofmeasure.org', 'mg', '5.03', 'mg') = 5.03 'mg'", "Boolean true"},
	{"%factory.Quantity({}, {}, 'much')", "error: the value is not one of a decimal"},
	{"%factory.Coding('urn:s', 'c', 'd', '1').version", "string 1"},
	{"%factory.CodeableConcept(%factory.Coding('urn:s', 'c'), 't') is CodeableConcept", "Boolean true"},
	{"%factory.CodeableConcept(%factory.Coding('urn:s', 'c')).coding.code", "code c"},
	{"%factory.Coding('urn:ms', 'M') ~ maritalStatus.coding", "Boolean true"},
	{"%factory.create(SampledData) is SampledData", "Boolean true"},
	{"%factory.create(Patient).exists()", "Boolean true"},
	{"%factory.create(code).hasValue()", "Boolean false"},
	{"%factory.create(Foo)", "error: unknown type Foo"},
	{"%factory.create(Element)", "error: create() wants a type of FHIR's that is not abstract"},
	{"%factory.create('Patient')", "error: create() wants the name of a type"},
	{"%factory.withExtension(%factory.create(Money), 'urn:e', %factory.code('x')).extension.value", "code x"},
	{"%factory.withExtension(%factory.integer(134, %factory.Extension('urn:1', 'a')), 'urn:2', 1).extension.url", "uri urn:1; uri urn:2"},
	{"%factory.withExtension(%factory.integer({}), 'urn:e', 1).extension('urn:e').value", "integer 1"},
	{"%factory.withExtension(name.first(), {}, 1)", "error: withExtension() wants one url, have 0"},
	{"%factory.withProperty(name.first(), 'family', 'New').select(family | given)", "string New; string Ada; string Mae"},
	{"%factory.withProperty(name.first(), 'given', {}).given", ""},
	{"%factory.withProperty($this, 'deceased', @2020-01-01T10:00:00Z).deceased", "dateTime 2020-01-01T10:00:00Z"},
	{"%factory.withProperty($this, 'deceased', 1)", "error: Patient.deceased cannot be a integer"},
	{"%factory.withProperty($this, 'deceasedDateTime', '2020').deceased", "dateTime 2020"},
	{"%factory.withProperty(%factory.integer(1), 'id', 'x').id", "string x"},
	{"%factory.withProperty(name.first(), 'nonsense', 1)", "error: HumanName has no element of the name that is to be set"},
	{"%factory.withProperty(name.first(), {}, 1)", "error: withProperty() wants the name of an element"},
	{"%factory.withProperty({}, 'x', 1)", ""},
	{"%factory.withProperty(birthDate, 'id', 'x').extension.url", "uri urn:birthTime"},
	{"%factory.Foo()", "error: %factory has no function Foo()"},
	{"%factory.Codng()", "error: did you mean Coding?"},
	{"%factory.Coding(1, 2, 3, 4, 5)", "error: Coding() takes 0 to 4 arguments, not 5"},
	{"%factory", "error: %factory has no value: call one of its functions"},
	{"%factory.name", "error: %factory has no value"},
	{"%server.read('Patient', '1')", "error: %server is not supported yet"},
}

func TestFactory(t *testing.T) {
	check(t, patient, factoryExamples)
}

// TestFactoryVariable makes sure that the caller's variables of that name are what they were before.
func TestFactoryVariable(t *testing.T) {
	opts := &fhirpath.Options{Variables: map[string]value.Collection{"factory": {value.Str("ours")}}}
	if have := outcome("%factory.upper()", patient, opts); have != "String OURS" {
		t.Errorf("have %s", have)
	}
}
