package fhirpath_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/decode"
	"github.com/fhirview/fhirview/internal/expr"
	"github.com/fhirview/fhirview/internal/nodes"
)

// patient and observation are what the tables are evaluated on.
const (
	patient = `{
		"resourceType": "Patient",
		"id": "p1",
		"meta": {"tag": [{"system": "urn:t", "code": "a"}, {"system": "urn:t", "code": "b"}, {"system": "urn:t", "code": "a"}]},
		"extension": [
			{"url": "urn:race", "valueCoding": {"system": "urn:races", "code": "2106-3"}},
			{"url": "urn:birthPlace", "valueString": "Ghent"}
		],
		"identifier": [
			{"use": "usual", "system": "urn:mrn", "value": "12345"},
			{"use": "official", "system": "urn:ssn", "value": "999"}
		],
		"active": true,
		"name": [
			{"use": "official", "family": "Zwart", "given": ["Ada", "Mae"]},
			{"use": "nickname", "given": ["Addy"]},
			{"use": "old", "family": "Blom", "given": ["Ada"]}
		],
		"telecom": [{"system": "phone", "value": "555", "use": "home"}, {"system": "email", "value": "a@b.example"}],
		"gender": "female",
		"birthDate": "1974-12-25",
		"_birthDate": {"extension": [{"url": "urn:birthTime", "valueDateTime": "1974-12-25T14:35:45-05:00"}]},
		"deceasedBoolean": false,
		"multipleBirthInteger": 2,
		"maritalStatus": {"coding": [{"system": "urn:ms", "code": "M"}], "text": "Married"},
		"contact": [{"relationship": [{"text": "mother"}], "name": {"family": "Zwart"}}],
		"contained": [
			{"resourceType": "Organization", "id": "o1", "name": "Acme"},
			{"resourceType": "Patient", "id": "o2"}
		],
		"managingOrganization": {"reference": "Organization/o7", "display": "Acme"}
	}`
	observation = `{
		"resourceType": "Observation",
		"id": "o1",
		"status": "final",
		"code": {"coding": [
			{"system": "http://loinc.org", "code": "8867-4", "display": "Heart rate"},
			{"system": "urn:local", "code": "hr"}
		]},
		"subject": {"reference": "Patient/p1"},
		"effectiveDateTime": "2026-02-03T04:05:06Z",
		"valueQuantity": {"value": 72.50, "unit": "/min", "system": "http://unitsofmeasure.org", "code": "/min"},
		"_comment": {"id": "x"},
		"component": [
			{"code": {"text": "systolic"}, "valueQuantity": {"value": 107, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}},
			{"code": {"text": "diastolic"}, "valueQuantity": {"value": 60, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}},
			{"code": {"text": "position"}, "valueCodeableConcept": {"text": "lying"}},
			{"code": {"text": "method"}, "valueString": "cuff"}
		]
	}`
)

// example is an expression with its result: the items as [show] writes them, with a semicolon and a space between
// them, or "error: " and a part of the message.
type example struct{ source, want string }

// clock is what now() tells in the tables.
func clock() time.Time { return time.Date(2026, 2, 3, 4, 5, 6, 789_000_000, time.FixedZone("", 3600)) }

// check evaluates examples on a resource, once compiled for its type and once for resources of any type.
func check(t *testing.T, data string, examples []example) {
	t.Helper()
	for _, e := range examples {
		for _, typ := range []string{typeOf(data), ""} {
			if have := outcome(e.source, data, &fhirpath.Options{Resource: typ, Now: clock}); !agrees(have, e.want) {
				t.Errorf("%s (compiled for %q)\n  have %s\n  want %s", e.source, typ, have, e.want)
			}
		}
	}
}

func agrees(have, want string) bool {
	part, failure := strings.CutPrefix(want, "error: ")
	if failure {
		return strings.HasPrefix(have, "error: ") && strings.Contains(have, part)
	}
	return have == want
}

func typeOf(data string) string {
	name, _ := decode.Peek([]byte(data))
	return string(name)
}

// outcome is the result of an expression as [example] has it.
func outcome(source, data string, opts *fhirpath.Options) string {
	x, err := fhirpath.Compile(source, opts)
	if err != nil {
		return "error: " + err.Error()
	}
	r, err := x.Decode([]byte(data))
	if err != nil {
		return "error: " + err.Error()
	}
	vs, err := x.Eval(r)
	if err != nil {
		return "error: " + err.Error()
	}
	return showAll(vs)
}

func showAll(vs value.Collection) string {
	items := make([]string, len(vs))
	for i, v := range vs {
		items[i] = show(v)
	}
	return strings.Join(items, "; ")
}

// show writes a value with its type: `Integer 3`, `code female`, and of an element with children the JSON text.
func show(v value.Value) string {
	if v.Kind() != value.KindElement {
		text, _ := v.ToString()
		return strings.TrimSpace(v.TypeName() + " " + text)
	}
	r, n := v.Element()
	if (*nodes.Resource)(r).Table().HasText(n) {
		return v.TypeName() + " " + r.Text(n)
	}
	return strings.TrimSpace(v.TypeName() + " " + string(r.JSON(n)))
}

// compile returns an expression for resources of a type, and an environment for it.
func compile(t testing.TB, source, typ string) (*expr.Expr, *expr.Scope) {
	t.Helper()
	scope, err := expr.NewScope(expr.Options{Resource: typ, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	x, err := scope.Compile(source, scope.Root())
	if err != nil {
		t.Fatal(err)
	}
	return x, scope
}

// mistakes returns the mistakes that are found in an expression.
func mistakes(t *testing.T, source string, opts *fhirpath.Options) []fhirpath.Mistake {
	t.Helper()
	_, err := fhirpath.Compile(source, opts)
	var e *fhirpath.CompileError
	if err != nil && !errors.As(err, &e) {
		t.Fatalf("%s: %v", source, err)
	}
	if e == nil {
		return nil
	}
	return e.Mistakes
}
