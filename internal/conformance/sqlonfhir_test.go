package conformance

import (
	"bufio"
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/runner/viewtest"
	"github.com/fhirview/fhirview/viewdef"
)

// officialCases is how many cases the official tests of SQL on FHIR have.
const officialCases = 144

// excludedViews are official cases that do not pass, by file and title, each with the reason.
var excludedViews = map[string]string{}

// expectedFailures are the cases that expect an error, and what ours has to say. An error for another reason, such as
// something that is not supported, would pass the case and prove nothing.
var expectedFailures = map[string]string{
	"collection: fail when 'collection' is not true":     "select[0].column[1] (column last_name): several values for a single-valued column",
	"constant: accessing an undefined constant":          "select[0].forEach: unknown variable %wrong_name",
	"constant: incorrect constant definition":            "constant[0]: the constant has no value",
	"union: column mismatch":                             "select[0].unionAll[1]: the branches of a unionAll have the same columns in the same order: (a, c) here, (a, b) in the first",
	"union: column order mismatch":                       "select[0].unionAll[1]: the branches of a unionAll have the same columns in the same order: (b, a) here, (a, b) in the first",
	"validate: empty":                                    "resource is missing",
	"validate: missing resource":                         "resource is missing",
	"validate: wrong fhirpath":                           "select[0].forEach: ",
	"validate: wrong type in forEach":                    "select[0].forEach: has to be a string, not a number",
	"validate: where with path resolving to not boolean": "where[0].path: a condition has to be a Boolean, not string",
	"view_resource: resource not specified":              "resource is missing",
}

// TestSQLOnFHIR runs the official tests: every case passes or is listed, and every one that is listed fails.
func TestSQLOnFHIR(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(officialMaterial(t), "conformance", "sql-on-fhir", "*.json"))
	count, failures := 0, maps.Clone(expectedFailures)
	excluded := maps.Clone(excludedViews)
	for _, file := range files {
		if strings.HasSuffix(file, ".schema.json") {
			continue
		}
		suite, err := viewtest.Load(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, result := range suite.Run(t.Context(), nil) {
			key := strings.TrimSuffix(filepath.Base(file), ".json") + ": " + result.Title
			count++
			t.Run(key, func(t *testing.T) { checkOfficial(t, key, suite.Tests[i].ExpectError, result) })
			delete(excluded, key)
			if suite.Tests[i].ExpectError {
				delete(failures, key)
			}
		}
	}
	if count != officialCases {
		t.Errorf("%d cases, want %d", count, officialCases)
	}
	for key := range failures {
		t.Errorf("no case that expects an error is called %q", key)
	}
	for key := range excluded {
		t.Errorf("no case that is excluded is called %q", key)
	}
}

func checkOfficial(t *testing.T, key string, expectError bool, result viewtest.Result) {
	reason, listed := excludedViews[key]
	switch {
	case listed && result.Passed:
		t.Error("passes: take it off the list")
	case listed:
		t.Skip(reason)
	case !result.Passed:
		t.Error(result.Reason)
	case expectError:
		want, ok := expectedFailures[key]
		if !ok || !strings.Contains(result.Reason, want) {
			t.Errorf("fails with %q, want %q", result.Reason, want)
		}
	}
}

// exampleRows are the specification's example views with the number of rows that they have on the sample data, counted
// by a program that knows nothing of FHIRPath. A count of -1 means that there is no data for the view.
var exampleRows = map[string]struct {
	data string
	rows int
}{
	// There are no code systems in the sample data.
	"CodeSystemHierarchy": {"", -1},
	// For each condition the product of how many codings it has in code, in category, in clinicalStatus and in
	// verificationStatus, where none counts as one.
	"ConditionFlat": {"Condition", 1000},
	// For each encounter the product of how many codings its types have, of its participants and of its locations, where
	// none counts as one.
	"EncounterFlat": {"Encounter", 1500},
	// All addresses of all patients.
	"PatientAddresses": {"Patient", 400},
	// All addresses of all patients, and all addresses of their contacts.
	"PatientAndContactAddressUnion": {"Patient", 600},
	// The patients that have an official name.
	"PatientDemographics": {"Patient", 400},
	// All names of all patients.
	"PatientNamesWithIndex": {"Patient", 515},
	// All items, and the items directly in them, at any depth; not those in answers.
	"QuestionnaireResponseItems": {"QuestionnaireResponse", 3691},
	// The patients that have an official name.
	"ShareablePatientDemographics": {"Patient", 400},
	// The observations with the LOINC code 85354-9 that have components with the LOINC codes 8480-6 and 8462-4.
	"UsCoreBloodPressures": {"Observation", 373},
}

// severalInExamples are the elements that repeat, of which columns of the examples take one value: it is not there in
// the sample data, or there is one.
var severalInExamples = map[string]string{"EncounterFlat": "episodeOfCare", "QuestionnaireResponseItems": "answer"}

