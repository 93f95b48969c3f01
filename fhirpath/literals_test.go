package fhirpath_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr"
)

func TestLiterals(t *testing.T) {
	for source, want := range map[string][]string{
		"status = 'final'": {"final"},
		"code.coding.exists(system = 'http://loinc.org' and code = '718-7')":          {"http://loinc.org", "718-7"},
		"code.coding.where(system = 'http://loinc.org').where(code = 'x').exists()":   {"http://loinc.org", "x"},
		"code.coding.where(system = 's').code = 'c'":                                  {"s", "c"},
		"status = 'final' and code.exists() and code.text = 'x'":                      {"final", "x"},
		"extension('urn:a').exists()":                                                 {"urn:a"},
		"code.coding.first().code = 'c'":                                              {"c"},
		"value.ofType(string) = 'x'":                                                  {"x"},
		"status = %code":                                                              {"final"},
		"status = 'final' or status = 'amended'":                                      nil,
		"status != 'final'":                                                           nil,
		"(status = 'final').not()":                                                    nil,
		"status = 'final' implies code.exists()":                                      nil,
		"status ~ 'final'":                                                            nil,
		"status.upper() = 'FINAL'":                                                    nil,
		"'final' = 'final'":                                                           nil,
		"('718' + '-7') = code.coding.code":                                           nil,
		"code.coding.all(code = 'x')":                                                 nil,
		"code.coding.where(code = 'x').empty()":                                       nil,
		"code.coding.exists(code = 'x') = false":                                      nil,
		"iif(status = 'final', true, true)":                                           nil,
		"value.ofType(Quantity).value = 5":                                            nil,
		"effective.ofType(dateTime) = '2020'":                                         nil,
		"subject.resolve().where(gender = 'male').exists()":                           nil,
		"subject.resolve().exists(gender = 'male')":                                   nil,
		"code.coding.select(code + 'x') = 'x'":                                        nil,
		"status = 'final' and subject.resolve().ofType(Patient).exists(gender = 'x')": {"final"},
	} {
		scope, err := expr.NewScope(expr.Options{
			Resource:  "Observation",
			Variables: map[string]value.Collection{"code": {value.Str("final")}},
		})
		if err != nil {
			t.Fatal(err)
		}
		x, err := scope.Compile(source, scope.Root())
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		if diff := cmp.Diff(want, x.Literals()); diff != "" {
			t.Errorf("%s: -want +got:\n%s", source, diff)
		}
	}
}

// The least Integer and the least Long are literals, whose sign is a part of them.
func TestLeastNumbers(t *testing.T) {
	check(t, patient, []example{
		{"-2147483648", "Integer -2147483648"},
		{"- 2147483648", "Integer -2147483648"},
		{"(-2147483648)", "Integer -2147483648"},
		{"-9223372036854775808L", "Long -9223372036854775808"},
		{"(-9223372036854775808L).toString()", "String -9223372036854775808"},
		{"-9223372036854775808L < -9223372036854775807L", "Boolean true"},
		{"-2147483648 < -2147483647", "Boolean true"},
		{"-2147483648 + 1", "Integer -2147483647"},
		{"-2147483648 - 1", ""},
		{"1 - 2147483647 - 2", "Integer -2147483648"},
		{"(-2147483648).abs()", ""},
		{"- -2147483648", ""},
		{"-2147483648 | -2147483648", "Integer -2147483648"},
		{"name[-2147483648]", ""},
		{"-2147483648 is Integer", "Boolean true"},
		{"-7.abs()", "Integer -7"},
		{"-2147483648.abs()", "error: too large"},
		{"-(2147483648)", "error: too large"},
		{"2147483648", "error: too large"},
		{"+2147483648", "error: too large"},
		{"1 - 2147483648", "error: too large"},
		{"-9223372036854775809L", "error: too large"},
	})
}
