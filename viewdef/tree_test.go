package viewdef_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/intake"
	"github.com/fhirview/fhirview/internal/synth"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/row"
)

var now = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// sameApart checks that expressions which are walked together give what each gives by itself, errors included, and that
// the text gives the same rows where it is decoded along the tree.
func sameApart(t *testing.T, plan *viewdef.Plan, d *resource.Decoder, data []byte) (rows int, failed, fast bool) {
	t.Helper()
	return sameApartIn(t, plan, d, data, nil, nil)
}

// sameApartIn is sameApart for an entry of a Bundle.
func sameApartIn(
	t *testing.T, plan *viewdef.Plan, d *resource.Decoder, data []byte, around fhirpath.Bundle, fullURL []byte,
) (rows int, failed, fast bool) {
	t.Helper()
	r := new(resource.Resource)
	evaluator := func() *viewdef.Evaluator {
		e := plan.Evaluator(nil, now)
		e.SetEntry(around, fullURL)
		return e
	}
	if d.Decode(data, r) != nil {
		if _, ok := evaluator().AppendText(row.NewBatch(plan.Schema()), d, data, r); ok {
			t.Errorf("%s\nis decoded along the tree, although it is wrong", data)
		}
		return 0, true, false
	}
	outcome := func(e *viewdef.Evaluator) (lines []string, err error) {
		batch := row.NewBatch(plan.Schema())
		matched, err := e.Append(batch, r)
		return append(rowLines(batch), fmt.Sprint(matched, " ", err)), err
	}
	together, err := outcome(evaluator())
	alone := evaluator()
	alone.Apart()
	apart, _ := outcome(alone)
	if diff := cmp.Diff(apart, together); diff != "" {
		t.Errorf("%s\nnot the same together (-apart +together):\n%s", data, diff)
	}
	batch := row.NewBatch(plan.Schema())
	matched, fast := evaluator().AppendText(batch, d, data, r)
	if fast {
		if diff := cmp.Diff(apart, append(rowLines(batch), fmt.Sprint(matched, " <nil>"))); diff != "" {
			t.Errorf("%s\nnot the same along the tree (-apart +fast):\n%s", data, diff)
		}
	}
	return len(together) - 1, err != nil, fast
}

func rowLines(b *row.Batch) []string { return lines(b) }

// TestTogetherIsApart evaluates the project's views on resources of all kinds, as they are and with something changed
// in them: values of other kinds, items twice, elements gone.
func TestTogetherIsApart(t *testing.T) {
	rows, failures, fasts := 0, 0, 0
	random := rand.New(rand.NewPCG(1, 2))
	for _, view := range allViews(t) {
		plan, err := viewdef.Compile(view, nil)
		if err != nil {
			continue // a case that expects it
		}
		decoder := resource.NewDecoder(plan.Projection())
		for _, sample := range samples(t, plan.Resource()) {
			data := sample
			for i := range 60 {
				if i%6 == 0 {
					data = sample
				} else {
					data = mutated(t, random, data)
				}
				n, failed, fast := sameApart(t, plan, decoder, data)
				rows += n
				if failed {
					failures++
				}
				if fast {
					fasts++
				}
			}
		}
	}
	if rows < 10_000 || failures < 1_000 || fasts < 5_000 {
		t.Errorf("%d rows, %d failures, %d decoded along the tree: too few to say anything", rows, failures, fasts)
	}
}

// TestTogetherIsApartInABundle does the same with entries of a Bundle, whose references are of all kinds, and which have an
// id or have none.
func TestTogetherIsApartInABundle(t *testing.T) {
	reference := regexp.MustCompile(`"reference":"([A-Z][A-Za-z]+)/([^"]*)"`)
	id := regexp.MustCompile(`"id":"[^"]*",`)
	fullURL := []byte("urn:uuid:own")
	rows, keys := 0, 0
	random := rand.New(rand.NewPCG(3, 4))
	for _, view := range allViews(t) {
		plan, err := viewdef.Compile(view, nil)
		if err != nil || !plan.BundleUse().Keys && !plan.BundleUse().References {
			continue
		}
		decoder := resource.NewDecoder(plan.Projection())
		for _, sample := range samples(t, plan.Resource()) {
			for i := range 24 {
				data := sample
				var entries []source.Record
				scheme := []string{"urn:uuid:", "urn:oid:", "http://x.example/fhir/Patient/", "https://x.example/a/b/"}[i%4]
				data = reference.ReplaceAllFunc(data, func(found []byte) []byte {
					part := reference.FindSubmatch(found)
					url := scheme + string(part[2])
					entry := fmt.Sprintf(`{"resourceType":%q,"id":"of the entry"}`, part[1])
					if i%3 == 0 {
						entry = fmt.Sprintf(`{"resourceType":%q}`, part[1])
					}
					entries = append(entries, source.Record{Data: []byte(entry), FullURL: []byte(url)})
					return fmt.Appendf(nil, `"reference":%q`, url)
				})
				if i%2 == 0 {
					data = id.ReplaceAll(data, nil)
				}
				if i >= 12 {
					data = mutated(t, random, data)
				}
				n, _, _ := sameApartIn(t, plan, decoder, data, intake.Of[source.Source, source.Record]().Index(entries), fullURL)
				rows += n
				keys += len(entries)
			}
		}
	}
	if rows < 2_000 || keys < 2_000 {
		t.Errorf("%d rows, %d references: too few to say anything", rows, keys)
	}
}

