package conformance

import (
	"path/filepath"
	"testing"

	"github.com/fhirview/fhirview/runner/viewtest"
)

// TestReportedViews runs the test cases for views that came of faults of other engines and of ours.
func TestReportedViews(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(officialMaterial(t), "reported", "f*.json"))
	if len(files) == 0 {
		t.Skip("the official material has no reported cases")
	}
	for _, file := range files {
		suite, err := viewtest.Load(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, result := range suite.Run(t.Context(), nil) {
			if !result.Passed {
				t.Errorf("%s: %s: %s", filepath.Base(file), result.Title, result.Reason)
			}
		}
	}
}
