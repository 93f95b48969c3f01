package fhirpath_test

import (
	"testing"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/value"
)

// Specification: FHIRPath, "Path selection", "Literals" and "Environment variables".
var pathExamples = []example{
	{"Patient.name.family", "string Zwart; string Blom"},
	{"FHIR.Patient.name.family", "string Zwart; string Blom"},
	{"DomainResource.id", "id p1"},
	{"Observation.id", ""},
	{"name.given", "string Ada; string Mae; string Addy; string Ada"},
	{"name.`given`.first()", "string Ada"},
	{"nothing", ""},
	{"name.nothing.more", ""},
	{"gender.nothing", ""},
	{"deceased", "boolean false"},
	{"multipleBirth", "integer 2"},
	{"multipleBirth + 1", "Integer 3"},
	{"birthDate.extension.value", "dateTime 1974-12-25T14:35:45-05:00"},
	{"birthDate.extension('urn:birthTime').value.ofType(dateTime)", "dateTime 1974-12-25T14:35:45-05:00"},
	{"$this.id", "id p1"},
	{"%context.id", "id p1"},
	{"%resource.id", "id p1"},
	{"%rootResource.id", "id p1"},
	{"name.where(%resource.active).count()", "Integer 3"},
	{"name.select(%context.id)", "id p1; id p1; id p1"},
	{"name.select($this.use).first()", "code official"},
	{"$index", "Integer 0"},
	{"$total", ""},

	{"true", "Boolean true"},
	{"'it\\'s \\u00e9'", "String it's é"},
	{"45", "Integer 45"},
	{"45L", "Long 45"},
	{"3.14159265", "Decimal 3.14159265"},
	{"1.0", "Decimal 1.0"},
	{"@2015-02", "Date 2015-02"},
	{"@2015-02T", "DateTime 2015-02"},
	{"@2015-02-04T14:34:28+09:00", "DateTime 2015-02-04T14:34:28+09:00"},
	{"@T14:34:28.123", "Time 14:34:28.123"},
	{"10 'mg'", "Quantity 10 'mg'"},
	{"4 days", "Quantity 4 days"},
	{"{}", ""},
	{"2 // the rest\n+ /* and */ 2", "Integer 4"},

	{"%ucum", "String http://unitsofmeasure.org"},
	{"%sct", "String http://snomed.info/sct"},
	{"%loinc", "String http://loinc.org"},
	{"%`vs-administrative-gender`", "String http://hl7.org/fhir/ValueSet/administrative-gender"},
	{"%'ext-patient-birthTime'", "String http://hl7.org/fhir/StructureDefinition/patient-birthTime"},
	{"%rowIndex", "Integer 0"},
	{"%nothing", "error: unknown variable %nothing"},

	{"now()", "DateTime 2026-02-03T04:05:06.789+01:00"},
	{"today()", "Date 2026-02-03"},
	{"timeOfDay()", "Time 04:05:06.789"},
	{"now() = now() and now() > today()", ""},
	{"trace('name').id", "id p1"},
	{"name.trace('given', given).count()", "Integer 3"},
}

func TestPaths(t *testing.T) { check(t, patient, pathExamples) }

