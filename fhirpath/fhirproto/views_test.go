package fhirproto_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath/fhirproto"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/row"
)

var (
	views     = []string{"../../testdata/views/*.json"}
	listPlace = regexp.MustCompile(`\[\d+\]`)
)

// tally counts the resources of one type.
type tally struct {
	compared int
	rows     int
	refused  map[string]int // by reason: what jsonformat does not take at all
	invalid  map[string]int // by reason: what it takes only with validation switched off
}

// TestViewsSynthetic wants the same rows of messages as of the JSON that they were made of, and the same JSON too. It
// also wants to have compared as many resources as it did when it was written: what jsonformat refuses shows here.
func TestViewsSynthetic(t *testing.T) {
	got := map[string]string{}
	for _, typ := range []string{"Condition", "Encounter", "ExplanationOfBenefit", "Observation", "Patient", "QuestionnaireResponse"} {
		got[typ] = compareViews(t, typ, syntheticLines(t, typ)).String()
	}
	want := map[string]string{
		"Condition":             "40 compared in 40 rows",
		"Encounter":             "40 compared in 60 rows",
		"ExplanationOfBenefit":  "20 compared in 144 rows",
		"Observation":           "120 compared in 150 rows",
		"Patient":               "20 compared in 90 rows",
		"QuestionnaireResponse": "20 compared in 338 rows",
	}
	for _, typ := range slices.Sorted(maps.Keys(got)) {
		t.Log(typ, got[typ])
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestViewsShared does the same with Synthea's data.
func TestViewsShared(t *testing.T) {
	files := sharedFiles(t)
	if len(files) == 0 {
		t.Skip("no sample data: set FHIRVIEW_SHARED to the folder that has it under data/")
	}
	got := map[string]string{}
	for _, file := range files {
		got[typeOfFile(file)] = compareViews(t, typeOfFile(file), sharedLines(t, file)).String()
	}
	want := map[string]string{
		"Condition":             "1000 compared in 1000 rows",
		"DiagnosticReport":      "400 compared in 3336 rows",
		"Encounter":             "1500 compared in 1500 rows",
		"ExplanationOfBenefit":  "300 compared in 2212 rows",
		"Immunization":          "600 compared in 600 rows",
		"MedicationRequest":     "800 compared in 800 rows",
		"Observation":           "6000 compared in 6373 rows",
		"Patient":               "400 compared in 1400 rows",
		"Procedure":             "600 compared in 600 rows",
		"QuestionnaireResponse": "150 compared in 5552 rows",
	}
	for _, typ := range slices.Sorted(maps.Keys(got)) {
		t.Log(typ, got[typ])
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func (c tally) String() string {
	text := fmt.Sprintf("%d compared in %d rows", c.compared, c.rows)
	for _, reason := range slices.Sorted(maps.Keys(c.refused)) {
		text += fmt.Sprintf("; %d refused: %s", c.refused[reason], reason)
	}
	for _, reason := range slices.Sorted(maps.Keys(c.invalid)) {
		text += fmt.Sprintf("; %d invalid: %s", c.invalid[reason], reason)
	}
	return text
}

// compareViews runs the views of a type over resources both ways.
func compareViews(t *testing.T, typ string, lines [][]byte) tally {
	t.Helper()
	both := comparers(t, typ)
	if len(both) == 0 {
		t.Fatalf("no view of %s", typ)
	}
	u, strict := unmarshaller(t), strictUnmarshaller(t)
	whole := fhirproto.NewDecoder(everything(t, typ))
	c := tally{refused: map[string]int{}, invalid: map[string]int{}}
	for _, line := range lines {
		if _, err := strict.Unmarshal(line); err != nil {
			c.invalid[reasonOf(err)]++
		}
		m, err := u.Unmarshal(line)
		if err != nil {
			c.refused[reasonOf(err)]++
			continue
		}
		c.compared++
		checkJSON(t, string(line), decoded(t, whole, m))
		for _, b := range both {
			fromJSON := b.rows(t, b.json.Decode(line, &b.res))
			fromProto := b.rows(t, b.proto.Decode(m, &b.res))
			if diff := cmp.Diff(fromJSON, fromProto); diff != "" {
				t.Fatalf("%s: -json +proto:\n%s", b.plan.View().Name, diff)
			}
			c.rows += len(fromJSON)
		}
	}
	return c
}

// reasonOf says what jsonformat did not like first, and where, without the places in lists.
func reasonOf(err error) string {
	first, _, _ := strings.Cut(err.Error(), "\n")
	return listPlace.ReplaceAllString(first, "")
}

// comparer evaluates one view on JSON and on messages.
type comparer struct {
	plan  *viewdef.Plan
	flat  *viewdef.Flattener
	json  *resource.Decoder
	proto *fhirproto.Decoder
	res   resource.Resource
}

func comparers(t *testing.T, typ string) (all []*comparer) {
	t.Helper()
	for _, pattern := range views {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("no views in %s (%v)", pattern, err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			plan, err := viewdef.Compile(data, nil)
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			if plan.Resource() == typ {
				all = append(all, newComparer(plan))
			}
		}
	}
	return all
}

func newComparer(plan *viewdef.Plan) *comparer {
	p := plan.Projection()
	return &comparer{
		plan: plan, flat: viewdef.NewSet(plan).Flattener(nil),
		json: resource.NewDecoder(p), proto: fhirproto.NewDecoder(p),
	}
}

// rows evaluates the view on the resource that was decoded.
func (b *comparer) rows(t *testing.T, err error) [][]row.Cell {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", b.plan.View().Name, err)
	}
	batch := b.flat.Rows(0)
	before := batch.Rows()
	if failures := b.flat.FlattenResource(&b.res); len(failures) > 0 {
		t.Fatalf("%s: %v", b.plan.View().Name, failures[0].Err)
	}
	// Neither the Flattener nor the decoders are reset.
	rows := make([][]row.Cell, batch.Rows()-before)
	for i := range rows {
		rows[i] = batch.Row(before + i)
	}
	return rows
}
