package viewtest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/row"
)

// Result is the outcome of one case.
type Result struct {
	Title  string
	Passed bool
	// Reason says why the case failed, or, for a case that expects an error, which error there was.
	Reason string
}

// Run runs all cases. The options are those of the views' compilation; nil means defaults. Where they name no model, that
// of a view is by its own fhirVersion, or else by the suite's.
func (s *Suite) Run(ctx context.Context, opts *viewdef.Options) []Result {
	results := make([]Result, 0, len(s.Tests))
	for i := range s.Tests {
		reason, err := s.run(ctx, &s.Tests[i], opts)
		if err != nil {
			results = append(results, Result{Title: s.Tests[i].Title, Reason: err.Error()})
			continue
		}
		results = append(results, Result{Title: s.Tests[i].Title, Passed: true, Reason: reason})
	}
	return results
}

// run runs a case; the error says why it fails.
func (s *Suite) run(ctx context.Context, c *Case, opts *viewdef.Options) (reason string, err error) {
	if opts, err = s.options(c, opts); err != nil {
		return "", err // also where the case expects another one
	}
	schema, rows, err := s.rows(ctx, c, opts)
	switch {
	case c.ExpectError && err != nil:
		return err.Error(), nil //nolint:nilerr // the case asks for the error
	case c.ExpectError:
		return "", fmt.Errorf("no error, but %d rows", len(rows))
	case err != nil:
		return "", err
	case c.ExpectCount != nil && *c.ExpectCount != len(rows):
		return "", fmt.Errorf("%d rows, want %d", len(rows), *c.ExpectCount)
	}
	if c.ExpectColumns != nil {
		var names []string
		for _, col := range schema.Columns {
			names = append(names, col.Name)
		}
		if !slices.Equal(names, c.ExpectColumns) {
			return "", fmt.Errorf("columns %s, want %s", strings.Join(names, ", "), strings.Join(c.ExpectColumns, ", "))
		}
	}
	if c.Expect == nil {
		return "", nil
	}
	return "", compare(rows, c.Expect)
}

// options returns the options for the case's view.
func (s *Suite) options(c *Case, opts *viewdef.Options) (*viewdef.Options, error) {
	var view struct {
		FHIRVersion json.RawMessage `json:"fhirVersion"`
	}
	if opts != nil && opts.Model != nil {
		return opts, nil
	}
	// What is no view is compiled as it is, for the error that it gets.
	if err := json.Unmarshal(c.View, &view); err != nil || view.FHIRVersion != nil {
		return opts, nil //nolint:nilerr // compiling tells it
	}
	m, err := model.ForVersions(s.FHIRVersion)
	if err != nil {
		return nil, fmt.Errorf("fhirVersion of the file: %w", err)
	}
	var own viewdef.Options
	if opts != nil {
		own = *opts
	}
	own.Model = m
	return &own, nil
}

// rows runs the case's view on all resources, each row in the form that is compared.
func (s *Suite) rows(ctx context.Context, c *Case, opts *viewdef.Options) (*row.Schema, []string, error) {
	plan, err := viewdef.Compile(c.View, opts)
	if err != nil {
		return nil, nil, err
	}
	data := make([][]byte, len(s.Resources))
	for i, r := range s.Resources {
		data[i] = r
	}
	schema := plan.Schema()
	var rows []string
	for r, err := range runner.Rows(ctx, plan, source.Bytes(data...), &runner.Options{Parallel: 1, OnError: runner.Fail}) {
		if err != nil {
			return nil, nil, err
		}
		rows = append(rows, canonicalRow(schema, r.Cells()))
	}
	return schema, rows, nil
}
