package fhirpath_test

import "testing"

// Specification: FHIRPath, "Existence".
var existenceExamples = []example{
	{"photo.empty()", "Boolean true"},
	{"name.empty()", "Boolean false"},
	{"{}.empty()", "Boolean true"},
	{"name.exists()", "Boolean true"},
	{"{}.exists()", "Boolean false"},
	{"identifier.exists(use = 'official')", "Boolean true"},
	{"identifier.exists(use = 'temp')", "Boolean false"},
	{"name.exists(family)", "Boolean true"},
	{"name.exists(period)", "Boolean false"},
	{"name.exists(given)", "error: single"},
	{"contact.exists(name)", "Boolean true"},
	{"name.exists(0)", "Boolean true"},
	{"name.all(use)", "Boolean true"},
	{"name.all(family)", "Boolean false"},
	{"name.all(use and family)", "Boolean false"},
	{"name.all(given)", "error: single"},
	{"contact.all(name.family and relationship)", "Boolean true"},
	{"name.exists($index = 2)", "Boolean true"},
	{"name.exists(period)", "Boolean false"},
	{"name.all(given.exists())", "Boolean true"},
	{"name.all(family.exists())", "Boolean false"},
	{"name.all(family = 'Zwart')", "Boolean false"},
	{"{}.all(false)", "Boolean true"},
	{"(true).combine(true).allTrue()", "Boolean true"},
	{"(true | false).allTrue()", "Boolean false"},
	{"{}.allTrue()", "Boolean true"},
	{"(true | false).anyTrue()", "Boolean true"},
	{"(false).combine(false).anyTrue()", "Boolean false"},
	{"{}.anyTrue()", "Boolean false"},
	{"(false).combine(false).allFalse()", "Boolean true"},
	{"(true | false).allFalse()", "Boolean false"},
	{"{}.allFalse()", "Boolean true"},
	{"(true | false).anyFalse()", "Boolean true"},
	{"(true).combine(true).anyFalse()", "Boolean false"},
	{"{}.anyFalse()", "Boolean false"},
	{"active.allTrue()", "Boolean true"},
	{"name.allTrue()", "error: Boolean"},
	{"(1 | 2).subsetOf(1 | 2 | 3)", "Boolean true"},
	{"(1 | 4).subsetOf(1 | 2 | 3)", "Boolean false"},
	{"{}.subsetOf({})", "Boolean true"},
	{"{}.subsetOf(1)", "Boolean true"},
	{"1.subsetOf({})", "Boolean false"},
	{"(@2012).subsetOf(@2012-01)", "Boolean false"},
	{"meta.tag.first().subsetOf(meta.tag)", "Boolean true"},
	{"(1 | 2 | 3).supersetOf(2.0)", "Boolean true"},
	{"(1 | 2).supersetOf(3)", "Boolean false"},
	{"{}.supersetOf({})", "Boolean true"},
	{"{}.supersetOf(1)", "Boolean false"},
	{"1.supersetOf({})", "Boolean true"},
	{"name.count()", "Integer 3"},
	{"photo.count()", "Integer 0"},
	{"meta.tag.distinct().code", "code a; code b"},
	{"{}.distinct()", ""},
	{"name.given.distinct()", "string Ada; string Mae; string Addy"},
	{"1.combine(1.0).combine(1L).distinct()", "Integer 1"},
	{"(1 'm').combine(100 'cm').distinct()", "Quantity 1 'm'"},
	{"23.combine(23 '1').distinct()", "Integer 23"},
	{"(@2012).combine(@2012-01).distinct().count()", "Integer 2"},
	{"1.combine(2).combine(3).isDistinct()", "Boolean true"},
	{"1.combine(2).combine(3).combine(2).isDistinct()", "Boolean false"},
	{"1 'm'.combine(100 'cm').isDistinct()", "Boolean false"},
	{"{}.isDistinct()", "Boolean true"},
	{"meta.tag.isDistinct()", "Boolean false"},
}

func TestExistence(t *testing.T) { check(t, patient, existenceExamples) }

