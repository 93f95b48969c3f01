package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fhirview/fhirview/internal/files"
	"github.com/fhirview/fhirview/internal/outfile"
	"github.com/fhirview/fhirview/runner/viewtest"
	"github.com/fhirview/fhirview/viewdef"
)

const testHelp = `Run test cases for views, in the format of the SQL on FHIR content tests, or for expressions, in that
of the official FHIRPath suites (XML, with the resources as JSON in a folder "input" beside it).

A PATH is a file of test cases, a folder (those of its .json files that have tests, also in folders
below), or a glob. A resource that fails also fails its case. The last line is "N passed, N failed";
the exit status is 1 where a case failed or a file could not be read.`

const testExample = `  fhirview test patients.test.json
  fhirview test tests/ --verbose
  fhirview test sql-on-fhir.js/tests --report fhirview.json
  fhirview test fhirpath/r5/tests-fhir-r5.xml --fhir-version R5 --quiet`

type testOptions struct {
	report  string
	release *release
	verbose bool
	quiet   bool
}

func (e *env) testCommand() *cobra.Command {
	o := &testOptions{}
	cmd := &cobra.Command{
		Use:     "test PATH…",
		Short:   "Run test cases for views and expressions",
		Long:    testHelp,
		Example: testExample,
		Args:    atLeastOne("a file or folder of test cases"),
		RunE: e.command(func(ctx context.Context, args []string) error {
			if o.quiet && o.verbose {
				return usagef("--quiet and --verbose exclude each other")
			}
			return e.test(ctx, o, args)
		}),
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&o.report, "report", "",
		"`FILE` to write the outcome to, in the format of the registry of implementations;\n"+
			"- is standard output, everything else then goes to standard error")
	o.release = addRelease(flags)
	flags.BoolVar(&o.verbose, "verbose", false, "print passed cases, too, and the errors that cases expect")
	flags.BoolVar(&o.quiet, "quiet", false, "print failed cases and the last line only")
	return cmd
}

func (e *env) test(ctx context.Context, o *testOptions, paths []string) error {
	t := &tester{testOptions: o, w: e.stdout, report: viewtest.Report{}, opts: &viewdef.Options{Model: o.release.model, Cache: newCache()}}
	if o.report == stdinPath {
		t.w = e.stderr
	}
	if err := refuseInputs(paths, "test cases"); err != nil {
		return err
	}
	found, err := jsonFiles(paths)
	if err != nil {
		return err
	}
	var errs []error
	for _, f := range found {
		errs = append(errs, t.file(ctx, f))
		if ctx.Err() != nil {
			return ctx.Err() // not half a result
		}
	}
	if err := errors.Join(errs...); err != nil {
		e.tell(err)
	} else if len(t.report) == 0 {
		return fmt.Errorf("%s: there is no file of test cases", strings.Join(paths, ", "))
	}
	if err := e.writeReport(ctx, o.report, t.report); err != nil {
		return err
	}
	t.printf("%d passed, %d failed\n", t.passed, t.failed)
	if t.failed > 0 || errors.Join(errs...) != nil {
		return failed()
	}
	return nil
}

func (e *env) writeReport(ctx context.Context, path string, r viewtest.Report) error {
	switch path {
	case "":
		return nil
	case stdinPath:
		return writeJSON(e.stdout, r)
	}
	f, err := outfile.Create(ctx, path)
	if err != nil {
		return err
	}
	if err := writeJSON(f, r); err != nil {
		return errors.Join(err, f.Discard())
	}
	return f.Commit()
}

// tester runs files of test cases and keeps the score.
type tester struct {
	*testOptions
	w              io.Writer
	opts           *viewdef.Options
	report         viewtest.Report
	passed, failed int
}

// printf writes to standard output, whose guard keeps the error, or to standard error, where nobody would be told.
func (t *tester) printf(format string, args ...any) { _, _ = fmt.Fprintf(t.w, format, args...) }

// file runs the cases of a file. The error is that the file is none.
func (t *tester) file(ctx context.Context, f files.File) error {
	suite, err := loadSuite(ctx, f)
	if suite == nil {
		return err
	}
	results := suite.Run(ctx, t.opts)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	t.report.Add(t.reportName(f.Path), results)
	passed := 0
	for _, r := range results {
		if r.Passed {
			passed++
		}
	}
	t.passed += passed
	t.failed += len(results) - passed
	if !t.quiet {
		t.printf("%s: %d/%d\n", f.Path, passed, len(results))
	}
	for _, r := range results {
		t.print(f.Path, r)
	}
	return nil
}
