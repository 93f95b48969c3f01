package synth_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/internal/synth"
)

// paths collects the element paths of a resource: "Patient.name.given".
func paths(into map[string]bool, path string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for k, member := range v {
			if k == "resourceType" {
				continue
			}
			into[path+"."+k] = true
			paths(into, path+"."+k, member)
		}
	case []any:
		for _, item := range v {
			paths(into, path, item)
		}
	}
}

// TestShapes asks that the forms which views and readers trip over all come up in a thousand resources, under the names
// that R4 gives them.
func TestShapes(t *testing.T) {
	want := map[string][]string{
		"Patient": {
			"_birthDate.extension.valueCode", "_birthDate.extension.valueDateTime", "birthDate", "name._family.extension",
			"name._given.extension", "name.period.end", "extension.extension.valueCoding.code", "extension.valueCode",
			"deceasedBoolean", "deceasedDateTime", "multipleBirthBoolean", "multipleBirthInteger", "telecom.rank",
			"contact.relationship.coding", "contact.address.line", "communication.preferred", "identifier.type.coding",
			"address.period.end",
		},
		"Encounter": {"class.code", "type.coding.code", "participant.individual.display", "reasonCode", "hospitalization"},
		"Condition": {"onsetDateTime", "onsetAge.value", "onsetString", "onsetPeriod.start", "abatementDateTime", "note.text"},
		"Observation": {
			"component.valueQuantity.value", "component.dataAbsentReason", "valueQuantity.code", "valueCodeableConcept.coding",
			"valueString", "dataAbsentReason.coding", "effectiveDateTime", "effectivePeriod.end", "issued",
			"referenceRange.low.value", "interpretation.coding", "encounter.reference",
		},
		"ExplanationOfBenefit": {
			"contained.beneficiary.reference", "insurance.coverage.reference", "item.adjudication.amount.value",
			"item.detail.adjudication.amount.currency", "total.amount.value", "payment.amount.value",
			"diagnosis.diagnosisReference.reference",
		},
		"QuestionnaireResponse": {
			"item.item.linkId", "item.answer.item.linkId", "item.answer.valueBoolean", "item.answer.valueInteger",
			"item.answer.valueDecimal", "item.answer.valueDate", "item.answer.valueCoding.code", "item.answer.valueString",
			"item.answer.valueQuantity.value",
		},
	}
	for _, typ := range synth.Types() {
		g, got := synth.New(synth.Config{Seed: 1}), map[string]bool{}
		for i := range 1000 {
			data, _ := g.Append(nil, typ, i)
			var r map[string]any
			if err := json.Unmarshal(data, &r); err != nil {
				t.Fatal(err)
			}
			paths(got, typ, r)
		}
		for _, p := range want[typ] {
			if !got[typ+"."+p] {
				t.Errorf("no %s among 1000 has %s; it has %s", typ, p, strings.Join(slices.Sorted(maps.Keys(got)), " "))
			}
		}
	}
}

func TestNumbersKeepTrailingZeros(t *testing.T) {
	g, zeros := synth.New(synth.Config{Seed: 1}), 0
	number := regexp.MustCompile(`"value":\d+\.\d*0[,}]`)
	for i := range 200 {
		data, _ := g.Append(nil, "Observation", i)
		zeros += len(number.FindAll(data, -1))
	}
	if zeros == 0 {
		t.Error("no value among 200 observations ends in a zero after the point")
	}
}

// TestReferencesResolve reads a whole set: a relative reference must name a resource of the set, and a local one a
// contained resource.
func TestReferencesResolve(t *testing.T) {
	dir := t.TempDir()
	if err := synth.New(synth.Config{Seed: 5}).WriteSet(dir, 30); err != nil {
		t.Fatal(err)
	}
	resources := readSet(t, dir)
	known := map[string]bool{}
	for _, r := range resources {
		known[r["resourceType"].(string)+"/"+r["id"].(string)] = true
	}
	checked := 0
	for _, r := range resources {
		local := map[string]bool{}
		contained, _ := r["contained"].([]any)
		for _, c := range contained {
			local["#"+c.(map[string]any)["id"].(string)] = true
		}
		for _, ref := range references(r) {
			checked++
			if !known[ref] && !local[ref] {
				t.Errorf("%s %s refers to %s, which is not in the set", r["resourceType"], r["id"], ref)
			}
		}
	}
	if checked < 30*20 {
		t.Errorf("only %d references in the set", checked)
	}
}

func TestBundleHoldsTheSetsResources(t *testing.T) {
	dir := t.TempDir()
	if err := synth.New(synth.Config{Seed: 5}).WriteSet(dir, 2); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "Bundle.json"))
	if err != nil {
		t.Fatal(err)
	}
	var bundle struct {
		ResourceType, Type string
		Entry              []struct{ Resource map[string]any }
	}
	if err := json.Unmarshal(data, &bundle); err != nil {
		t.Fatal(err)
	}
	if bundle.ResourceType != "Bundle" || bundle.Type != "collection" {
		t.Errorf("the file holds a %s of type %s", bundle.ResourceType, bundle.Type)
	}
	got := map[string]any{}
	for _, e := range bundle.Entry {
		got[e.Resource["id"].(string)] = e.Resource
	}
	want := map[string]any{}
	for _, r := range readSet(t, dir) {
		want[r["id"].(string)] = r
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("bundle differs from the set's files (-files +bundle):\n%s", diff)
	}
}

func readSet(t *testing.T, dir string) []map[string]any {
	t.Helper()
	var resources []map[string]any
	for name, text := range readDir(t, dir) {
		if !strings.HasSuffix(name, ".ndjson") {
			continue
		}
		for line := range strings.Lines(text) {
			var r map[string]any
			if err := json.Unmarshal([]byte(line), &r); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			resources = append(resources, r)
		}
	}
	return resources
}

// references returns the values of all members called reference.
func references(value any) []string {
	var found []string
	switch v := value.(type) {
	case map[string]any:
		for k, member := range v {
			if s, ok := member.(string); ok && k == "reference" {
				found = append(found, s)
				continue
			}
			found = append(found, references(member)...)
		}
	case []any:
		for _, item := range v {
			found = append(found, references(item)...)
		}
	}
	return found
}
