package source

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sharedData is the folder of sample files: in $FHIRVIEW_SHARED, or in the folder "shared" beside the repository.
func sharedData(tb testing.TB) string {
	tb.Helper()
	shared := os.Getenv("FHIRVIEW_SHARED")
	if shared == "" {
		shared = filepath.Join(moduleRoot(tb), "..", "shared")
	}
	data := filepath.Join(shared, "data")
	if _, err := os.Stat(data); err != nil {
		tb.Skipf("no sample data; set FHIRVIEW_SHARED to its folder (%v)", err)
	}
	return data
}

func moduleRoot(tb testing.TB) string {
	tb.Helper()
	dir, err := os.Getwd()
	if err != nil {
		tb.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			tb.Fatal("no go.mod above the package")
		}
		dir = parent
	}
}

func TestSampleData(t *testing.T) {
	data := sharedData(t)
	counts := map[string]int{}
	var read int64
	for b, err := range Open([]string{data}, nil) {
		if err != nil {
			t.Fatal(err)
		}
		read += b.InputBytes
		for _, r := range b.Records {
			if r.Err != nil || !json.Valid(r.Data) {
				t.Errorf("%s, line %d: not JSON, or %v", b.Name, r.Line, r.Err)
			}
		}
		counts[filepath.Base(b.Name)] += len(b.Records)
		b.Release()
	}
	want := map[string]int{
		"Condition.ndjson.gz": 1000, "DiagnosticReport.ndjson.gz": 400, "Encounter.ndjson.gz": 1500,
		"ExplanationOfBenefit.ndjson.gz": 300, "Immunization.ndjson.gz": 600, "MedicationRequest.ndjson.gz": 800,
		"Observation.ndjson.gz": 6000, "Patient.ndjson.gz": 400, "Procedure.ndjson.gz": 600,
		"QuestionnaireResponse.ndjson.gz": 150,
	}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Errorf("lines differ (-want +got):\n%s", diff)
	}
	if size, known := sizeOf(data); !known || size != read {
		t.Errorf("%d bytes were read, Size is %d, %v", read, size, known)
	}
}
