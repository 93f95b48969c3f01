package fhirpath_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath"
)

func TestCompileErrors(t *testing.T) {
	for _, e := range []struct{ source, want string }{
		{"name.frist()", `
unknown function frist(); did you mean first()?
    name.frist()
         ^~~~~`},
		{"xyzzy(1)", `
unknown function xyzzy()
    xyzzy(1)
    ^~~~~`},
		{"name.where()", `
where() takes 1 argument, not 0
    name.where()
    ^~~~~~~~~~~~`},
		{"name.exists(1, 2)", `
exists() takes 0 to 1 arguments, not 2
    name.exists(1, 2)
    ^~~~~~~~~~~~~~~~~`},
		{"name.count(1)", `
count() takes no arguments, not 1
    name.count(1)
    ^~~~~~~~~~~~~`},
		{"name.frist() and\n\tvalue.ofType(Quantiy).abs() > %limit", `
unknown function frist(); did you mean first()?
    name.frist() and
         ^~~~~
unknown type Quantiy; did you mean Quantity?
    	value.ofType(Quantiy).abs() > %limit
    	             ^~~~~~~
unknown variable %limit
    	value.ofType(Quantiy).abs() > %limit
    	                              ^~~~~~`},
		{"foo(bar(), baz() = 1)", `
unknown function foo()
    foo(bar(), baz() = 1)
    ^~~
unknown function bar()
    foo(bar(), baz() = 1)
        ^~~
unknown function baz()
    foo(bar(), baz() = 1)
               ^~~`},
		{"name.select(repeat(repeat(repeat(repeat(repeat(x))))))", `
repeat() is nested more than 4 times
    name.select(repeat(repeat(repeat(repeat(repeat(x))))))
                                            ^~~~~~`},
	} {
		_, err := fhirpath.Compile(e.source, nil)
		if err == nil {
			t.Errorf("%s: compiles", e.source)
			continue
		}
		if diff := cmp.Diff(strings.TrimPrefix(e.want, "\n"), err.Error()); diff != "" {
			t.Errorf("%s: -want +have:\n%s", e.source, diff)
		}
	}
}

// What is not there yet is told from what is wrong.
func TestUnsupported(t *testing.T) {
	want := []fhirpath.Mistake{
		{Start: 0, End: 7, Msg: "%server is not supported yet", Unsupported: true},
		{Start: 10, End: 14, Msg: "unknown function sqrd()"},
	}
	have := mistakes(t, "%server | sqrd()", nil)
	if len(have) == 2 {
		have[1].Msg, _, _ = strings.Cut(have[1].Msg, ";")
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("-want +have:\n%s", diff)
	}
}

func TestUnknownResource(t *testing.T) {
	_, err := fhirpath.Compile("id", &fhirpath.Options{Resource: "Patinet"})
	var unknown *fhirpath.UnknownResourceError
	if !errors.As(err, &unknown) {
		t.Fatalf("have %v", err)
	}
	if diff := cmp.Diff(&fhirpath.UnknownResourceError{Name: "Patinet", Release: "R4", Suggestion: "Patient"}, unknown); diff != "" {
		t.Errorf("-want +have:\n%s", diff)
	}
	if _, err := fhirpath.Compile("id", &fhirpath.Options{Resource: "HumanName"}); err == nil {
		t.Error("HumanName is taken for a resource")
	}
}

// secret stands for data, which no message may show.
const secret = "S3CRET"

// An evaluation error shows the part of the expression that failed, and nothing of the data.
func TestEvalErrors(t *testing.T) {
	const data = `{"resourceType": "Patient", "active": "` + secret + `", "birthDate": "` + secret + `",
		"gender": "` + secret + `", "multipleBirthInteger": "` + secret + `",
		"name": [{"family": "` + secret + `", "given": ["` + secret + `", "` + secret + `"]}, {"text": "` + secret + `"}]}`
	for _, e := range []struct{ source, want string }{
		{"id | name.given.single()", `
want a single value, have 2
    id | name.given.single()
         ^~~~~~~~~~~~~~~~~~~`},
		{"name.where(given = 'x' or 1 < text)", `
values of these types have no order
    name.where(given = 'x' or 1 < text)
                              ^~~~~~~~`},
		{"name.select(family + given)", `
want a single value, have 2
    name.select(family + given)
                ^~~~~~~~~~~~~~`},
		{"name[name.family]", `
want a value of type Integer, have one of type string
    name[name.family]
    ^~~~~~~~~~~~~~~~~`},
		{"active and true", `
cannot be evaluated: a JSON string is no valid boolean
    active and true
    ^~~~~~~~~~~~~~~`},
		{"multipleBirth + 1", `
cannot be evaluated: a JSON string is no valid integer
    multipleBirth + 1
    ^~~~~~~~~~~~~~~~~`},
		{"birthDate + 1 day", `
not a valid date or time
    birthDate + 1 day
    ^~~~~~~~~~~~~~~~~`},
		{"birthDate.lowBoundary()", `
not a valid date or time
    birthDate.lowBoundary()
    ^~~~~~~~~~~~~~~~~~~~~~~`},
		{"'a'.matches(gender & '(')", `
not a regular expression: missing closing )
    'a'.matches(gender & '(')
    ^~~~~~~~~~~~~~~~~~~~~~~~~`},
		{"name.given.lower()", `
want a single value, have 2
    name.given.lower()
    ^~~~~~~~~~~~~~~~~~`},
	} {
		have := strings.TrimPrefix(outcome(e.source, data, &fhirpath.Options{Resource: "Patient"}), "error: ")
		if strings.Contains(have, secret) {
			t.Errorf("%s shows data: %s", e.source, have)
		}
		if diff := cmp.Diff(strings.TrimPrefix(e.want, "\n"), have); diff != "" {
			t.Errorf("%s: -want +have:\n%s", e.source, diff)
		}
	}
}

// A failed evaluation is an *EvalError that wraps its cause, and its place is in the source.
func TestEvalErrorPlace(t *testing.T) {
	const source = "true and\n  (1 | 2).not()"
	x, err := fhirpath.Compile(source, nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := x.Decode([]byte(`{}`))
	if err != nil {
		t.Fatal(err)
	}
	_, err = x.Eval(r)
	var e *fhirpath.EvalError
	if !errors.As(err, &e) {
		t.Fatalf("have %v", err)
	}
	if at := source[e.Start:e.End]; at != "(1 | 2).not()" || e.Source != source {
		t.Errorf("the place is %q", at)
	}
	if want := "want a single value, have 2\n      (1 | 2).not()\n      ^~~~~~~~~~~~~"; err.Error() != want {
		t.Errorf("have %q, want %q", err, want)
	}
}