// Specification: FHIR, "FHIRPath", and SQL on FHIR.
var fhirExamples = []example{
	{"extension('urn:birthPlace').value", "string Ghent"},
	{"extension('urn:race').value.code", "code 2106-3"},
	{"extension('urn:none')", ""},
	{"extension({})", ""},
	{"extension('urn:race').exists()", "Boolean true"},
	{"name.extension('urn:race')", ""},
	{"birthDate.hasValue()", "Boolean true"},
	{"photo.hasValue()", "Boolean false"},
	{"(5.03 'mg').hasValue()", "Boolean false"},
	{"'a'.hasValue()", "Boolean false"},
	{"(family | 1).hasValue()", "Boolean false"},
	{"birthDate.toString().hasValue()", "Boolean false"},
	{"1.getValue()", ""},
	{"name.given.hasValue()", "Boolean false"},
	{"name.first().hasValue()", "Boolean false"},
	{"birthDate.getValue()", "Date 1974-12-25"},
	{"gender.getValue() is System.String", "Boolean true"},
	{"name.first().getValue()", ""},
	{"getResourceKey()", "String p1"},
	{"contained.getResourceKey()", "error: want a single value, have 2"},
	{"managingOrganization.getReferenceKey()", "String o7"},
	{"managingOrganization.getReferenceKey(Organization)", "String o7"},
	{"managingOrganization.getReferenceKey(Patient)", ""},
	{"managingOrganization.getReferenceKey(Patien)", "error: unknown resource type Patien; did you mean Patient?"},
	{"managingOrganization.getReferenceKey(HumanName)", "error: unknown resource type HumanName"},
	{"birthDate.lowBoundary()", "Date 1974-12-25"},
	{"@1974.highBoundary()", "Date 1974-12-31"},
	{"@2014-01-01T08.highBoundary()", "DateTime 2014-01-01T08:59:59.999-12:00"},
	{"@T10:30.lowBoundary()", "Time 10:30:00.000"},
	{"1.587.lowBoundary(2)", "Decimal 1.58"},
	{"1.587.highBoundary()", "Decimal 1.58750000"},
	{"1.lowBoundary()", "Decimal 0.50000000"},
	{"{}.lowBoundary()", ""},
	{"1.587.lowBoundary({})", ""},
	{"1.587.lowBoundary(99)", ""},
	{"gender.lowBoundary()", "error: want a Decimal, Quantity, Date, DateTime, Time or Period"},
	{"name.first().lowBoundary()", "error: want a Decimal, Quantity, Date, DateTime, Time or Period"},
	{"resolve()", ""},
}

func TestFHIRFunctions(t *testing.T) {
	check(t, patient, fhirExamples)
	check(t, `{"resourceType": "Encounter", "period": {"start": "2026-02"}, "subject": {"reference": "http://x.example/fhir/Patient/p9/_history/3"}}`, []example{
		{"period.lowBoundary()", "DateTime 2026-02-01T00:00:00.000+14:00"},
		{"period.highBoundary()", ""},
		{"subject.getReferenceKey(Patient)", "String p9"},
	})
}

// An element of a choice is found under its name whatever its type, and under the name that it has in JSON.
func TestChoices(t *testing.T) {
	check(t, observation, []example{
		{"value.unit", "string /min"},
		{"value.ofType(Quantity).value", "decimal 72.50"},
		{"(value as Quantity).value", "decimal 72.50"},
		{"value.as(Quantity).value", "decimal 72.50"},
		{"value.ofType(string)", ""},
		{"Observation.value is Quantity", "Boolean true"},
		{"Observation.value is System.Observation", "Boolean false"},
		{"value > 70 '/min'", "Boolean true"},
		{"value = 72.5 '/min'", "Boolean true"},
		{"effective is dateTime", "Boolean true"},
		{"component.value.ofType(string)", "string cuff"},
		{"component.value.ofType(CodeableConcept).text", "string lying"},
		{"component.where(value is Quantity).count()", "Integer 2"},
		{"component.where(value.ofType(Quantity) > 90 'mm[Hg]').code.text", "string systolic"},
		{"component.value.ofType(Quantity).value", "decimal 107; decimal 60"},
	})
}

// FHIRPath has no valueQuantity; where the type of the resource is known, it is taken as value.ofType(Quantity).
func TestChoiceKeys(t *testing.T) {
	for _, e := range []example{
		{"valueQuantity.value", "decimal 72.50"},
		{"Observation.valueQuantity is Quantity", "Boolean true"},
		{"component.valueQuantity.value", "decimal 107; decimal 60"},
		{"valueString", ""},
		{"valueNothing", ""},
	} {
		have := outcome(e.source, observation, &fhirpath.Options{Resource: "Observation"})
		if have != e.want {
			t.Errorf("%s: have %s, want %s", e.source, have, e.want)
		}
	}
}

func TestVariables(t *testing.T) {
	opts := &fhirpath.Options{Resource: "Patient", Variables: map[string]value.Collection{
		"limit": {value.Int(2)},
		"codes": {value.Str("official"), value.Str("old")},
		"none":  {},
		"loinc": {value.Str("mine")},
	}}
	for _, e := range []example{
		{"name.take(%limit).count()", "Integer 2"},
		{"name.where(use in %codes).family", "string Zwart; string Blom"},
		{"%none", ""},
		{"%`limit` + 1", "Integer 3"},
		{"%limi", "error: unknown variable %limi; did you mean %limit?"},
	} {
		if have := outcome(e.source, patient, opts); !agrees(have, e.want) {
			t.Errorf("%s: have %s, want %s", e.source, have, e.want)
		}
	}
}
