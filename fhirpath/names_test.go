package fhirpath_test

import (
	"testing"

	"github.com/fhirview/fhirview/fhirpath"
)

const (
	answers = `{
		"resourceType": "QuestionnaireResponse",
		"id": "r1",
		"item": [
			{"linkId": "a", "answer": [{"valueCoding": {"code": "never", "display": "Never"}}]},
			{"linkId": "b", "answer": [{"valueQuantity": {"value": 71, "unit": "kg", "code": "kg"}}]},
			{"linkId": "c", "answer": [{"valueDate": "2020-05-06"}, {"valueString": "text"}, {"valueUri": "urn:x"}]},
			{"linkId": "d", "answer": [{"valueAttachment": {"url": "http://x.example/a.pdf"}}]},
			{"linkId": "e", "answer": [{"valueReference": {"reference": "Patient/p", "identifier": {"value": "7"}}}]}
		],
		"extension": [
			{"url": "urn:code", "valueCode": "c1"},
			{"url": "urn:coding", "valueCoding": {"code": "c2"}},
			{"url": "urn:id", "valueId": "i1"},
			{"url": "urn:url", "valueUrl": "http://x.example"},
			{"url": "urn:timing", "valueTiming": {"repeat": {"timeOfDay": ["10:00:00"]}, "code": {"text": "bid"}}}
		]
	}`
	entries = `{
		"resourceType": "Bundle",
		"id": "b",
		"type": "collection",
		"entry": [
			{"resource": {"resourceType": "Observation", "id": "o1", "code": {"text": "x"}, "valueQuantity": {"value": 5, "unit": "kg"},
				"component": [{"valueString": "s"}, {"valueCodeableConcept": {"text": "t"}}], "effectiveDateTime": "2020",
				"contained": [{"resourceType": "Patient", "id": "c1", "deceasedDateTime": "2019"}]}},
			{"resource": {"resourceType": "Patient", "id": "p1", "deceasedBoolean": true, "multipleBirthInteger": 2, "birthDate": "1990",
				"extension": [{"url": "u", "valueCode": "a"}, {"url": "v", "valueString": "e", "_valueString": {"id": "x"}}]}},
			{"resource": {"resourceType": "Condition", "id": "c2", "onsetAge": {"value": 52, "unit": "years"}}},
			{"resource": {"resourceType": "Parameters", "id": "q", "parameter": [
				{"name": "a", "valueUri": "urn:a"}, {"name": "b", "resource": {"resourceType": "Patient", "id": "p2", "gender": "male"}}]}},
			{"resource": {"resourceType": "Elsewhere", "id": "z", "valueQuantity": {"value": 9}}}
		]
	}`
)

// A name at the start of an expression is a type's where $this is of the type; otherwise it is an element's.
func TestLeadingNames(t *testing.T) {
	check(t, answers, []example{
		{"item.answer.value.where(code = 'never').display", "string Never"},
		{"item.answer.value.exists(code = 'kg')", "Boolean true"},
		{"item.answer.value.select(code)", "code never; code kg"},
		{"item.answer.value.ofType(Coding).all(code.exists())", "Boolean true"},
		{"item.answer.value.select(url)", "url http://x.example/a.pdf"},
		{"item.answer.value.select(date)", "date 2020-05-06"},
		{"item.answer.value.select(string)", "string text"},
		{"item.answer.value.select(uri)", "uri urn:x"},
		{"item.answer.value.select(Quantity.code)", "code kg"},
		{"item.answer.value.select(Reference.identifier.value)", "string 7"},
		{"item.answer.value.repeat(identifier | code).select(value)", "String never; String kg; string 7"},
		{"item.where(linkId = 'a' or linkId = 'b').sort(answer.value.code).linkId", "string b; string a"},
		{"item.answer.value.iif(count() = 0, code, 'x')", "error: single"},
		{"item.where(linkId = 'a').answer.value.iif(code = 'never', code, 'x')", "code never"},
		{"extension.value.select(code)", `code c1; code c2; CodeableConcept {"text": "bid"}`},
		{"extension.value.where(id = 'i1').count()", "Integer 1"},
		{"extension.value.select(url)", "url http://x.example"},
		{"extension.value.select(uri)", "url http://x.example"},
		{"extension.value.select(string)", "code c1; id i1"},
		{"extension('urn:code').value.ofType(code).select(code)", "code c1"},
		{"extension('urn:code').value.ofType(code).select(string)", "code c1"},
		{"extension('urn:code').value.ofType(code).select(FHIR.string)", "code c1"},
		{"extension('urn:code').value.ofType(code).select(FHIR.uri)", ""},
		{"item.answer.value.select(FHIR.date)", "date 2020-05-06"},
		{"QuestionnaireResponse.id", "id r1"},
		{"DomainResource.id", "id r1"},
		{"Patient.id", ""},
		{"id", "id r1"},
		{"item.select(code)", ""},
		{"%context.item.answer.value.select(FHIR.Coding.code)", "code never"},
	})
}