// TestDamagedTogetherIsApart has bytes gone bad in resources: what is decoded along the tree is decoded otherwise too.
func TestDamagedTogetherIsApart(t *testing.T) {
	failures, fasts := 0, 0
	random := rand.New(rand.NewPCG(3, 4))
	for _, view := range allViews(t) {
		plan, err := viewdef.Compile(view, nil)
		if err != nil {
			continue // a case that expects it
		}
		decoder := resource.NewDecoder(plan.Projection())
		for _, sample := range samples(t, plan.Resource()) {
			for range 20 {
				data := bytes.Clone(sample)
				from := random.IntN(len(data))
				to := min(len(data), from+1+random.IntN(60))
				switch random.IntN(4) {
				case 0:
					clear(data[from:to])
				case 1:
					data[from] ^= 1 << random.IntN(8)
				case 2:
					data = slices.Delete(data, from, to)
				default:
					data = slices.Insert(data, to, bytes.Clone(data[from:to])...)
				}
				_, failed, fast := sameApart(t, plan, decoder, data)
				if failed {
					failures++
				}
				if fast {
					fasts++
				}
			}
		}
	}
	if failures < 1_000 || fasts < 300 {
		t.Errorf("%d failures, %d decoded along the tree: too few to say anything", failures, fasts)
	}
}

