package fhirpath_test

import "testing"

// Specification: FHIRPath, "Reflection", "pathname" and "Instance Selector/Object Creation".
var reflectionExamples = []example{
	{"('John' | 'Mary').type()", `element {"namespace":"System","name":"String","baseType":"System.Any"}; ` +
		`element {"namespace":"System","name":"String","baseType":"System.Any"}`},
	{"maritalStatus.type()", `element {"namespace":"FHIR","name":"CodeableConcept","baseType":"FHIR.Element"}`},
	{"active.type().select(namespace & '.' & name)", "String FHIR.boolean"},
	{"Patient.type().name", "element Patient"},
	{"(1 | 'a' | active).type().name", "element Integer; element String; element boolean"},
	{"1.type().namespace = 'System'", "Boolean true"},
	{"1.type() = 2.type()", "Boolean true"},
	{"1.type() = 2L.type()", "Boolean false"},
	{"1.type().children().count()", "Integer 3"},
	{"foo.type()", ""},
	{"pathname()", "String Patient"},
	{"name.given.pathname()", "String Patient.name[0].given[0]; String Patient.name[0].given[1]; " +
		"String Patient.name[1].given[0]; String Patient.name[2].given[0]"},
	{"name.where(use = 'old').family.pathname()", "String Patient.name[2].family[0]"},
	{"name.where(use = 'old').family.pathname(true)", "String Patient.name[2].family"},
	{"multipleBirth.pathname()", "String Patient.multipleBirth[0]"},
	{"birthDate.extension.value.pathname(true)", "String Patient.birthDate.extension[0].value"},
	{"contained.name.pathname()", "String Patient.contained[0].name[0]"},
	{"contained[1].pathname()", "String Patient.contained[1]"},
	{"(name.family & 'x').pathname()", "error: single"},
	{"(name[0].family & 'x').pathname()", ""},
	{"1.pathname()", ""},
	{"{}.pathname()", ""},
	{"Coding { code: 'a' }.code.pathname()", ""},
	{"descendants().pathname().isDistinct()", "Boolean true"},
	{"descendants().count() = descendants().pathname().count()", "Boolean true"},
}

func TestReflection(t *testing.T) { check(t, patient, reflectionExamples) }

var instanceExamples = []example{
	{"Coding { system : 'http://example.org/demo', code : 'c1' }", `Coding {"system":"http://example.org/demo","code":"c1"}`},
	{"FHIR.Identifier { system : 'urn:s', value : 'N0001231' }.value", "string N0001231"},
	{"Identifier { type : CodeableConcept { coding: Coding { system: 'urn:t', code: 'MR' } }, value : '1', " +
		"period : Period { start: @2001-05-06 } }.select(type.coding.code | period.start)", "code MR; dateTime 2001-05-06"},
	{"Period {:}", "Period {}"},
	{"Period { start: {} }", "Period {}"},
	{"Patient.select(Coding { system: 'urn:g', code: gender })", `Coding {"system":"urn:g","code":"female"}`},
	{"name.select(Coding { code: use, display: family })",
		`Coding {"code":"official","display":"Zwart"}; Coding {"code":"nickname"}; Coding {"code":"old","display":"Blom"}`},
	{"code { value: 'final' }", "code final"},
	{"code { value: 'final' } is code", "Boolean true"},
	{"code { value: {} }", ""},
	{"CodeableConcept { coding: Coding { code: 'MR' } | Coding { code: 'mr' } }.coding.code", "code MR; code mr"},
	{"CodeableConcept { coding: maritalStatus.coding, text: maritalStatus.text }",
		`CodeableConcept {"coding":[{"system":"urn:ms","code":"M"}],"text":"Married"}`},
	{"HumanName { given: name.given }.given", "string Ada; string Mae; string Addy; string Ada"},
	{"HumanName { family: name.family }", "error: one value"},
	{"name.where(use = 'temp').select(Period {:})", ""},
	{"{}.select(Period {:})", ""},
	{"Coding { code: 'a', code: 'b' }", "error: set twice"},
	{"Coding { cod: 'a' }", "error: has no element cod; did you mean code?"},
	{"Codin { code: 'a' }", "error: unknown type Codin; did you mean Coding?"},
	{"Element { id: 'a' }", "error: abstract"},
	{"System.String { value: 'a' }", "error: literals"},
	{"Coding { code: maritalStatus }", "error: "},
	{"Extension { url: 'urn:x', value: 5 }.value", "integer 5"},
	{"Extension { url: 'urn:x', value: maritalStatus }.value.text", "string Married"},
	{"Patient { id: 'x', active: true }.id", "id x"},
	{"Patient { id: 'x' } is Patient", "Boolean true"},
	{"Coding { code: 'a' } = Coding { code: 'a' }", "Boolean true"},
	{"Coding { code: 'a' } = Coding { code: 'b' }", "Boolean false"},
	{"meta.tag.where($this = Coding { system: 'urn:t', code: 'b' }).code", "code b"},
	{"Coding { display: 'a \"quoted\" \\\\ text' }.display", `string a "quoted" \ text`},
	{"name.defineVariable('n').select(Coding { code: use }).select(code & %n.count().toString())",
		"String official3; String nickname3; String old3"},
	{"(Coding { code: 'b' } | Coding { code: 'a' }).sort(code).code", "code a; code b"},
	{"Quantity { value: 5.0, unit: 'mg' }.value", "decimal 5.0"},
}

func TestInstances(t *testing.T) { check(t, patient, instanceExamples) }