// The JSON name of a choice is what ofType selects, also where the type of the resource is not known beforehand.
func TestChoiceKeysOfOpenTypes(t *testing.T) {
	check(t, entries, []example{
		{"entry.resource.valueQuantity.value", "decimal 5; element 9"},
		{"entry.resource.where(valueQuantity.value = 5).id", "id o1"},
		{"entry.resource.where(valueQuantity.unit.exists()).id", "id o1"},
		{"entry.resource.deceasedBoolean", "boolean true"},
		{"entry.resource.deceased", "boolean true"},
		{"entry.resource.multipleBirthInteger + 1", "Integer 3"},
		{"entry.resource.onsetAge.value", "decimal 52"},
		{"entry.resource.onsetAge is Age", "Boolean true"},
		{"entry.resource.effectiveDateTime", "dateTime 2020"},
		{"entry.resource.component.valueString", "string s"},
		{"entry.resource.component.valueCodeableConcept.text", "string t"},
		{"entry.resource.component.exists(valueString = 's')", "Boolean true"},
		{"entry.resource.extension('u').valueCode", "code a"},
		{"entry.resource.extension('u').valueString", ""},
		{"entry.resource.extension('v').valueString.id", "string x"},
		{"entry.resource.contained.deceasedDateTime", "dateTime 2019"},
		{"entry.resource.contained.deceasedDateTime.value", "DateTime 2019"},
		{"entry.resource.component.valueString.value", "String s"},
		{"entry.resource.component.valueString.where(length() = 1).value", "String s"},
		{"entry.resource.parameter.valueUri", "uri urn:a"},
		{"entry.resource.parameter.where(name = 'b').resource.gender", "code male"},
		{"entry.resource.ofType(Patient).deceasedBoolean", "boolean true"},
		{"entry.resource.ofType(Observation).valueQuantity.unit", "string kg"},
		{"entry.resource.valuequantity", ""},
		{"entry.resource.valueMoney", ""},
	})
	check(t, observation, []example{
		{"valueQuantity.value", "decimal 72.50"},
		{"valueQuantity = value", "Boolean true"},
		{"component.valueQuantity.value", "decimal 107; decimal 60"},
		{"component.valueCodeableConcept.text", "string lying"},
		{"component.where(valueString = 'cuff').code.text", "string method"},
		{"component.select(valueQuantity.value | valueString)", "decimal 107; decimal 60; string cuff"},
		{"effectiveDateTime", "dateTime 2026-02-03T04:05:06Z"},
		{"valueString", ""},
		{"%resource.valueQuantity.unit", "string /min"},
	})
}