// Specification: FHIRPath, "Filtering and projection".
var filteringExamples = []example{
	{"telecom.where(system = 'phone').value", "string 555"},
	{"telecom.where(use = 'home' or use = 'work').value", "string 555"},
	{"telecom.where(rank = 1)", ""},
	{"name.where(given = 'Ada').family", "string Blom"},
	{"name.where($this.given.count() > 1).family", "string Zwart"},
	{"name.where($index = 1).given", "string Addy"},
	{"name.where(given)", "error: want a single value, have 2"},
	{"name.where(use).use", "code official; code nickname; code old"},
	{"name.where(family).use", "code official; code old"},
	{"name.where('false').use", "code official; code nickname; code old"},
	{"name.where(given).use", "error: single"},
	{"identifier.where(value and system = 'urn:ssn').value", "string 999"},
	{"name.where({}).count()", "Integer 0"},
	{"{}.where(true)", ""},
	{"where(active).id", "id p1"},
	{"name.select(given)", "string Ada; string Mae; string Addy; string Ada"},
	{"name.select(family & '.')", "String Zwart.; String .; String Blom."},
	{"name.select(given.first() + ' ' + family)", "String Ada Zwart; String Ada Blom"},
	{"name.select($index)", "Integer 0; Integer 1; Integer 2"},
	{"{}.select(1)", ""},
	{"name.select(given.select($this & $index.toString()))", "String Ada0; String Mae1; String Addy0; String Ada0"},
	{"name.select($index + given.select($index).count())", "Integer 2; Integer 2; Integer 3"},
	{"contained.ofType(Organization).name", "string Acme"},
	{"contained.ofType(Patient).id", "id o2"},
	{"contained.ofType(Observation)", ""},
	{"contained.ofType(FHIR.DomainResource).id", "id o1; id o2"},
	{"(1 | 'a' | true).ofType(System.String)", "String a"},
	{"(1 | 'a' | true).ofType(Integer)", "Integer 1"},
	{"(1 | 'a').ofType(Strin)", "error: unknown type Strin; did you mean String?"},
	{"deceased.ofType(boolean)", "boolean false"},
	{"deceased.ofType(dateTime)", ""},
	{"Patient.ofType(Patient).id", "id p1"},
	{"gender.ofType(string)", ""},
	{"gender.as(string)", ""},
	{"gender is string", "Boolean true"},
	{"gender.ofType(code)", "code female"},
	{"identifier.system.ofType(uri).count()", "Integer 2"},
	{"(identifier.system | gender).ofType(string)", ""},
	{"name.where(family.ofType(string) = 'Blom').use", "code old"},
	{"extension.value.ofType(Element).count()", "Integer 2"},
	{"gender.ofType(System.String)", ""},
	{"1.repeat(iif($this < 5, $this + 1))", "Integer 2; Integer 3; Integer 4; Integer 5"},
	{"'a'.repeat('b')", "String b"},
	{"{}.repeat(1)", ""},
	{"@2020-01-01.repeat(iif($this < @2020-03-01, $this + 1 day)).count()", "Integer 60"},
}

func TestFiltering(t *testing.T) { check(t, patient, filteringExamples) }

// What does not end, or not before long, is an error.
func TestEndless(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const ten = "(0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9)"
	nested := ten
	for range 9 {
		nested = ten + ".select(" + nested + ")"
	}
	for _, source := range []string{
		"1.repeat($this + 1).count()",
		"'x'.repeat($this + $this)",
		"'x'.repeat(replace('x', 'xxxxxxxxxx'))",
		"'x'.repeat(replaceMatches('.', '$0$0$0$0$0'))",
		"@0001-01-01.repeat($this + 1 day)",
		"1 'm'.repeat($this + 1 'm')",
		"1.repeatAll($this)",
		"repeatAll(%context | 1)",
		ten + ".select(" + ten + ").aggregate($total & $total, 'x')",
		ten + ".select(" + ten + ").aggregate($total.combine($total), 1)",
		ten + ".select(" + ten + ").aggregate($total.split('').join('ab'), 'abc')",
		ten + ".select(" + ten + ").aggregate($total.encode('hex'), 'x')",
		ten + ".select(" + ten + ").select(" + ten + ").select(1.1.power(50.5))",
		ten + ".select(" + ten + ").select(" + ten + ").select(" + ten + ").select(" + ten + ").select(Period {:})",
		nested,
	} {
		have := outcome(source, "{}", nil)
		if !agrees(have, "error: the evaluation takes more than 2000000 steps") {
			t.Errorf("%s: have %.200s", source, have)
		}
	}
}

