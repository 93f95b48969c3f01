// Package viewtest runs files of test cases in the official format of SQL on FHIR: resources, and views with the rows,
// the number of rows, or the error that they must give.
//
// It is what `fhirview test` runs, and it lets a Go test do the same:
//
//	suite, err := viewtest.Load("views/patients.test.json")
//	for _, r := range suite.Run(ctx, nil) { … }
//
// Specification: SQL on FHIR, the schema of its content tests.
package viewtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/fhirview/fhirview/internal/files"
)

// Suite is a file of test cases.
type Suite struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	// FHIRVersion are the releases that the resources can be of. A view that says nothing of releases is compiled for
	// the highest of them, see [viewdef.Options]. In the file it is an array of strings, or one string.
	FHIRVersion Versions          `json:"fhirVersion"`
	Resources   []json.RawMessage `json:"resources"`
	Tests       []Case            `json:"tests"`
}

// Versions are releases of FHIR, such as 4.0.1 or R5.
type Versions []string

// UnmarshalJSON reads an array of strings, or one string.
func (v *Versions) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil && len(data) > 0 && data[0] == '"' {
		*v = Versions{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(v))
}

// Case is one test: a view, and one of Expect, ExpectCount and ExpectError.
type Case struct {
	Title string          `json:"title"`
	Tags  []string        `json:"tags"`
	View  json.RawMessage `json:"view"`
	// Expect are the rows, in any order.
	Expect []map[string]any `json:"expect"`
	// ExpectCount is the number of rows.
	ExpectCount *int `json:"expectCount"`
	// ExpectError asks for the view, or its evaluation on the resources, to fail.
	ExpectError bool `json:"expectError"`
	// ExpectColumns is the order of the columns.
	ExpectColumns []string `json:"expectColumns"`
}

// Load reads a suite from a file, which has 64 MiB at most.
func Load(path string) (*Suite, error) {
	data, err := files.ReadWaiting(path)
	if err != nil {
		return nil, err
	}
	s, err := Parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}

// Parse reads a suite. A case without a view is an error, and so is one without an expectation: it could not fail.
func Parse(data []byte) (*Suite, error) {
	s := &Suite{}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber() // an expected 1.0 keeps its text
	if err := d.Decode(s); err != nil {
		return nil, fmt.Errorf("not a file of test cases: %w", err)
	}
	if len(s.Tests) == 0 {
		return nil, errors.New("not a file of test cases: it has no tests")
	}
	for i, c := range s.Tests {
		if len(c.View) == 0 {
			return nil, fmt.Errorf("tests[%d] has no view", i)
		}
		if c.Expect == nil && c.ExpectCount == nil && !c.ExpectError {
			return nil, fmt.Errorf("tests[%d] expects nothing: give it expect, expectCount or expectError", i)
		}
	}
	return s, nil
}