// resourceType is what JSON calls the type of a resource.
func TestResourceType(t *testing.T) {
	check(t, entries, []example{
		{"resourceType", "String Bundle"},
		{"Bundle.resourceType", "String Bundle"},
		{"%resource.resourceType", "String Bundle"},
		{"resourceType is String", "Boolean true"},
		{"entry.resource.resourceType", "String Observation; String Patient; String Condition; String Parameters; String Elsewhere"},
		{"entry.resource.where(resourceType = 'Patient').id", "id p1"},
		{"entry.resource.contained.resourceType", "String Patient"},
		{"entry.resource.parameter.resource.resourceType", "String Patient"},
		{"entry.where(resource.resourceType = 'Condition').resource.id", "id c2"},
		{"entry.resource.ofType(Patient).resourceType", "String Patient"},
		{"entry.resource.select(resourceType & '/' & id).first()", "String Observation/o1"},
		{"entry.resourceType", ""},
		{"entry.resource.code.resourceType", ""},
		{"children().count() = descendants().where($this is id or $this is code).count() - 10", "Boolean false"},
	})
	check(t, `{"resourceType": "ExampleScenario", "status": "draft", "instance": [{"resourceId": "a", "resourceType": "Patient"}]}`, []example{
		{"instance.resourceType", "code Patient"},
		{"resourceType", "String ExampleScenario"},
	})
	check(t, patient, []example{
		{"contained.where(resourceType = 'Organization').name", "string Acme"},
		{"name.resourceType", ""},
		{"where(resourceType = 'Patient').id", "id p1"},
	})
}

// FHIR defines the value of a primitive as its child.
func TestValueOfPrimitives(t *testing.T) {
	check(t, patient, []example{
		{"birthDate.value", "Date 1974-12-25"},
		{"birthDate.value is System.Date", "Boolean true"},
		{"active.value", "Boolean true"},
		{"active.value and true", "Boolean true"},
		{"name.given.value.count()", "Integer 4"},
		{"name.family.value", "String Zwart; String Blom"},
		{"gender.value = 'female'", "Boolean true"},
		{"multipleBirth.ofType(integer).value + 1", "Integer 3"},
		{"deceased.value", "Boolean false"},
		{"extension('urn:birthPlace').value.ofType(string).value", "String Ghent"},
		{"extension('urn:birthPlace').value.value", ""},
		{"identifier.value", "string 12345; string 999"},
		{"identifier.value.value", "String 12345; String 999"},
		{"identifier.select(value)", "string 12345; string 999"},
		{"contained.name.value", "String Acme"},
		{"birthDate.value.value", ""},
		{"birthDate.children().count()", "Integer 1"},
	})
	check(t, observation, []example{
		{"value.value", "decimal 72.50"},
		{"value.ofType(Quantity).value.value", "Decimal 72.50"},
		{"component.value.value", "decimal 107; decimal 60"},
		{"descendants().value.count()", "Integer 7"},
	})
	check(t, `{"resourceType": "Patient", "_active": {"extension": [{"url": "u"}]}, "birthDate": 5}`, []example{
		{"active.value", ""},
		{"birthDate.value", "error: a JSON number is no valid date"},
	})
}

// The definitions give the elements called id the type System.String, and a type of FHIR's as well.
func TestTypeOfIDs(t *testing.T) {
	check(t, patient, []example{
		{"id is System.String", "Boolean true"},
		{"id is String", "Boolean true"},
		{"id.is(System.String)", "Boolean true"},
		{"id is id", "Boolean true"},
		{"id is System.Integer", "Boolean false"},
		{"id.ofType(System.String)", "id p1"},
		{"id.as(String)", "id p1"},
		{"id.type().name", "String id"},
		{"contained.id.ofType(System.String).count()", "Integer 2"},
		{"gender is System.String", "Boolean false"},
		{"name.family.ofType(System.String)", ""},
	})
	for _, source := range []string{"id is System.String", "id.ofType(System.String)", "name.first().id is System.String", "resourceType = 'Patient'",
		"birthDate.value", "contained.resourceType", "gender is string"} {
		if _, err := fhirpath.Compile(source, &fhirpath.Options{Resource: "Patient", Strict: true}); err != nil {
			t.Errorf("%s: %v", source, err)
		}
	}
	for _, source := range []string{"gender.ofType(string)", "gender as string", "gender is System.String", "contained.valueQuantity"} {
		if _, err := fhirpath.Compile(source, &fhirpath.Options{Resource: "Patient", Strict: true}); err == nil {
			t.Errorf("%s is no mistake in strict mode", source)
		}
	}
}
