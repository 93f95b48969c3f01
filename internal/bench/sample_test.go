package bench

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/fhirview/fhirview/internal/synth"
	"github.com/fhirview/fhirview/viewdef"
)

// sampleBytes is how large a sample is, about: more than caches hold, so that reading memory is part of the work.
const sampleBytes = 20 << 20

// sample is NDJSON of one resource type.
type sample struct {
	text      []byte
	resources int
}

// subject is a view, the sample that it is run over, and the same view written by hand.
type subject struct {
	name    string
	view    string // a file of testdata/views
	typ     string
	extract extractor
}

// subjects are the views that are measured, the first one the reference that docs/benchmarks.md talks of.
func subjects() []subject {
	return []subject{
		{name: "patients", view: "patient_demographics", typ: "Patient", extract: patientRow},
		{name: "observations", view: "observations", typ: "Observation", extract: observationRow},
	}
}

func (s subject) source(tb testing.TB) []byte {
	tb.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "testdata", "views", s.view+".view.json"))
	if err != nil {
		tb.Fatal(err)
	}
	return text
}

func (s subject) plan(tb testing.TB) *viewdef.Plan {
	tb.Helper()
	plan, err := viewdef.Compile(s.source(tb), nil)
	if err != nil {
		tb.Fatal(err)
	}
	return plan
}

// generated returns at least size bytes of made-up resources.
func (s subject) generated(tb testing.TB, size int) sample {
	tb.Helper()
	g := synth.New(synth.Config{Seed: 1})
	out := sample{text: make([]byte, 0, size+1<<20)}
	for len(out.text) < size {
		var err error
		if out.text, err = g.Append(out.text, s.typ, out.resources); err != nil {
			tb.Fatal(err)
		}
		out.text = append(out.text, '\n')
		out.resources++
	}
	return out
}

// shared returns the sample files that may lie in $FHIRVIEW_SHARED or beside the repository, repeated until there are
// at least size bytes; ok is false where there are none.
func (s subject) shared(tb testing.TB, size int) (out sample, ok bool) {
	tb.Helper()
	folder := os.Getenv("FHIRVIEW_SHARED")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared")
	}
	stored, err := os.ReadFile(filepath.Join(folder, "data", s.typ+".ndjson.gz"))
	if err != nil {
		return sample{}, false
	}
	z, err := gzip.NewReader(bytes.NewReader(stored))
	if err != nil {
		tb.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		tb.Fatal(err)
	}
	lines := bytes.Count(text, []byte{'\n'})
	for len(out.text) < size {
		out.text = append(out.text, text...)
		out.resources += lines
	}
	return out, true
}

// samples returns what there is to measure with, by name.
func (s subject) samples(tb testing.TB) map[string]sample {
	tb.Helper()
	all := map[string]sample{"generated": s.generated(tb, sampleBytes)}
	if shared, ok := s.shared(tb, sampleBytes); ok {
		all["synthea"] = shared
	}
	return all
}

// lines returns the first n resources, or all of them if there are fewer.
func (s sample) lines(n int) [][]byte {
	lines := bytes.SplitAfterN(s.text, []byte{'\n'}, n+1)
	return lines[:min(n, len(lines))]
}
