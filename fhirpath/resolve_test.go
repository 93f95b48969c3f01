package fhirpath_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/expr"
)

const (
	withContained = `{
		"resourceType": "Observation",
		"id": "o1",
		"contained": [
			{"resourceType": "Patient", "id": "p", "active": true, "name": [{"family": "Blom"}],
				"managingOrganization": {"reference": "#org"}, "link": [{"other": {"reference": "#"}}]},
			{"resourceType": "Organization", "id": "org", "name": "Acme"}
		],
		"subject": {"reference": "#p"},
		"performer": [{"reference": "#org"}, {"reference": "#none"}, {"display": "nobody"}, {"reference": "#p"}],
		"note": [{"authorReference": {"reference": "Practitioner/7"}}]
	}`
	bundle = `{
		"resourceType": "Bundle",
		"entry": [
			{"fullUrl": "https://a.example/fhir/Observation/1", "resource": {"resourceType": "Observation", "id": "1",
				"subject": {"reference": "Patient/1"}, "encounter": {"reference": "Encounter/9/_history/2"},
				"performer": [{"reference": "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"}, {"reference": "#c"},
					{"reference": "https://b.example/fhir/Patient/1"}],
				"contained": [{"resourceType": "Organization", "id": "c", "name": "Inside"}]}},
			{"fullUrl": "https://b.example/fhir/Patient/1", "resource": {"resourceType": "Patient", "id": "1", "birthDate": "2001-01-01"}},
			{"fullUrl": "https://a.example/fhir/Patient/1", "resource": {"resourceType": "Patient", "id": "1", "birthDate": "2002-02-02"}},
			{"fullUrl": "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0", "resource": {"resourceType": "Organization", "id": "x", "name": "By URN"}},
			{"resource": {"resourceType": "Encounter", "id": "9", "meta": {"versionId": "1"}, "status": "planned"}},
			{"resource": {"resourceType": "Encounter", "id": "9", "meta": {"versionId": "2"}, "status": "finished"}},
			{"resource": {"resourceType": "Observation", "id": "2", "subject": {"reference": "Patient/1"}}}
		]
	}`
)

func TestResolve(t *testing.T) {
	check(t, withContained, []example{
		{"subject.resolve().id", "id p"},
		{"subject.resolve() is Patient", "Boolean true"},
		{"subject.reference.resolve().id", "id p"},
		{"'#org'.resolve().name", "string Acme"},
		{"subject.resolve().ofType(Patient).name.family", "string Blom"},
		{"subject.resolve().managingOrganization.resolve().name", "string Acme"},
		{"performer.resolve().id", "id org; id p"},
		{"performer.where(resolve() is Organization).reference", "string #org"},
		{"subject.resolve().link.other.resolve().id", "id o1"},
		{"subject.resolve().link.other.resolve().status", ""},
		{"contained.select(managingOrganization.resolve().name)", "string Acme"},
		{"note.author.resolve()", ""},
		{"note.author.ofType(Reference).resolve()", ""},
		{"{}.resolve()", ""},
		{"1.resolve()", ""},
		{"performer.resolve().descendants().count()", "Integer 11"},
		// %resource is that of %context, wherever an expression comes to.
		{"subject.resolve().select(%resource.id)", "id o1"},
	})
	check(t, bundle, []example{
		{"entry[0].resource.subject.resolve().birthDate", "date 2002-02-02"},
		{"entry[0].resource.performer.resolve().ofType(Patient).birthDate", "date 2001-01-01"},
		{"entry[0].resource.performer.resolve().ofType(Organization).name", "string By URN; string Inside"},
		{"entry[0].resource.encounter.resolve().status", "code finished"},
		{"entry[6].resource.subject.resolve().birthDate", "date 2001-01-01"},
		{"'Encounter/9'.resolve().status", "code planned"},
		{"entry.resource.ofType(Observation).subject.resolve().count()", "Integer 2"},
	})
}

// library is a resolver with a few resources; it counts how often it is asked.
type library struct {
	resources map[string]string
	asked     []string
}

func (l *library) Resolve(_ context.Context, reference string) ([]byte, error) {
	l.asked = append(l.asked, reference)
	switch text, ok := l.resources[reference]; {
	case reference == "Practitioner/down":
		return nil, errors.New("no connection")
	case ok:
		return []byte(text), nil
	}
	return nil, nil
}

