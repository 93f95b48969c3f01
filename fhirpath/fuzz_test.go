package fhirpath_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
)

// tables are all examples that are evaluated on the patient.
var tables = slices.Concat(conformsToExamples, htmlExamples, factoryExamples, existenceExamples, filteringExamples, subsettingExamples, combiningExamples,
	mathFunctionExamples, aggregateExamples, sortExamples, variableExamples, componentExamples, formatExamples,
	encodingExamples, reflectionExamples, instanceExamples,
	conversionExamples, stringExamples, equalityExamples, comparisonExamples, typeExamples, logicExamples, mathExamples,
	pathExamples, fhirExamples)

// TestProjectionsSuffice evaluates the examples on a resource that is decoded as far as they read it, and on one that is
// decoded whole: the outcome has to be the same.
func TestProjectionsSuffice(t *testing.T) {
	for _, e := range tables {
		for _, typ := range []string{"Patient", ""} {
			compareProjections(t, e.source, &fhirpath.Options{Resource: typ, Now: clock})
		}
	}
}

func compareProjections(t *testing.T, source string, opts *fhirpath.Options) {
	t.Helper()
	x, err := fhirpath.Compile(source, opts)
	if err != nil {
		return
	}
	whole, err := fhirpath.Compile("descendants()", opts)
	if err != nil {
		t.Fatal(err)
	}
	projected := on(t, x, x.Projection())
	if all := on(t, x, x.Projection(), whole.Projection()); projected != all {
		t.Errorf("%s (compiled for %q)\n  have %s\n  want %s\n  read %s", source, opts.Resource, projected, all, x.Projection())
	}
}

// on is the outcome of an expression on the patient as projections read it.
func on(t *testing.T, x *fhirpath.Expr, ps ...*resource.Projection) string {
	t.Helper()
	r := new(resource.Resource)
	if err := resource.NewDecoder(ps...).Decode([]byte(patient), r); err != nil {
		t.Fatal(err)
	}
	vs, err := x.Eval(r)
	if err != nil {
		return "error: " + err.Error()
	}
	checkPromises(t, x, r, vs)
	return showAll(vs)
}

// checkPromises compares values with what the compiler has said of their number and types, by which columns are refused.
func checkPromises(t *testing.T, x *fhirpath.Expr, r *resource.Resource, vs fhirpath.Collection) {
	t.Helper()
	why, several := x.Several()
	if x.Single() && (len(vs) > 1 || several) || several && (why.Start > why.End || why.End > len(x.String())) {
		t.Errorf("%s: single is promised: %t; several, as %+v; there are %d", x, x.Single(), why, len(vs))
	}
	types := x.Types()
	for _, v := range vs {
		is := func(typ model.TypeID) bool { return r.Model().Is(v.Type(), typ) }
		if v.Type() != model.Unknown && len(types) > 0 && !slices.ContainsFunc(types, is) {
			t.Errorf("%s: an item of type %s is not promised", x, r.Model().TypeName(v.Type()))
		}
	}
}

// FuzzCompileEval makes sure that no expression crashes the compiler or the evaluation, that mistakes have places in
// the expression, and that a projection reads enough.
func FuzzCompileEval(f *testing.F) {
	for _, e := range tables {
		f.Add(e.source)
	}
	f.Fuzz(func(t *testing.T, source string) {
		for _, typ := range []string{"Patient", ""} {
			opts := &fhirpath.Options{Resource: typ, Now: clock}
			_, err := fhirpath.Compile(source, opts)
			var mistakes *fhirpath.CompileError
			switch {
			case errors.As(err, &mistakes):
				checkPlaces(t, mistakes)
			case err != nil:
				t.Fatal(err)
			default:
				compareProjections(t, source, opts)
			}
		}
	})
}

func checkPlaces(t *testing.T, e *fhirpath.CompileError) {
	t.Helper()
	if len(e.Mistakes) == 0 {
		t.Error("an error without a mistake")
	}
	for _, m := range e.Mistakes {
		if m.Start < 0 || m.Start > m.End || m.End > len(e.Source) || m.Msg == "" {
			t.Errorf("%q: %+v", e.Source, m)
		}
	}
	if !strings.Contains(e.Error(), "^") {
		t.Errorf("%q: no caret in %q", e.Source, e.Error())
	}
}