// TestExampleViews compiles the specification's examples and runs them on the sample data.
func TestExampleViews(t *testing.T) {
	shared := officialMaterial(t)
	files, _ := filepath.Glob(filepath.Join(shared, "specification", "viewdefinition", "ViewDefinition-*.json"))
	if len(files) != len(exampleRows) {
		t.Errorf("%d example views, want %d", len(files), len(exampleRows))
	}
	for _, file := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), "ViewDefinition-"), ".json")
		t.Run(name, func(t *testing.T) {
			view, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range viewdef.Validate(view, nil) {
				element := severalInExamples[name]
				if element == "" || p.Severity != viewdef.SeverityWarning || !strings.Contains(p.Msg, "there can be several values, as "+element+" repeats") {
					t.Error(p)
				}
			}
			want, ok := exampleRows[name]
			if !ok {
				t.Error("the view has no count of rows")
			}
			if want.rows < 0 {
				return
			}
			data := source.Open([]string{filepath.Join(shared, "data", want.data+".ndjson.gz")}, nil)
			if have := countRows(t, view, data); have != want.rows {
				t.Errorf("%d rows, want %d", have, want.rows)
			}
		})
	}
}

func countRows(t *testing.T, view []byte, data source.Source) int {
	t.Helper()
	plan, err := viewdef.Compile(view, nil)
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for _, err := range runner.Rows(t.Context(), plan, data, &runner.Options{OnError: runner.Fail}) {
		if err != nil {
			t.Fatal(err)
		}
		rows++
	}
	return rows
}

// object is a JSON object as encoding/json reads it.
type object = map[string]any

// counters count the rows of the views in testdata/sqlonfhir from the JSON alone, without any of what the engine does.
var counters = map[string]func(o object) int{
	"patients": func(o object) int { return of(o, "Patient") },
	"active_given": func(o object) (n int) {
		for _, name := range list(o, "name") {
			n += len(values(name, "given"))
		}
		if o["active"] != true {
			return 0
		}
		return n * of(o, "Patient")
	},
	"official_names": func(o object) (n int) {
		for _, name := range list(o, "name") {
			if name["use"] == "official" {
				n++
			}
		}
		return n * of(o, "Patient")
	},
	"addresses_or_null": func(o object) int { return max(1, len(list(o, "address"))) * of(o, "Patient") },
	"names_by_phones": func(o object) int {
		phones, contacts := 0, 0
		for _, telecom := range list(o, "telecom") {
			if telecom["system"] == "phone" {
				phones++
			}
		}
		for _, contact := range list(o, "contact") {
			contacts += max(1, len(list(contact, "telecom")))
		}
		return len(list(o, "name")) * max(1, phones) * max(1, contacts) * of(o, "Patient")
	},
	"all_phones": func(o object) int {
		n := len(list(o, "telecom"))
		for _, contact := range list(o, "contact") {
			n += len(list(contact, "telecom"))
		}
		return n * of(o, "Patient")
	},
	"items": func(o object) int { return items(o) * of(o, "QuestionnaireResponse") },
	"items_and_answers": func(o object) int {
		return itemsAndAnswers(o) * of(o, "QuestionnaireResponse")
	},
}

// of is 1 for a resource of the type and 0 for others.
func of(o object, resourceType string) int {
	if o["resourceType"] == resourceType {
		return 1
	}
	return 0
}

func values(o object, key string) []any {
	vs, _ := o[key].([]any)
	return vs
}

func list(o object, key string) []object {
	var out []object
	for _, v := range values(o, key) {
		out = append(out, v.(object))
	}
	return out
}

func items(o object) (n int) {
	for _, item := range list(o, "item") {
		n += 1 + items(item)
	}
	return n
}

func itemsAndAnswers(o object) (n int) {
	below := list(o, "item")
	for _, answer := range list(o, "answer") {
		below = append(below, list(answer, "item")...)
	}
	for _, item := range below {
		n += max(1, len(list(item, "answer"))) + itemsAndAnswers(item)
	}
	return n
}

// TestRowCounts runs small views on small data and compares the number of rows with that of a count that is made
// without the engine.
func TestRowCounts(t *testing.T) {
	const folder = "testdata/sqlonfhir/"
	text, err := os.ReadFile(folder + "views.json")
	if err != nil {
		t.Fatal(err)
	}
	views := map[string]json.RawMessage{}
	if err := json.Unmarshal(text, &views); err != nil {
		t.Fatal(err)
	}
	if len(views) != len(counters) {
		t.Errorf("%d views, %d counters", len(views), len(counters))
	}
	data, err := os.ReadFile(folder + "resources.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(views)) {
		want := 0
		for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
			var o object
			if err := json.Unmarshal(lines.Bytes(), &o); err != nil {
				t.Fatal(err)
			}
			want += counters[name](o)
		}
		have := countRows(t, views[name], source.NDJSON(bytes.NewReader(data), nil))
		t.Logf("%-20s %d rows", name, have)
		if have != want || want == 0 {
			t.Errorf("%s: %d rows, want %d", name, have, want)
		}
	}
}

// officialMaterial is the folder of the specification, its tests and sample data: $FHIRVIEW_SHARED, or the folder shared
// beside the repository. Where there is none, the test is skipped.
func officialMaterial(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("FHIRVIEW_SHARED")
	if folder == "" {
		folder = filepath.Join(repository(t), "..", "shared")
	}
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("there is no official material in %s: set FHIRVIEW_SHARED to a folder that has it", folder)
	}
	return folder
}

// repository is the root of the module: the first folder above that has a go.mod.
func repository(t *testing.T) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder
		}
		above := filepath.Dir(folder)
		if above == folder {
			t.Fatal("there is no go.mod above the working directory")
		}
		folder = above
	}
}
