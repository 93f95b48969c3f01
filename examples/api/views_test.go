package api

import (
	"testing"

	"github.com/fhirview/fhirview/runner/viewtest"
)

// TestViews runs a file of tests of views: each has resources, and the rows that a view makes of them.
func TestViews(t *testing.T) {
	suite, err := viewtest.Load("../viewtest/blood_pressures.test.json")
	if err != nil {
		t.Fatal(err)
	}
	results := suite.Run(t.Context(), nil)
	if len(results) == 0 {
		t.Error("there are no tests")
	}
	for _, result := range results {
		if !result.Passed {
			t.Errorf("%s: %s", result.Title, result.Reason)
		}
	}
}
