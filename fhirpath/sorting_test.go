package fhirpath_test

import "testing"

// Specification: FHIRPath, "sort", "repeatAll" and "coalesce".
var sortExamples = []example{
	{"(3 | 1 | 2).sort()", "Integer 1; Integer 2; Integer 3"},
	{"(3 | 1 | 2).sort($this)", "Integer 1; Integer 2; Integer 3"},
	{"(3 | 1 | 2).sort($this asc)", "Integer 1; Integer 2; Integer 3"},
	{"(3 | 1 | 2).sort($this desc)", "Integer 3; Integer 2; Integer 1"},
	{"(3 | 1 | 2).sort(-$this)", "Integer 3; Integer 2; Integer 1"},
	{"('c' | 'a' | 'b').sort()", "String a; String b; String c"},
	{"('c' | 'a' | 'b').sort($this desc)", "String c; String b; String a"},
	{"('3' | '1' | '10').sort()", "String 1; String 10; String 3"},
	{"('a' | 'b').sort(-$this)", "String b; String a"},
	{"name.sort(family desc, given.first()).use", "code official; code old; code nickname"},
	{"name.sort(family, use).use", "code nickname; code old; code official"},
	{"name.sort(given.first(), use desc).use", "code old; code official; code nickname"},
	{"name.sort(given).use", "error: single"},
	{"name.sort()", "error: order"},
	{"(1 | 'a').sort()", "error: order"},
	{"(1 | 'a').sort(1)", "Integer 1; String a"},
	{"(@2012 | @2012-01).sort()", "error: filter"},
	{"{}.sort()", ""},
	{"1.sort($this.foo)", "Integer 1"},
	{"name.given.sort()", "string Ada; string Ada; string Addy; string Mae"},
	{"name.select(given.sort($this desc))", "string Mae; string Ada; string Addy; string Ada"},
	{"'abc'.repeatAll(replace('a', 'A'))", "error: steps"},
	{"repeatAll('item')", "error: steps"},
	{"1.repeatAll($this).exists()", "error: steps"},
	{"1.repeatAll($this | 2)", "error: steps"},
	{"repeatAll(contact | name).family", "string Zwart; string Blom; string Zwart"},
	{"(1).combine(1).repeatAll(iif($this < 3, $this + 1, {}))", "Integer 2; Integer 2; Integer 3; Integer 3"},
	{"(1 | 2).repeatAll({})", ""},
	{"name.where(use = 'temp').coalesce(1)", "Integer 1"},
	{"Patient.coalesce(name.where(use = 'temp'), name.where(use = 'old'), name.first()).family", "string Blom"},
	{"coalesce(name.where(use = 'temp'), {}, 'unknown')", "String unknown"},
	{"name.select(coalesce(family & ' ' & given.join(', '), text, 'unknown'))",
		"String Zwart Ada, Mae; String  Addy; String Blom Ada"},
	{"coalesce(1, 1 + 'a')", "Integer 1"},
	{"coalesce({}, {})", ""},
	{"name.coalesce($this.given)", "string Ada; string Mae; string Addy; string Ada"},
	{"coalesce()", "error: coalesce() takes at least 1 argument, not 0"},
	{"(1).combine(1 | 2, true)", "Integer 1; Integer 1; Integer 2"},
	{"(1).combine(2, false)", "Integer 1; Integer 2"},
	{"(1).combine(2, 'x')", "Integer 1; Integer 2"},
}

func TestSortRepeatAllAndCoalesce(t *testing.T) { check(t, patient, sortExamples) }

func TestRepeatAllDoesNotCompare(t *testing.T) {
	const questionnaire = `{"resourceType": "Questionnaire", "item": [
		{"linkId": "1", "item": [{"linkId": "1.1", "item": [{"linkId": "1.1.1"}]}, {"linkId": "1.1"}]},
		{"linkId": "2", "item": [{"linkId": "1.1"}]}]}`
	check(t, questionnaire, []example{
		{"repeatAll(item).linkId", "string 1; string 2; string 1.1; string 1.1; string 1.1; string 1.1.1"},
		{"repeat(item).linkId", "string 1; string 2; string 1.1; string 1.1; string 1.1.1"},
		{"repeatAll(item).pathname()", "String Questionnaire.item[0]; String Questionnaire.item[1]; " +
			"String Questionnaire.item[0].item[0]; String Questionnaire.item[0].item[1]; " +
			"String Questionnaire.item[1].item[0]; String Questionnaire.item[0].item[0].item[0]"},
	})
}
