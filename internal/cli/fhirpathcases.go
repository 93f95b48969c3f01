package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/conformance"
	"github.com/fhirview/fhirview/internal/decode"
	"github.com/fhirview/fhirview/internal/files"
	"github.com/fhirview/fhirview/runner/viewtest"
	"github.com/fhirview/fhirview/viewdef"
)

// cases are what a file of test cases has, of whatever kind.
type cases interface {
	Run(ctx context.Context, opts *viewdef.Options) []viewtest.Result
}

// isXML is true for text that can be a suite of FHIRPath tests, which are XML.
func isXML(data []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(data, "\ufeff \t\r\n"), []byte("<"))
}

// expressionCases are a suite of FHIRPath tests in the form of the official ones. The resources lie in the folder input
// beside the suite, as JSON, also where the suite names them with another extension.
type expressionCases struct {
	cases  []conformance.FHIRPathCase
	folder string
}

func parseExpressionCases(path string, data []byte) (*expressionCases, error) {
	list, err := conformance.ReadFHIRPath(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, errors.New("not a file of test cases: it has no tests")
	}
	return &expressionCases{list, filepath.Join(filepath.Dir(path), "input")}, nil
}

// Run runs the cases one after the other. What is missing for one fails it.
func (s *expressionCases) Run(ctx context.Context, opts *viewdef.Options) []viewtest.Result {
	results := make([]viewtest.Result, 0, len(s.cases))
	for i := range s.cases {
		if ctx.Err() != nil {
			break
		}
		c := &s.cases[i]
		r := viewtest.Result{Title: strings.TrimSpace(c.Key + " " + c.Name), Passed: true}
		if err := s.run(ctx, c, opts.Model); err != nil {
			r.Passed, r.Reason = false, c.Expression+"\n"+err.Error()
		}
		results = append(results, r)
	}
	return results
}

func (s *expressionCases) run(ctx context.Context, c *conformance.FHIRPathCase, m *model.Model) error {
	opts := &fhirpath.Options{Model: m}
	if c.Input == "" {
		return c.Run([]byte("{}"), opts)
	}
	name := strings.TrimSuffix(c.Input, filepath.Ext(c.Input)) + ".json"
	data, err := files.Read(ctx, filepath.Join(s.folder, filepath.Base(name)))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no %s in the folder input beside the suite", name)
	}
	if err != nil {
		return err
	}
	typ, err := decode.Peek(data)
	if err != nil {
		return err
	}
	opts.Resource = string(typ)
	return c.Run(data, opts)
}
