package terminology_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/terminology"
)

var _ fhirpath.Terminology = (*terminology.Service)(nil)

const patient = `{
	"resourceType": "Patient", "gender": "male", "birthDate": "2001-01-01",
	"maritalStatus": {"coding": [{"system": "urn:other", "code": "dog"}, {"system": "urn:animals", "code": "dog"}]},
	"contained": [{"resourceType": "ValueSet", "url": "urn:vs:pets"}],
	"meta": {"tag": [
		{"system": "urn:animals", "code": "poodle"}, {"system": "urn:animals", "code": "mammal"},
		{"system": "urn:animals", "code": "cat"}, {"system": "urn:gender", "code": "male"}, {"code": "dog"}
	]}
}`

// evaluate returns the result as text, items with a space between them.
func evaluate(source string, service fhirpath.Terminology) string {
	x, err := fhirpath.Compile(source, &fhirpath.Options{Resource: "Patient", Terminology: service})
	if err != nil {
		return "error: " + err.Error()
	}
	r, err := x.Decode([]byte(patient))
	if err != nil {
		return "error: " + err.Error()
	}
	vs, err := x.Eval(r)
	if err != nil {
		return "error: " + err.Error()
	}
	texts := make([]string, len(vs))
	for i, v := range vs {
		texts[i], _ = v.ToString()
	}
	return strings.Join(texts, " ")
}

func TestFunctions(t *testing.T) {
	service, err := terminology.New(newServer(t).URL+"/fhir/", nil)
	if err != nil {
		t.Fatal(err)
	}
	for source, want := range map[string]string{
		"gender.memberOf('urn:vs:gender')":             "true",
		"gender.memberOf('urn:vs:pets')":               "false",
		"'dog'.memberOf('urn:vs:pets')":                "true",
		"maritalStatus.memberOf('urn:vs:pets')":        "true",
		"maritalStatus.memberOf('urn:vs:gender')":      "false",
		"meta.tag[2].memberOf('urn:vs:pets')":          "true",
		"meta.tag[0].memberOf('urn:vs:pets')":          "false",
		"gender.memberOf('urn:vs:none')":               "",
		"gender.memberOf({})":                          "",
		"photo.memberOf('urn:vs:pets')":                "",
		"meta.tag.memberOf('urn:vs:pets')":             "",
		"meta.tag.where(memberOf('urn:vs:pets')).code": "cat",
		"birthDate.memberOf('urn:vs:pets')":            "",
		"gender.memberOf('urn:vs:broken')":             "error: ValueSet/$validate-code: the terminology service answered with status 500 (exception)",
		"gender.memberOf('urn:vs:mute')":               "error: did not answer with a result",
		"gender.memberOf('urn:vs:html')":               "error: no Parameters resource",

		"meta.tag[1].subsumes(%resource.meta.tag[0])":     "true",
		"meta.tag[0].subsumes(%resource.meta.tag[0])":     "true",
		"meta.tag[0].subsumes(%resource.meta.tag[1])":     "false",
		"meta.tag[0].subsumedBy(%resource.meta.tag[1])":   "true",
		"meta.tag[0].subsumedBy(%resource.meta.tag[2])":   "false",
		"meta.tag[0].subsumes(%resource.meta.tag[3])":     "",
		"meta.tag[0].subsumes(%resource.meta.tag[4])":     "",
		"maritalStatus.subsumes(meta.tag[0])":             "true",
		"meta.tag[0].subsumedBy(%resource.maritalStatus)": "true",
		"meta.tag.subsumes(%resource.maritalStatus)":      "",
		"gender.subsumes(%resource.maritalStatus)":        "error: want a Coding or a CodeableConcept, have a code",

		"%terminologies.expand('urn:vs:pets').expansion.contains.code":                                    "dog cat",
		"%terminologies.expand('urn:vs:pets', 'count=1&activeOnly=true').expansion.contains.code":         "dog",
		"%terminologies.expand(%resource.contained[0]).expansion.contains.count()":                        "2",
		"%terminologies.expand('urn:vs:none')":                                                            "",
		"%terminologies.expand('urn:vs:pets' | 'urn:vs:gender')":                                          "",
		"%terminologies.expand('urn:vs:pets', 'count=many')":                                              "error: a parameter in params is no integer",
		"%terminologies.expand('urn:vs:pets', '%')":                                                       "error: params has to be URL-encoded",
		"%terminologies.expand('urn:vs:pets') is ValueSet":                                                "true",
		"%terminologies.lookup(meta.tag[0]).parameter.where(name = 'display').value":                      "The poodle",
		"%terminologies.lookup(maritalStatus).parameter.value":                                            "The dog",
		"%terminologies.lookup(gender, 'system=urn:gender').parameter.value":                              "The male",
		"%terminologies.lookup({})":                                                                       "",
		"%terminologies.validateVS('urn:vs:gender', $this.gender).parameter.where(name = 'result').value": "true",
		"%terminologies.validateVS(contained, maritalStatus).parameter.value":                             "true",
		"%terminologies.validateVS('urn:vs:gender', {})":                                                  "",
		"%terminologies.validateCS('urn:animals', 'dog').parameter.value":                                 "true",
		"%terminologies.validateCS('urn:animals', meta.tag[3]).parameter.value":                           "false",
		"%terminologies.subsumes('urn:animals', 'mammal', 'poodle')":                                      "subsumes",
		"%terminologies.subsumes('urn:animals', meta.tag[0], meta.tag[1])":                                "subsumed-by",
		"%terminologies.subsumes('urn:animals', 'cat', 'dog') is code":                                    "true",
		"%terminologies.subsumes('urn:animals', 'cat', maritalStatus)":                                    "",
		"%terminologies.translate('urn:cm', gender).parameter.where(name = 'match').part.value.code":      "male-x",
		"%terminologies.translate('urn:cm', meta.tag[2], 'target=urn:x').parameter.part.value.code":       "cat-x",
		"%terminologies.at('http://example.org')":                                                         "error: %terminologies has no function at()",
		"%terminologies.expand()":                                                                         "error: expand() takes 1 to 2 arguments, not 0",
		"%terminologies":                                                                                  "error: %terminologies has no value",
	} {
		have := evaluate(source, service)
		part, failure := strings.CutPrefix(want, "error: ")
		if failure && !(strings.HasPrefix(have, "error: ") && strings.Contains(have, part)) || !failure && have != want {
			t.Errorf("%s\n  have %s\n  want %s", source, have, want)
		}
		if strings.Contains(have, "secret") {
			t.Errorf("%s: the error repeats what the service wrote", source)
		}
	}
}

