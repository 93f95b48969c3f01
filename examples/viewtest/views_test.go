package viewtest

import (
	"path/filepath"
	"testing"

	"github.com/fhirview/fhirview/runner/viewtest"
)

// TestViews runs all cases of all files, each as a test of its own.
func TestViews(t *testing.T) {
	files, err := filepath.Glob("*.test.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("found no files of test cases: %v", err)
	}
	for _, file := range files {
		suite, err := viewtest.Load(file)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(file, func(t *testing.T) {
			for _, r := range suite.Run(t.Context(), nil) {
				t.Run(r.Title, func(t *testing.T) {
					if !r.Passed {
						t.Error(r.Reason)
					}
				})
			}
		})
	}
}
