package viewdef_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/row"
)

const callsF = `{"resource": "Patient", "status": "active", "select": [{"column": [{"name": "a", "path": "id.f().toString()"}]}]}`

// TestFunctionsThatFail asks for an error that names the column and the function, and for a plan that goes on.
func TestFunctionsThatFail(t *testing.T) {
	for want, f := range map[string]func(text string) value.Value{
		"f() panicked with a string":                                func(text string) value.Value { panic(text) },
		"f() returned no value: one of its items is the zero Value": func(string) value.Value { return value.Value{} },
		"f() returned a Decimal whose text is none":                 value.Dec,
		"f() returned a Date whose text is none":                    func(text string) value.Value { return value.At(value.KindDate, text) },
	} {
		eval := func(in value.Collection, _ []value.Collection) (value.Collection, error) {
			text, _ := in[0].ToString()
			if text == "good" {
				return in, nil
			}
			return value.Collection{f(text)}, nil
		}
		plan, err := viewdef.Compile([]byte(callsF), &viewdef.Options{Functions: map[string]fhirpath.Function{"f": {Eval: eval}}})
		if err != nil {
			t.Fatal(err)
		}
		e, batch := plan.Evaluator(nil, time.Time{}), row.NewBatch(plan.Schema())
		for _, id := range []string{"good", "secret", "good"} {
			_, err := e.Append(batch, decode(t, plan, `{"resourceType": "Patient", "id": "`+id+`"}`))
			if id == "good" {
				if err != nil {
					t.Errorf("%s: %v", want, err)
				}
				continue
			}
			var at *viewdef.EvalError
			if !errors.As(err, &at) || at.Column != "a" || !strings.HasPrefix(err.Error(), "select[0].column[0] (column a): "+want+"\n") || strings.Contains(err.Error(), "secret") {
				t.Errorf("the error is %v, want %s", err, want)
			}
		}
		if have := strings.Join(lines(batch), " "); have != "good good" {
			t.Errorf("%s: the rows are %s", want, have)
		}
	}
}

// TestFunctionWithoutEval is a mistake of the view.
func TestFunctionWithoutEval(t *testing.T) {
	_, err := viewdef.Compile([]byte(callsF), &viewdef.Options{Functions: map[string]fhirpath.Function{"f": {}}})
	if err == nil || !strings.Contains(err.Error(), "function f has no Eval") {
		t.Errorf("have %v", err)
	}
}
