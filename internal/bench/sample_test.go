package bench

import (
	"bytes"
	"compress/gzip"
	"errors"
	"flag"
	"io"
	"io/fs"
	"os"
	"path/filepath"
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
	folder := os.Getenv("FHIRVIEW_SHARED")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared")
	}
	stored, err := os.ReadFile(filepath.Join(folder, "data", typ+".ndjson.gz"))
	if errors.Is(err, fs.ErrNotExist) {
		return sample{}, false
	}
	check(tb, err)
	z, err := gzip.NewReader(bytes.NewReader(stored))
	check(tb, err)
	text, err := io.ReadAll(z)
	check(tb, err)
	out.name = "synthea"
	for lines := bytes.Count(text, []byte{'\n'}); len(out.text) < size; out.resources += lines {
		out.text = append(out.text, text...)
	}
	return out, true
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
