package fhirclient

import (
	"testing"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
	"github.com/google/go-cmp/cmp"
)

var outcomeCases = []struct {
	name, text string
	want       *OperationOutcome
}{
	{"whole", ` {"issue":[{"severity":"error","code":"invalid","details":{"text":"t","coding":[{}]},"diagnostics":"d","expression":["a","b"]}],"resourceType":"OperationOutcome","text":{}}`, &OperationOutcome{Issues: []Issue{{"error", "invalid", "t", "d", []string{"a", "b"}}}}},
	{"byte order mark", "\ufeff{\"resourceType\":\"OperationOutcome\"}", &OperationOutcome{}},
	{"no issues", `{"resourceType":"OperationOutcome","issue":null}`, &OperationOutcome{}},
	{"wrong shapes", `{"resourceType":"OperationOutcome","issue":{"severity":["error"],"code":7,"details":"t","diagnostics":{},"expression":"a"},"id":1}`, &OperationOutcome{Issues: []Issue{{Code: "7", Expression: []string{"a"}}}}},
	{"issues among others", `{"resourceType":"OperationOutcome","issue":[null,"x",3,{"code":"a"},[]]}`, &OperationOutcome{Issues: []Issue{{}, {}, {Code: "a"}, {}}}},
	{"no list of issues", `{"resourceType":"OperationOutcome","issue":"error"}`, &OperationOutcome{Issues: []Issue{{}}}},
	{"another resource", `{"resourceType":"Patient","issue":[]}`, nil},
	{"no resource", `{"error":"x"}`, nil},
	{"type is no text", `{"resourceType":{"a":1}}`, nil},
	{"list", `[{"resourceType":"OperationOutcome"}]`, nil},
	{"html", `<html>OperationOutcome</html>`, nil},
	{"cut", `{"resourceType":"OperationOutcome","issue":[`, nil},
	{"nothing", ``, nil},
}

func TestParseOutcome(t *testing.T) {
	for _, tc := range outcomeCases {
		if diff := cmp.Diff(tc.want, parseOutcome([]byte(tc.text))); diff != "" {
			t.Errorf("%s: -want +got\n%s", tc.name, diff)
		}
	}
}

func FuzzParseOutcome(f *testing.F) {
	for _, tc := range outcomeCases {
		f.Add([]byte(tc.text))
	}
	f.Fuzz(func(_ *testing.T, text []byte) {
		parseOutcome(text)
		var o outcomeJSON
		_ = looseUnmarshal(text, &o)
		fhir.ResourceName(text)
		readEntry("batch", &fhir.Entry{Resource: text, Response: text}, &BatchEntry{Method: "PUT", URL: "Patient/1"}, true)
	})
}
