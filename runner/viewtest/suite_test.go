package viewtest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	_ "github.com/fhirview/fhirview/fhirpath/model/r5"
	"github.com/fhirview/fhirview/runner/viewtest"
	"github.com/fhirview/fhirview/viewdef"
)

const resources = `[
  {"resourceType": "Patient", "id": "a", "multipleBirthInteger": 1, "name": [{"given": ["x", "y"]}]},
  {"resourceType": "Patient", "id": "b", "name": [{"given": ["x", "y"]}]}
]`

const (
	idView    = `{"resource": "Patient", "status": "active", "select": [{"column": [{"name": "id", "path": "id"}, {"name": "n", "path": "multipleBirth.ofType(integer)"}]}]}`
	givenView = `{"resource": "Patient", "status": "active", "select": [{"column": [{"name": "given", "path": "name.given", "collection": true}]}]}`
	nameView  = `{"resource": "Patient", "status": "active", "select": [{"column": [{"name": "name", "path": "name.first()", "type": "HumanName"}, {"name": "d", "path": "1.50"}]}]}`
	badView   = `{"resource": "Patient", "status": "active", "select": [{"column": [{"name": "given", "path": "name.given"}]}]}`
)

// outcomes are cases with what becomes of them.
var outcomes = []struct{ view, expectation, reason string }{
	{idView, `"expect": [{"id": "b", "n": null}, {"id": "a", "n": 1}]`, ""},
	{idView, `"expect": [{"id": "a", "n": 1.0}, {"n": null, "id": "b"}]`, ""},
	{idView, `"expectCount": 2`, ""},
	{idView, `"expectCount": 2, "expectColumns": ["id", "n"]`, ""},
	{givenView, `"expect": [{"given": ["x", "y"]}, {"given": ["x", "y"]}]`, ""},
	{nameView, `"expect": [{"d": 1.5, "name": {"given": ["x", "y"]}}, {"d": 1.500, "name": {"given": ["x", "y"]}}]`, ""},
	{idView, `"expect": [{"id": "a", "n": 1}]`, "2 rows, want 1\n  unexpected: {\"id\": \"b\", \"n\": null}"},
	{
		idView, `"expect": [{"id": "a", "n": "1"}, {"id": "b", "n": null}]`,
		"2 rows, want 2\n  missing:    {\"id\": \"a\", \"n\": \"1\"}\n  unexpected: {\"id\": \"a\", \"n\": 1}",
	},
	{
		idView, `"expect": [{"id": "a", "n": 1}, {"id": "b"}]`,
		"2 rows, want 2\n  missing:    {\"id\": \"b\"}\n  unexpected: {\"id\": \"b\", \"n\": null}",
	},
	{
		givenView, `"expect": [{"given": ["x", "y"]}, {"given": ["y", "x"]}]`,
		"2 rows, want 2\n  missing:    {\"given\": [\"y\", \"x\"]}\n  unexpected: {\"given\": [\"x\", \"y\"]}",
	},
	{idView, `"expect": []`, "2 rows, want 0\n  unexpected: {\"id\": \"a\", \"n\": 1}\n  unexpected: {\"id\": \"b\", \"n\": null}"},
	{idView, `"expectCount": 3`, "2 rows, want 3"},
	{idView, `"expectCount": 2, "expectColumns": ["n", "id"]`, "columns id, n, want n, id"},
	{idView, `"expectError": true`, "no error, but 2 rows"},
	{
		badView, `"expectCount": 2`,
		"entry 0: Patient: select[0].column[0] (column given): several values for a single-valued column; take one of them, use forEach, or set collection",
	},
	{`{}`, `"expectCount": 0`, "resource is missing\nselect is missing"},
}

// TestOutcomes compares the reasons why cases fail; those without one pass.
func TestOutcomes(t *testing.T) {
	for _, test := range outcomes {
		suite, err := viewtest.Parse([]byte(`{"resources": ` + resources + `, "tests": [{"title": "t", "view": ` + test.view + `, ` + test.expectation + `}]}`))
		if err != nil {
			t.Fatal(err)
		}
		want := []viewtest.Result{{Title: "t", Passed: test.reason == "", Reason: test.reason}}
		if diff := cmp.Diff(want, suite.Run(t.Context(), nil)); diff != "" {
			t.Errorf("%s (-want +have):\n%s", test.expectation, diff)
		}
	}
}