// mixedViews have what others lack beside paths: conditions of many kinds, and columns that are more than a path, on the
// resource, on elements, and in the branches of unions.
var mixedViews = []string{
	`{"resource": "Patient", "status": "active", "where": [{"path": "active"}, {"path": "name.exists(use = 'official')"}],
	 "select": [{"column": [{"name": "id", "path": "id"}, {"name": "family", "path": "name.where(use = 'official').first().family.upper()"},
	   {"name": "given", "path": "name.given", "collection": true}, {"name": "born", "path": "birthDate"}]}]}`,
	`{"resource": "Patient", "status": "active", "where": [{"path": "telecom.where(system = 'phone').exists() or birthDate < @1980-01-01"}],
	 "select": [{"column": [{"name": "key", "path": "getResourceKey()"}, {"name": "names", "path": "name.count()"}]},
	   {"forEachOrNull": "telecom", "column": [{"name": "i", "path": "%rowIndex"}, {"name": "value", "path": "value"},
	     {"name": "spoken", "path": "system & ': ' & value"}]}]}`,
	`{"resource": "Patient", "status": "active", "select": [{"column": [{"name": "id", "path": "id"}]}, {"unionAll": [
	   {"forEach": "address", "column": [{"name": "place", "path": "city"}, {"name": "more", "path": "line.join('/')"}]},
	   {"forEach": "contact", "column": [{"name": "place", "path": "address.city"}, {"name": "more", "path": "iif(gender.exists(), gender, 'unknown')"}]}]}]}`,
	`{"resource": "Observation", "status": "active", "where": [{"path": "status != 'cancelled'"}, {"path": "value.exists() or component.exists()"}],
	 "select": [{"column": [{"name": "id", "path": "id"}, {"name": "code", "path": "code.coding.first().code"}, {"name": "value", "path": "value.ofType(Quantity).value"},
	   {"name": "half", "path": "value.ofType(Quantity).value / 2"}, {"name": "subject", "path": "subject.reference.replace('Patient/', '')"}]},
	   {"forEachOrNull": "component", "column": [{"name": "part", "path": "code.coding.first().code"}, {"name": "known", "path": "value.exists()"}]}]}`,
	`{"resource": "Observation", "status": "active", "where": [{"path": "code.coding[0].exists()"}],
	 "select": [{"column": [{"name": "value", "path": "valueQuantity.value"}, {"name": "unit", "path": "value.ofType(Quantity).unit"},
	   {"name": "text", "path": "valueString"}, {"name": "when", "path": "effectiveDateTime"}, {"name": "code", "path": "code.coding[0].code"}]},
	   {"forEach": "component[0]", "column": [{"name": "part", "path": "valueQuantity.value"}, {"name": "known", "path": "valueString.exists()"}]}]}`,
	`{"resource": "Observation", "status": "active",
	 "select": [{"column": [{"name": "id", "path": "id"},
	   {"name": "high", "path": "component.where(code.coding.exists(system = 'http://loinc.org' and code = '8480-6')).value.ofType(Quantity).value"},
	   {"name": "low", "path": "component.where(code.coding.exists(system = 'http://loinc.org' and code = '8462-4')).value.ofType(Quantity).value"},
	   {"name": "unit", "path": "component.where(code.coding.exists(code = '8462-4')).value.ofType(Quantity).unit", "collection": true},
	   {"name": "first", "path": "component.where(code.coding.exists(system = 'http://loinc.org')).first().valueQuantity.value"},
	   {"name": "text", "path": "component.where(code.text.exists())[0].code.text"}]},
	   {"forEach": "component.where(code.coding.exists(system = 'http://loinc.org'))", "column": [{"name": "part", "path": "code.coding.first().code"},
	     {"name": "values", "path": "value.exists()"}]}]}`,
	`{"resource": "QuestionnaireResponse", "status": "active", "where": [{"path": "item.exists()"}],
	 "select": [{"repeat": ["item"], "column": [{"name": "link", "path": "linkId"}, {"name": "answers", "path": "answer.count()"},
	   {"name": "text", "path": "text.substring(0, 3)"}]}]}`,
	`{"resource": "Encounter", "status": "active", "where": [{"path": "status.where($this = 'entered-in-error').empty()"}],
	 "select": [{"column": [{"name": "type", "path": "type[0].coding[0].code"}, {"name": "start", "path": "period.start"}]},
	   {"forEach": "participant", "select": [{"forEach": "individual", "column": [{"name": "who", "path": "$this.reference"}, {"name": "where_at", "path": "%resource.serviceProvider.reference"}]}]}]}`,
}

// TestMixedViews has all views of the list above be views.
func TestMixedViews(t *testing.T) {
	for _, view := range mixedViews {
		if _, err := viewdef.Compile([]byte(view), nil); err != nil {
			t.Errorf("%v\n%s", err, view)
		}
	}
}

// allViews returns the views of the project, and those of the cases beside the tests.
func allViews(t *testing.T) [][]byte {
	t.Helper()
	var views [][]byte
	for _, pattern := range []string{"../testdata/views/*.json", "../internal/bench/views/*.json", "registry/views/*.json"} {
		for _, file := range glob(t, pattern) {
			views = append(views, read(t, file))
		}
	}
	for _, view := range mixedViews {
		views = append(views, []byte(view))
	}
	for _, file := range glob(t, "testdata/*.json") {
		var suite struct {
			Tests []struct{ View json.RawMessage }
		}
		if err := json.Unmarshal(read(t, file), &suite); err != nil {
			t.Fatal(err)
		}
		for _, test := range suite.Tests {
			views = append(views, test.View)
		}
	}
	return views
}

// samples returns some resources of a type: generated ones, and those of the cases beside the tests.
func samples(t *testing.T, typ string) [][]byte {
	t.Helper()
	var out [][]byte
	files := slices.Concat(glob(t, "../testdata/synthetic/"+typ+".ndjson"), glob(t, "registry/testdata/resources/"+typ+".ndjson"))
	for _, file := range files {
		lines := bytes.Split(bytes.TrimSpace(read(t, file)), []byte("\n"))
		out = append(out, lines[:min(3, len(lines))]...)
	}
	for _, file := range glob(t, "testdata/*.json") {
		var suite struct{ Resources []json.RawMessage }
		if err := json.Unmarshal(read(t, file), &suite); err != nil {
			t.Fatal(err)
		}
		for _, r := range suite.Resources {
			if bytes.Contains(r, []byte(`"`+typ+`"`)) {
				out = append(out, r)
			}
		}
	}
	return out[:min(len(out), 12)]
}

// mutated returns a resource with one thing changed.
func mutated(t *testing.T, random *rand.Rand, data []byte) []byte {
	t.Helper()
	out, err := synth.Mutated(random, data)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
