package terminology_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
)

// code is a code in its system.
type code struct {
	System string `json:"system"`
	Code   string `json:"code"`
}

// The two value sets of the server, and the hierarchy of urn:animals: what a code is a kind of.
var (
	valueSets = map[string][]code{
		"urn:vs:gender": {{"urn:gender", "male"}, {"urn:gender", "female"}},
		"urn:vs:pets":   {{"urn:animals", "dog"}, {"urn:animals", "cat"}},
	}
	parents = map[string]string{"poodle": "dog", "dog": "mammal", "cat": "mammal"}
)

// params are the parameters of a request.
type params []struct {
	Name         string `json:"name"`
	ValueURI     string `json:"valueUri"`
	ValueCode    string `json:"valueCode"`
	ValueString  string `json:"valueString"`
	ValueBoolean bool   `json:"valueBoolean"`
	ValueInteger int    `json:"valueInteger"`
	ValueCoding  code   `json:"valueCoding"`
	ValueConcept struct {
		Coding []code `json:"coding"`
	} `json:"valueCodeableConcept"`
	Resource struct {
		URL string `json:"url"`
	} `json:"resource"`
}

// text returns the value of a parameter that is a uri, code or string.
func (p params) text(name string) string {
	for _, param := range p {
		if param.Name == name {
			return param.ValueURI + param.ValueCode + param.ValueString + param.Resource.URL
		}
	}
	return ""
}

// codes returns the codes that are asked about.
func (p params) codes() []code {
	var codes []code
	for _, param := range p {
		switch param.Name {
		case "code", "codeA", "codeB":
			codes = append(codes, code{p.text("system"), param.ValueCode})
		case "coding", "codingA", "codingB":
			codes = append(codes, param.ValueCoding)
		case "codeableConcept":
			codes = append(codes, param.ValueConcept.Coding...)
		}
	}
	return codes
}

// newServer starts a small terminology server.
func newServer(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	handle := func(operation string, answer func(p params) (status int, body string)) {
		mux.HandleFunc("POST /fhir/"+operation, func(w http.ResponseWriter, r *http.Request) {
			var body struct {
				ResourceType string `json:"resourceType"`
				Parameter    params `json:"parameter"`
			}
			if err := json.NewDecoder(r.Body).Decode(&body); err != nil || body.ResourceType != "Parameters" {
				t.Errorf("%s: the request is no Parameters resource: %v", operation, err)
			}
			if r.Header.Get("Accept") != "application/fhir+json" {
				t.Errorf("%s: Accept is %q", operation, r.Header.Get("Accept"))
			}
			status, text := answer(body.Parameter)
			w.Header().Set("Content-Type", "application/fhir+json")
			w.WriteHeader(status)
			fmt.Fprint(w, text)
		})
	}
	handle("ValueSet/$validate-code", validate)
	handle("CodeSystem/$validate-code", func(p params) (int, string) {
		_, known := parents[p.codes()[0].Code]
		return parameters(`{"name": "result", "valueBoolean": %t}`, known && p.text("url") == "urn:animals")
	})
	handle("ValueSet/$expand", expand)
	handle("CodeSystem/$lookup", func(p params) (int, string) {
		return parameters(`{"name": "display", "valueString": "The %s"}`, p.codes()[0].Code)
	})
	handle("CodeSystem/$subsumes", func(p params) (int, string) {
		return parameters(`{"name": "outcome", "valueCode": "%s"}`, relation(p.codes()[0].Code, p.codes()[1].Code))
	})
	handle("ConceptMap/$translate", func(p params) (int, string) {
		return parameters(`{"name": "match", "part": [{"name": "concept", "valueCoding": {"code": "%s-x"}}]}`, p.codes()[0].Code)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

func parameters(format string, args ...any) (status int, body string) {
	return http.StatusOK, `{"resourceType": "Parameters", "parameter": [` + fmt.Sprintf(format, args...) + `]}`
}

func outcome(status int, issue string) (int, string) {
	return status, `{"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "` + issue + `", "diagnostics": "secret"}]}`
}

func validate(p params) (status int, body string) {
	set, ok := valueSets[p.text("url")+p.text("valueSet")]
	switch {
	case p.text("url") == "urn:vs:broken":
		return outcome(http.StatusInternalServerError, "exception")
	case p.text("url") == "urn:vs:mute":
		return parameters(`{"name": "message", "valueString": "no result"}`)
	case p.text("url") == "urn:vs:html":
		return http.StatusOK, "<html>"
	case !ok:
		return outcome(http.StatusNotFound, "not-found")
	}
	found := slices.ContainsFunc(p.codes(), func(c code) bool {
		return slices.ContainsFunc(set, func(m code) bool {
			return m.Code == c.Code && (m.System == c.System || c.System == "" && p.inferred())
		})
	})
	return parameters(`{"name": "result", "valueBoolean": %t}`, found)
}

func (p params) inferred() bool {
	for _, param := range p {
		if param.Name == "inferSystem" {
			return param.ValueBoolean
		}
	}
	return false
}

func expand(p params) (status int, body string) {
	set, ok := valueSets[p.text("url")+p.text("valueSet")]
	if !ok {
		return outcome(http.StatusUnprocessableEntity, "not-found")
	}
	for _, param := range p {
		if param.Name == "count" {
			set = set[:param.ValueInteger]
		}
	}
	text, _ := json.Marshal(set)
	return http.StatusOK, `{"resourceType": "ValueSet", "expansion": {"contains": ` + string(text) + `}}`
}

// relation is the outcome of $subsumes.
func relation(a, b string) string {
	below := func(low, high string) bool {
		for low != "" && low != high {
			low = parents[low]
		}
		return low == high
	}
	switch {
	case a == b:
		return "equivalent"
	case below(b, a):
		return "subsumes"
	case below(a, b):
		return "subsumed-by"
	}
	return "not-subsumed"
}