// TestExpectedError asks for the error as the reason of a case that passes.
func TestExpectedError(t *testing.T) {
	suite, err := viewtest.Parse([]byte(`{"resources": [], "tests": [{"title": "t", "view": {}, "expectError": true}]}`))
	if err != nil {
		t.Fatal(err)
	}
	want := []viewtest.Result{{Title: "t", Passed: true, Reason: "resource is missing\nselect is missing"}}
	results := suite.Run(t.Context(), nil)
	if diff := cmp.Diff(want, results); diff != "" {
		t.Errorf("results (-want +have):\n%s", diff)
	}
	report := viewtest.Report{}
	report.Add("file.json", append(results, viewtest.Result{Title: "u", Passed: true}))
	have, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	const text = `{"file.json":{"tests":[` +
		`{"name":"t","result":{"passed":true,"reason":"resource is missing\nselect is missing"}},{"name":"u","result":{"passed":true}}]}}`
	if string(have) != text {
		t.Errorf("report: %s, want %s", have, text)
	}
}

// TestParseRefuses reads files that are none of test cases, or whose cases could not fail.
func TestParseRefuses(t *testing.T) {
	for text, want := range map[string]string{
		``:                            "not a file of test cases",
		`[]`:                          "not a file of test cases",
		`{"resources": []}`:           "it has no tests",
		`{"tests": [{"expect": []}]}`: "tests[0] has no view",
		`{"tests": [{"view": {}}]}`:   "tests[0] expects nothing",
		`{"tests": [{"view": {}}`:     "not a file of test cases",
		`{"tests": {"view": {}}}`:     "not a file of test cases",
		`{"tests": [{"view": {}, "expectError": false}]}`: "tests[0] expects nothing",
	} {
		if _, err := viewtest.Parse([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: the error is %v, want %q", text, err, want)
		}
	}
	if _, err := viewtest.Load("no-such-file.json"); err == nil {
		t.Error("a file that is not there can be read")
	}
}

// TestFHIRVersion chooses the release by the view, else by the file, in either form. Of the releases, this test links R4
// and R5.
func TestFHIRVersion(t *testing.T) {
	const view = `{"resource": "Encounter", "status": "active", VERSION "select": [{"column": [{"name": "start", "path": "actualPeriod.start.exists()"}]}]}`
	const r4, r5 = "Encounter has no element actualPeriod", ""
	for _, c := range []struct{ file, view, reason string }{
		{`"fhirVersion": ["5.0.0"],`, ``, r5},
		{`"fhirVersion": "R5",`, ``, r5},
		{`"fhirVersion": ["5.0.0", "4.0.1", "3.0.2"],`, ``, r5},
		{`"fhirVersion": "4.0.1",`, `"fhirVersion": ["5.0.0"],`, r5},
		{``, `"fhirVersion": "r5",`, r5},
		{`"fhirVersion": ["5.0.0"],`, `"fhirVersion": ["4.0.1"],`, r4},
		{`"fhirVersion": "4.0",`, ``, r4},
		{``, ``, r4},
		{`"fhirVersion": "3.0.2",`, ``, "fhirVersion of the file: FHIR STU3 is not supported"},
		{`"fhirVersion": ["4.3.0"],`, ``, "fhirVersion of the file: the types of FHIR R4B are not linked into this program"},
	} {
		suite, err := viewtest.Parse([]byte(`{` + c.file + `"resources": [], "tests": [{"title": "t", "expect": [],
			"view": ` + strings.Replace(view, "VERSION", c.view, 1) + `}]}`))
		if err != nil {
			t.Fatal(err)
		}
		r := suite.Run(t.Context(), &viewdef.Options{Strict: true})[0]
		if !strings.Contains(r.Reason, c.reason) || r.Passed != (c.reason == "") {
			t.Errorf("%s%s: %+v, want %q", c.file, c.view, r, c.reason)
		}
	}
	if r := mustParse(t, `{"fhirVersion": "3.0.1", "tests": [{"view": {}, "expectError": true}]}`).Run(t.Context(), nil)[0]; r.Passed {
		t.Error("an expected error is taken for one about the release of the file")
	}
	if _, err := viewtest.Parse([]byte(`{"fhirVersion": 5, "tests": [{"view": {}, "expectError": true}]}`)); err == nil {
		t.Error("a number is taken for a release")
	}
}

func mustParse(t *testing.T, text string) *viewtest.Suite {
	t.Helper()
	suite, err := viewtest.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return suite
}