func TestResolver(t *testing.T) {
	l := &library{resources: map[string]string{
		"Practitioner/7": `{"resourceType": "Practitioner", "id": "7", "name": [{"family": "Prak"}], "active": true,
			"contained": [{"resourceType": "Organization", "id": "c", "name": "Theirs"}],
			"extension": [{"url": "urn:e", "valueReference": {"reference": "#c"}}]}`,
		"http://example.org/vs|2": `{"resourceType": "ValueSet", "url": "http://example.org/vs"}`,
		"Patient/bad":             `{"resourceType": `,
	}}
	for _, e := range []example{
		{"note.author.resolve().name.family", "string Prak"},
		{"note.author.resolve().active", "boolean true"},
		{"note.author.resolve().extension.value.resolve().name", "string Theirs"},
		{"'http://example.org/vs|2'.resolve().url", "uri http://example.org/vs"},
		{"'Practitioner/8'.resolve()", ""},
		{"'#c'.resolve()", ""},
		{"'Practitioner/down'.resolve()", "error: the resolver failed: no connection"},
		{"'Patient/bad'.resolve()", "error: the resolver returned what is no resource"},
	} {
		for _, typ := range []string{"Observation", ""} {
			have := outcome(e.source, withContained, &fhirpath.Options{Resource: typ, Resolver: l})
			if !agrees(have, e.want) {
				t.Errorf("%s\n  have %s\n  want %s", e.source, have, e.want)
			}
		}
	}
	l.asked = nil
	outcome("note.author.resolve() | note.author.resolve() | note.author.resolve() | 'Patient/0'.resolve() | 'Patient/0'.resolve()",
		withContained, &fhirpath.Options{Resolver: l})
	if diff := cmp.Diff([]string{"Practitioner/7", "Patient/0"}, l.asked); diff != "" {
		t.Errorf("a reference is resolved once: -want +have:\n%s", diff)
	}
}

// key is for a value of a context.
type key struct{}

func TestServiceContext(t *testing.T) {
	var have any
	resolver := fhirpath.ResolverFunc(func(ctx context.Context, _ string) ([]byte, error) {
		have = ctx.Value(key{})
		return nil, ctx.Err()
	})
	x, err := fhirpath.Compile("'Patient/1'.resolve()", &fhirpath.Options{Resolver: resolver})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, "mine"))
	cancel()
	r, err := x.Decode([]byte(`{"resourceType": "Patient"}`))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x.EvalEntry(ctx, r, nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("have %v, want a cancelled context", err)
	}
	if have != "mine" {
		t.Error("the resolver does not get the context of the evaluation")
	}
}

// TestResolveReads makes sure that a view that resolves nothing reads no contained resources.
func TestResolveReads(t *testing.T) {
	for source, want := range map[string]string{
		"subject.reference":              "subject.reference",
		"subject.resolve().birthDate":    "contained.**\nsubject.reference",
		"subject.resolve() is Patient":   "contained.**\nsubject.reference",
		"performer.first().resolve().id": "contained.**\nperformer.reference",
	} {
		e, err := fhirpath.Compile(source, &fhirpath.Options{Resource: "Observation"})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, e.Projection().String()); diff != "" {
			t.Errorf("%s: -want +have:\n%s", source, diff)
		}
	}
}

func decoded(t *testing.T, scope *expr.Scope, data string) *resource.Resource {
	t.Helper()
	r := new(resource.Resource)
	if err := resource.NewDecoder((*resource.Projection)(scope.Projection())).Decode([]byte(data), r); err != nil {
		t.Fatal(err)
	}
	return r
}

// TestResolvedFocus evaluates an expression on what another of the same scope has resolved, as a view's columns are.
func TestResolvedFocus(t *testing.T) {
	resolver := fhirpath.ResolverFunc(func(context.Context, string) ([]byte, error) {
		return []byte(`{"resourceType": "Practitioner", "name": [{"family": "Prak"}]}`), nil
	})
	scope, err := expr.NewScope(expr.Options{Resource: "Observation", Services: expr.Services{Resolver: resolver}})
	if err != nil {
		t.Fatal(err)
	}
	author, err := scope.Compile("note.author.resolve()", scope.Root())
	if err != nil {
		t.Fatal(err)
	}
	family, err := scope.Compile("name.family", author.Focus())
	if err != nil {
		t.Fatal(err)
	}
	env := scope.NewEnv(nil)
	env.Reset(decoded(t, scope, withContained))
	found, err := env.Eval(author, env.Root())
	if err != nil || len(found) != 1 {
		t.Fatalf("have %d, %v", len(found), err)
	}
	vs, err := env.Eval(family, found[0])
	if err != nil || showAll(vs) != "string Prak" {
		t.Errorf("have %s, %v", showAll(vs), err)
	}
}
