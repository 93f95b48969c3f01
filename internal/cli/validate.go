package cli

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/viewdef"
)

const validateHelp = `Check views and print everything that is wrong or doubtful about each.

A VIEW is a file with a ViewDefinition, a folder of such files (*.json, also in folders below), or a
glob. The exit status is 1 where a view has errors; warnings alone are no failure, but --strict makes errors of those that
come from FHIR's types: unknown elements, operands and arguments that do not go together. With --format json the problems are
an array of objects with file, severity, path, message and, for mistakes in one, expression.`

const validateExample = `  fhirview validate patients.view.json
  fhirview validate views/
  fhirview validate views/*.view.json --format json
  fhirview validate views/ --strict --fhir-version R5
  fhirview validate patients.view.json --explain`

const formatText = "text"

// problem is one problem of a view in the form of --format json.
type problem struct {
	File       string           `json:"file"`
	Severity   viewdef.Severity `json:"severity"`
	Path       string           `json:"path"`
	Message    string           `json:"message"`
	Expression string           `json:"expression,omitempty"`
}

func (e *env) validateCommand() *cobra.Command {
	format := &choice{value: formatText, from: []string{formatText, formatJSON}}
	var release *release
	var explain, strict bool
	cmd := &cobra.Command{
		Use:     "validate VIEW…",
		Short:   "Check views",
		Long:    validateHelp,
		Example: validateExample,
		Args:    atLeastOne("a view: a file, a folder or a glob"),
		RunE: e.command(func(ctx context.Context, args []string) error {
			if explain && format.value != formatText {
				return usagef("--explain is for --format text")
			}
			return e.validate(ctx, args, &viewdef.Options{Model: release.model, Strict: strict, Cache: newCache()}, format.value, explain)
		}),
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.Var(format, "format", "format of the problems")
	release = addRelease(flags)
	flags.BoolVar(&strict, "strict", false, "take for errors what is doubtful by FHIR's types, such as elements that it does not have")
	flags.BoolVar(&explain, "explain", false, "print how each good view is evaluated")
	return cmd
}

func (e *env) validate(ctx context.Context, paths []string, opts *viewdef.Options, format string, explain bool) error {
	if err := refuseInputs(paths, "view"); err != nil {
		return err
	}
	views, err := findViews(ctx, paths)
	if err != nil {
		return err
	}
	bad := false
	list := []problem{} // never null
	for _, v := range views {
		problems := viewdef.Validate(v.data, opts)
		good := !slices.ContainsFunc(problems, func(p viewdef.Problem) bool { return p.Severity == viewdef.SeverityError })
		bad = bad || !good
		if format == formatJSON {
			list = append(list, v.list(problems)...)
			continue
		}
		e.printProblems(v, problems, good)
		if good && explain {
			if err := compile([]*viewFile{v}, opts); err != nil {
				return err
			}
			e.printf("%s", v.plan)
		}
	}
	if format == formatJSON {
		if err := writeJSON(e.stdout, list); err != nil {
			return err
		}
	}
	if bad {
		return failed()
	}
	return nil
}

func (e *env) printProblems(v *viewFile, problems []viewdef.Problem, good bool) {
	for _, p := range problems {
		e.printf("%s: %s\n", v.path, p)
	}
	switch {
	case good && len(problems) > 0:
		e.printf("%s: OK, with %s\n", v.path, counted(int64(len(problems)), "warning"))
	case good:
		e.printf("%s: OK\n", v.path)
	}
}

// list returns the problems in the form of --format json.
func (v *viewFile) list(problems []viewdef.Problem) []problem {
	var out []problem
	for _, p := range problems {
		one := problem{File: v.path, Severity: p.Severity, Path: p.Path, Message: p.Msg}
		if expr, ok := errors.AsType[*fhirpath.CompileError](p.Err); ok && len(expr.Mistakes) == 1 {
			one.Message, one.Expression = expr.Mistakes[0].Msg, expr.Source
		}
		out = append(out, one)
	}
	return out
}

// writeJSON writes a value for people and programs: indented, and with < and > as they are.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
