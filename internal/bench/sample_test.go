package bench

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/internal/synth"
	"github.com/fhirview/fhirview/viewdef"
)

// sampleBytes is how large a sample is, about: more than a core's own caches hold.
const sampleBytes = 8 << 20

var onlyGenerated = flag.Bool("generated", false, "measure with generated data, also where there is Synthea's")

// subject is a view and the same written by hand.
type subject struct {
	name    string // of the view in the folder views
	typ     string // of the resources that it reads
	extract extractor
}

// subjects are the views that are measured: those that users write.
func subjects() []subject {
	return []subject{
		{"patient_demographics", "Patient", patientDemographics},
		{"patient_addresses", "Patient", patientAddresses},
		{"patient_identifiers", "Patient", patientIdentifiers},
		{"patient_contacts", "Patient", patientContacts},
		{"observation_flat", "Observation", observationFlat},
		{"blood_pressure", "Observation", bloodPressure},
		{"observation_rare", "Observation", observationRare},
		{"condition_flat", "Condition", conditionFlat},
		{"encounter_flat", "Encounter", encounterFlat},
		{"claim_items", "ExplanationOfBenefit", claimItems},
		{"questionnaire_items", "QuestionnaireResponse", questionnaireItems},
	}
}

func (s subject) source(tb testing.TB) []byte {
	tb.Helper()
	view, err := os.ReadFile(filepath.Join("views", s.name+".view.json"))
	check(tb, err)
	return view
}

func (s subject) plan(tb testing.TB) *viewdef.Plan {
	tb.Helper()
	return compiled(tb, s.source(tb))
}

func compiled(tb testing.TB, view []byte) *viewdef.Plan {
	tb.Helper()
	plan, err := viewdef.Compile(view, nil)
	check(tb, err)
	return plan
}

// sample is NDJSON of one resource type.
type sample struct {
	name      string // where it comes from
	text      []byte
	resources int
}

// preferred returns Synthea's data where there is any, and generated data otherwise.
func (s subject) preferred(tb testing.TB, size int) sample {
	tb.Helper()
	if in, ok := synthea(tb, s.typ, size); ok && !*onlyGenerated {
		return in
	}
	return generated(tb, s.typ, size)
}

// generated returns at least size bytes of made-up resources.
func generated(tb testing.TB, typ string, size int) sample {
	tb.Helper()
	g := synth.New(synth.Config{Seed: 1})
	out := sample{name: "generated", text: make([]byte, 0, size+64<<10)}
	for len(out.text) < size {
		var err error
		out.text, err = g.Append(out.text, typ, out.resources)
		check(tb, err)
		out.text = append(out.text, '\n')
		out.resources++
	}
	return out
}

// synthea returns the sample files that may lie in $FHIRVIEW_SHARED or beside the repository, repeated until there are
// at least size bytes; ok is false where there are none.
func synthea(tb testing.TB, typ string, size int) (out sample, ok bool) {
	tb.Helper()
	text, err := readText(filepath.Join(Shared(filepath.Join("..", "..")), "data", typ+".ndjson.gz"))
	check(tb, err)
	if len(text) == 0 {
		return sample{}, false
	}
	out.name = "synthea"
	for lines := bytes.Count(text, []byte{'\n'}); len(out.text) < size; out.resources += lines {
		out.text = append(out.text, text...)
	}
	return out, true
}

// sampleIn returns the resources of a type that there are, in a form; what they have as NDJSON is at least size bytes.
func sampleIn(tb testing.TB, typ string, form Form, size int) sample {
	tb.Helper()
	resources, err := Sample(filepath.Join("..", ".."), typ, size)
	check(tb, err)
	return sample{name: form.String(), text: form.Write(resources), resources: len(resources)}
}

// namedView is a view of a folder.
type namedView struct {
	name string // of the file, without its endings
	plan *viewdef.Plan
}

// viewsOf compiles the views of a folder.
func viewsOf(tb testing.TB, folder string) []namedView {
	tb.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	check(tb, err)
	if len(files) == 0 {
		tb.Fatalf("no views in %s", folder)
	}
	var views []namedView
	for _, file := range files {
		text, err := os.ReadFile(filepath.Clean(file))
		check(tb, err)
		name := strings.TrimSuffix(strings.TrimSuffix(filepath.Base(file), ".json"), ".view")
		views = append(views, namedView{name, compiled(tb, text)})
	}
	return views
}

// pairsOf returns the views of a folder whose names are the same up to a dot.
func pairsOf(tb testing.TB, folder string) [][2]namedView {
	tb.Helper()
	views := viewsOf(tb, folder)
	var pairs [][2]namedView
	for i := 1; i < len(views); i++ {
		one, _, _ := strings.Cut(views[i-1].name, ".")
		if other, _, _ := strings.Cut(views[i].name, "."); one == other {
			pairs = append(pairs, [2]namedView{views[i-1], views[i]})
		}
	}
	return pairs
}

// lines returns the first n resources, or all of them if there are fewer.
func (s sample) lines(n int) [][]byte {
	n = min(n, s.resources)
	return bytes.SplitAfterN(s.text, []byte{'\n'}, n+1)[:n]
}

func check(tb testing.TB, err error) {
	if err != nil {
		tb.Helper()
		tb.Fatal(err)
	}
}
