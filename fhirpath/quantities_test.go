package fhirpath_test

import "testing"

// A Quantity without a value counts as empty, whatever else it has.
func TestQuantitiesWithoutValue(t *testing.T) {
	const masked = `{
		"resourceType": "Observation",
		"valueQuantity": {"unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg", "extension": [{"url": "u", "valueCode": "masked"}]},
		"component": [
			{"code": {"text": "a"}, "valueQuantity": {"value": 5, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}},
			{"code": {"text": "b"}, "valueQuantity": {"unit": "mg"}},
			{"code": {"text": "c"}, "valueQuantity": {"_value": {"extension": [{"url": "u"}]}, "comparator": "<"}},
			{"code": {"text": "d"}, "valueRange": {"low": {"unit": "mg"}, "high": {"value": 3}}}
		]
	}`
	check(t, masked, []example{
		{"value.ofType(Quantity) > 1 'mg'", ""},
		{"1 'mg' <= value", ""},
		{"value < 1", ""},
		{"value = 1 'mg'", ""},
		{"value != 1 'mg'", ""},
		{"value ~ 1 'mg'", "Boolean false"},
		{"value = value", "Boolean true"},
		{"value = component[0].value", ""},
		{"value + 1 'mg'", ""},
		{"2 * value", ""},
		{"-value", ""},
		{"value.abs()", ""},
		{"value.round(1)", ""},
		{"value.lowBoundary()", ""},
		{"value.toString()", ""},
		{"value.toQuantity()", ""},
		{"@2020 + value", ""},
		{"value in (1 'mg')", "Boolean false"},
		{"component.value.ofType(Quantity).sum()", "Quantity 5 'mg'"},
		{"component.value.ofType(Quantity).min().value", "decimal 5"},
		{"component.value.ofType(Quantity).avg()", "Quantity 5 'mg'"},
		{"component.where(value.ofType(Quantity) >= 5 'mg').code.text", "string a"},
		{"component.all(value.ofType(Quantity) >= 5 'mg')", "Boolean false"},
		{"component.sort(value.ofType(Quantity)).code.text", "string b; string c; string d; string a"},
		{"component[2].value.ofType(Quantity) > 1", ""},
		{"component.value.ofType(Range).low < component.value.ofType(Range).high", ""},
		{"component.value.ofType(Range).select(low > 1 'mg')", ""},
	})
}

// What is wrong with a Quantity that is none to compute with is told; its value is a number like any other.
func TestQuantitiesThatAreNone(t *testing.T) {
	const why = "a Quantity with a comparator, or whose code is not of UCUM, is none to compute with; take its value"
	for _, rest := range []string{
		`"comparator": "<", "system": "http://unitsofmeasure.org", "code": "mg"`,
		`"system": "http://snomed.info/sct", "code": "258684004"`,
		`"code": "mg"`,
	} {
		observation := `{"resourceType": "Observation", "valueQuantity": {"value": 5, ` + rest + `}}`
		check(t, observation, []example{
			{"value > 1 'mg'", "error: values of these types have no order: " + why},
			{"1 'mg' <= value", "error: values of these types have no order: " + why},
			{"value + 1 'mg'", "error: the operator is not defined for values of these types: " + why},
			{"value.value > 1", "Boolean true"},
		})
	}
}

// The codes a and mo of FHIR's quantities are calendar years and months.
func TestYearsOfQuantities(t *testing.T) {
	const condition = `{
		"resourceType": "Condition",
		"recordedDate": "2020-03-31",
		"onsetAge": {"value": 52, "unit": "years", "system": "http://unitsofmeasure.org", "code": "a"},
		"abatementAge": {"value": 660, "unit": "months", "system": "http://unitsofmeasure.org", "code": "mo"},
		"extension": [
			{"url": "mo", "valueDuration": {"value": 3, "system": "http://unitsofmeasure.org", "code": "mo"}},
			{"url": "d", "valueQuantity": {"value": 400, "system": "http://unitsofmeasure.org", "code": "d"}},
			{"url": "keyword", "valueQuantity": {"value": 2, "system": "http://hl7.org/fhirpath/CodeSystem/calendar-units", "code": "years"}}
		]
	}`
	check(t, condition, []example{
		{"onset.ofType(Age) >= 18 years", "Boolean true"},
		{"onset = 52 years", "Boolean true"},
		{"52 years = onset", "Boolean true"},
		{"onset = 624 months", "Boolean true"},
		{"onset ~ 52 'a'", "Boolean true"},
		{"onset > 18 'a'", "Boolean true"},
		{"18 'a' < onset", "Boolean true"},
		{"abatement = 55 years", "Boolean true"},
		{"abatement > onset", "Boolean true"},
		{"onset + 1 year", "Quantity 53 'a'"},
		{"onset + 1 'a'", "Quantity 53 'a'"},
		{"onset * 2 > 100 years", "Boolean true"},
		{"onset * 2 > 100 'a'", "Boolean true"},
		{"onset / 2 'a'", "Quantity 26 '1'"},
		{"onset / 2", "Quantity 26 'a'"},
		{"onset.toString()", "String 52 'a'"},
		{"onset.toQuantity('years')", "Quantity 52 years"},
		{"onset.toQuantity('mo')", "Quantity 624 'mo'"},
		{"recordedDate + onset", "DateTime 2072-03-31"},
		{"recordedDate - abatement", "DateTime 1965-03-31"},
		{"@2020-01-31 + extension('mo').value", "Date 2020-04-30"},
		{"@2020-01-31 + extension('mo').value.ofType(Duration)", "Date 2020-04-30"},
		{"extension('d').value < 500 days", "Boolean true"},
		{"extension('d').value > onset", "Boolean false"},
		{"extension('keyword').value = 24 months", "Boolean true"},
		{"@2020 - extension('keyword').value", "Date 2018"},
		{"52 'a' = 52 years", ""},
		{"@2020 + 1 'a'", "error: use the keywords year and month"},
		{"(onset | 1 year).sum()", "Quantity 53 'a'"},
	})
}

// Numbers that were sent with an exponent are written without it.
func TestExponents(t *testing.T) {
	check(t, `{"resourceType": "Observation", "valueQuantity": {"value": 1.2E+2, "system": "http://unitsofmeasure.org", "code": "mm[Hg]"},
		"component": [{"valueQuantity": {"value": 1e-10}}, {"valueQuantity": {"value": 1E+1000000}}, {"valueQuantity": {"value": -0E+3}}]}`, []example{
		{"value.value.toString()", "String 120"},
		{"value.value.toString().toDecimal() = value.value", "Boolean true"},
		{"value.value.toString() & '!'", "String 120!"},
		{"value.toString()", "String 120 'mm[Hg]'"},
		{"value.toString().toQuantity() = value", "Boolean true"},
		{"value.ofType(Quantity).value", "decimal 1.2E+2"},
		{"component[0].value.value.toString()", "String 0.0000000001"},
		{"component[1].value.value.toString()", ""},
		{"component[1].value.value.convertsToString()", "Boolean false"},
		{"component[1].value.toString()", ""},
		{"component[2].value.value.toString()", "String 0"},
		{"component[0].value.value.toString().length()", "Integer 12"},
		{"component.take(1).select(value.value.toString()).join(',')", "String 0.0000000001"},
	})
}
