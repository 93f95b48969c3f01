package viewdef

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/internal/expr"
)

// Severity says how bad a problem is.
type Severity string

// The severities. A view with errors cannot be compiled.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
)

// Problem is something about a view that is wrong or doubtful.
type Problem struct {
	Severity Severity
	// Path is the place in the view: select[0].column[2].path. It is empty for the view as a whole.
	Path string
	Msg  string
	// Err is the cause, or nil: a [*fhirpath.CompileError] for an expression, also where it is a warning.
	Err error
}

// String shows the problem with its place, and with the expression that it is in.
func (p Problem) String() string {
	var b strings.Builder
	if p.Path != "" {
		b.WriteString(p.Path)
		b.WriteString(": ")
	}
	if p.Severity == SeverityWarning {
		b.WriteString("warning: ")
	}
	b.WriteString(p.Msg)
	return b.String()
}

// CompileError holds all the mistakes of a view, in the order of the view's elements.
type CompileError struct {
	// View is the view's name, or "".
	View     string
	Problems []Problem
}

func (e *CompileError) Error() string {
	lines := make([]string, 0, len(e.Problems))
	for _, p := range e.Problems {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}

// problems collects what is wrong with a view.
type problems struct {
	errors, warnings []Problem
}

func (ps *problems) failf(path, format string, args ...any) {
	ps.errors = append(ps.errors, Problem{Severity: SeverityError, Path: path, Msg: fmt.Sprintf(format, args...)})
}

func (ps *problems) warnf(path, format string, args ...any) {
	ps.warnings = append(ps.warnings, Problem{Severity: SeverityWarning, Path: path, Msg: fmt.Sprintf(format, args...)})
}

func (ps *problems) clone() *problems {
	return &problems{errors: slices.Clone(ps.errors), warnings: slices.Clone(ps.warnings)}
}

// fewerThan is true where there is less wrong than elsewhere: fewer errors, or as many and fewer warnings.
func (ps *problems) fewerThan(other *problems) bool {
	return cmp.Or(cmp.Compare(len(ps.errors), len(other.errors)), cmp.Compare(len(ps.warnings), len(other.warnings))) < 0
}

// expression adds the mistakes of an expression, one problem each.
func (ps *problems) expression(path string, err error) {
	var compile *expr.CompileError
	if !errors.As(err, &compile) {
		ps.errors = append(ps.errors, Problem{SeverityError, path, err.Error(), err})
		return
	}
	for _, m := range compile.Mistakes {
		ps.errors = append(ps.errors, mistake(SeverityError, path, compile.Source, m))
	}
}

// doubtful adds the warnings of an expression, one problem each.
func (ps *problems) doubtful(path string, x *expr.Expr) {
	for _, m := range x.Warnings() {
		ps.warnings = append(ps.warnings, mistake(SeverityWarning, path, x.String(), m))
	}
}

// repeated adds the mistakes of the paths of a repeat: one or several errors, each of the path that is its source.
func (ps *problems) repeated(at string, paths []string, err error) {
	errs := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		errs = joined.Unwrap()
	}
	for i, path := range paths {
		if path == "" && len(ps.errors) > 0 {
			continue // it is what the form of the view lacks
		}
		for _, err := range errs {
			var compile *expr.CompileError
			if errors.As(err, &compile) && compile.Source == path {
				ps.expression(fmt.Sprintf("%s[%d]", at, i), err)
				break
			}
		}
	}
}

func mistake(s Severity, path, source string, m expr.Mistake) Problem {
	one := &fhirpath.CompileError{Source: source, Mistakes: []fhirpath.Mistake{fhirpath.Mistake(m)}}
	return Problem{s, path, one.Error(), one}
}

// under is true where there is an error at a place or below it.
func (ps *problems) under(path string) bool {
	return slices.ContainsFunc(ps.errors, func(p Problem) bool {
		rest, ok := strings.CutPrefix(p.Path, path)
		return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
	})
}

// err returns the errors, or nil where there are none.
func (ps *problems) err(view string) error {
	if len(ps.errors) == 0 {
		return nil
	}
	return &CompileError{View: view, Problems: inOrder(ps.errors)}
}
