package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/fhirview/fhirview/internal/files"
	"github.com/fhirview/fhirview/runner/viewtest"
)

// loadSuite reads a file of test cases. It is nil, without an error, for a file that only stands in the folder and is
// of another kind: the schema of the format, for example.
func loadSuite(ctx context.Context, f files.File) (cases, error) {
	data, err := files.Read(ctx, f.Path)
	if err != nil {
		return nil, err
	}
	if isXML(data) {
		suite, err := parseExpressionCases(f.Path, data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Path, err)
		}
		return suite, nil
	}
	if !f.Named {
		tests, err := hasTests(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Path, err)
		}
		if !tests {
			return nil, nil
		}
	}
	suite, err := viewtest.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Path, err)
	}
	return suite, nil
}

// hasTests is true for a JSON object that has tests, of whatever kind.
func hasTests(data []byte) (bool, error) {
	if !json.Valid(data) {
		return false, errors.New("not a file of test cases: it is not JSON")
	}
	if bytes.TrimSpace(data)[0] != '{' {
		return false, nil
	}
	var members map[string]json.RawMessage
	err := json.Unmarshal(data, &members)
	_, ok := members["tests"]
	return ok, err
}

// reportName returns what the registry knows the file by: its name, unless another folder has one of the same name.
func (t *tester) reportName(path string) string {
	name := filepath.Base(path)
	if _, taken := t.report[name]; taken {
		return filepath.ToSlash(path)
	}
	return name
}

// print prints the outcome of a case as far as it was asked for.
func (t *tester) print(path string, r viewtest.Result) {
	word := "FAIL"
	switch {
	case r.Passed && !t.verbose:
		return
	case r.Passed:
		word = "ok"
	case t.quiet:
		word = path + ": FAIL"
	}
	t.printf("  %s %s\n", word, r.Title)
	if r.Reason != "" {
		t.printf("      %s\n", strings.ReplaceAll(r.Reason, "\n", "\n      "))
	}
}