// Specification: FHIRPath, "repeat", "children" and "descendants".
func TestTree(t *testing.T) {
	check(t, `{"resourceType": "Questionnaire", "item": [
		{"linkId": "1", "item": [{"linkId": "1.1", "item": [{"linkId": "1.1.1"}]}, {"linkId": "1.2"}]},
		{"linkId": "2", "code": [{"code": "x"}]}
	]}`, []example{
		{"repeat(item).linkId", "string 1; string 2; string 1.1; string 1.2; string 1.1.1"},
		{"item.repeat(item).linkId", "string 1.1; string 1.2; string 1.1.1"},
		{"repeat(item | code).ofType(Coding).code", "code x"},
		{"item[1].children()", `string 2; Coding {"code": "x"}`},
		{"item[1].descendants()", `string 2; Coding {"code": "x"}; code x`},
		{"descendants().where($this is string).count()", "Integer 6"},
		{"children().linkId", "string 1; string 2"},
		{"descendants().linkId.count()", "Integer 5"},
		{"descendants().count() = repeat(children()).count()", "Boolean true"},
		{"item.linkId.children()", ""},
		{"1.children()", ""},
		{"repeat(repeat(item)).count()", "Integer 5"},
	})
	check(t, patient, []example{
		{"birthDate.children().count()", "Integer 1"},
		{"children().where($this = 'Patient')", ""},
		{"managingOrganization.children()", "string Organization/o7; string Acme"},
		{"contained[0].children()", "id o1; string Acme"},
		{"contained.descendants().count()", "Integer 3"},
	})
}

// Specification: FHIRPath, "Subsetting".
var subsettingExamples = []example{
	{"name[1].given", "string Addy"},
	{"name[3]", ""},
	{"name[-1]", ""},
	{"name[{}]", ""},
	{"{}[0]", ""},
	{"name['a']", "error: want a value of type Integer, have one of type String"},
	{"name[0 | 1]", "error: want a single value, have 2"},
	{"active.single()", "boolean true"},
	{"{}.single()", ""},
	{"name.single()", "error: want a single value, have 3"},
	{"name.given.first()", "string Ada"},
	{"{}.first()", ""},
	{"name.given.last()", "string Ada"},
	{"(1 | 2 | 3).last()", "Integer 3"},
	{"{}.last()", ""},
	{"(1 | 2 | 3).tail()", "Integer 2; Integer 3"},
	{"1.tail()", ""},
	{"{}.tail()", ""},
	{"(1 | 2 | 3).skip(1)", "Integer 2; Integer 3"},
	{"(1 | 2 | 3).skip(0).count()", "Integer 3"},
	{"(1 | 2 | 3).skip(-5).count()", "Integer 3"},
	{"(1 | 2 | 3).skip(3)", ""},
	{"(1 | 2 | 3).skip('1')", "error: want a value of type Integer"},
	{"(1 | 2 | 3).take(2)", "Integer 1; Integer 2"},
	{"(1 | 2 | 3).take(9).count()", "Integer 3"},
	{"(1 | 2 | 3).take(0)", ""},
	{"(1 | 2 | 3).take(-1)", ""},
	{"(1 | 2 | 3).intersect(2 | 4)", "Integer 2"},
	{"1.combine(1).intersect(1)", "Integer 1"},
	{"name.given.intersect('Ada')", "string Ada"},
	{"1.intersect({})", ""},
	{"(1 | 2 | 3).exclude(2)", "Integer 1; Integer 3"},
	{"1.combine(1).combine(2).exclude(2)", "Integer 1; Integer 1"},
	{"name.given.exclude('Ada')", "string Mae; string Addy"},
	{"1.exclude({})", "Integer 1"},
}

func TestSubsetting(t *testing.T) { check(t, patient, subsettingExamples) }

// Specification: FHIRPath, "Combining".
var combiningExamples = []example{
	{"1.combine(1).combine(2).combine(3).union(2 | 3)", "Integer 1; Integer 2; Integer 3"},
	{"1.combine(1).union({})", "Integer 1"},
	{"{}.union({})", ""},
	{"name.select(use.union(given)).count()", "Integer 7"},
	{"name.given | name.family", "string Ada; string Mae; string Addy; string Zwart; string Blom"},
	{"1 | 1.0 | 'a' | 'A'", "Integer 1; String a; String A"},
	{"1.combine(1)", "Integer 1; Integer 1"},
	{"1.combine({})", "Integer 1"},
	{"{}.combine(1)", "Integer 1"},
	{"(2 | 1).combine(2, true)", "Integer 2; Integer 1; Integer 2"},
}

func TestCombining(t *testing.T) { check(t, patient, combiningExamples) }
