package viewdef_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/viewdef"
)

const conditional = `{"resourceType":"ViewDefinition","status":"active","resource":"Patient",
	"constant":[{"name":"sex","valueCode":"female"}],
	"where":[{"path":"gender = %sex"},{"path":"name.exists(use = 'official')"}],
	"select":[{"column":[{"name":"id","path":"id"},{"name":"birth","path":"birthDate"}]}]}`

func TestLiterals(t *testing.T) {
	p, err := viewdef.Compile([]byte(conditional), nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"female", "official"}, p.Literals()); diff != "" {
		t.Errorf("the conditions' texts, -want +got:\n%s", diff)
	}
}

type resolver struct{}

func (resolver) Resolve(context.Context, string) ([]byte, error) { return nil, nil }

// TestConditionIsEvaluatedOnce has options with which an evaluation can be noticed outside.
func TestConditionIsEvaluatedOnce(t *testing.T) {
	for name, opts := range map[string]*viewdef.Options{
		"trace":    {Trace: func(string, fhirpath.Collection) {}},
		"resolver": {Resolver: resolver{}},
	} {
		p, err := viewdef.Compile([]byte(conditional), opts)
		if err != nil {
			t.Fatal(err)
		}
		if p.Literals() != nil || len(p.WhyPlain()) == 0 {
			t.Errorf("%s: the conditions can be evaluated twice, or not at all", name)
		}
	}
}