func TestNoService(t *testing.T) {
	for _, source := range []string{
		"memberOf('urn:vs')", "subsumes($this)", "subsumedBy($this)", "lookup({})", "expand('')", "validateVS('', '')",
		"validateCS('', '')", "translate('', '')",
	} {
		name, _, _ := strings.Cut(source, "(")
		if name == "lookup" || name == "expand" || name == "validateVS" || name == "validateCS" || name == "translate" {
			source = "%terminologies." + source
		}
		want := name + "() needs a terminology service: set Options.Terminology"
		if have := evaluate(source, nil); !strings.Contains(have, want) {
			t.Errorf("%s\n  have %s\n  want %s", source, have, want)
		}
	}
}

func TestNew(t *testing.T) {
	for _, base := range []string{"", "tx.example.org", "ftp://tx.example.org", "http://", "http://x/?a=b", "http://x/#a", "http://%"} {
		if _, err := terminology.New(base, nil); err == nil {
			t.Errorf("%q is taken for a base URL", base)
		}
	}
}

func TestCallFailures(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/costly":
			w.WriteHeader(http.StatusUnprocessableEntity)
			_, _ = w.Write([]byte(`{"resourceType": "OperationOutcome", "issue": [{"code": "too-costly"}, {"code": "Mr Smith"}]}`))
		case "/cut":
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte(`{`))
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	service, err := terminology.New(server.URL, server.Client())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		operation string
		want      *terminology.Error
	}{
		{"costly", &terminology.Error{Operation: "costly", Status: 422, Codes: []string{"too-costly"}}},
		// A server that is none of FHIR's does not know of anything, which is not that there is nothing.
		{"nowhere", &terminology.Error{Operation: "nowhere", Status: 404}},
	} {
		_, err := service.Call(t.Context(), c.operation, nil)
		var have *terminology.Error
		errors.As(err, &have)
		if diff := cmp.Diff(c.want, have); diff != "" {
			t.Errorf("%s: -want +have:\n%s", c.operation, diff)
		}
	}
	if _, err := service.Call(t.Context(), "cut", nil); err == nil {
		t.Error("an answer that ends early is taken")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := service.Call(ctx, "costly", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("have %v, want a cancelled context", err)
	}
}
