package viewdef_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
)

type contextKey struct{}

// TestResolver runs a view that follows references: the resolver gets the context of the run.
func TestResolver(t *testing.T) {
	view := `{"resource": "Observation", "status": "active", "select": [{"column": [
		{"name": "born", "path": "subject.resolve().ofType(Patient).birthDate", "type": "date"}]}]}`
	resolve := func(ctx context.Context, reference string) ([]byte, error) {
		if ctx.Value(contextKey{}) == nil {
			t.Error("the resolver has another context")
		}
		if reference != "Patient/1" {
			return nil, nil
		}
		return []byte(`{"resourceType": "Patient", "id": "1", "birthDate": "1970-06"}`), nil
	}
	plan, err := viewdef.Compile([]byte(view), &viewdef.Options{Resolver: fhirpath.ResolverFunc(resolve)})
	if err != nil {
		t.Fatal(err)
	}
	var have []string
	in := source.Bytes(
		[]byte(`{"resourceType": "Observation", "subject": {"reference": "Patient/1"}}`),
		[]byte(`{"resourceType": "Observation", "subject": {"reference": "Patient/2"}}`),
	)
	ctx := context.WithValue(t.Context(), contextKey{}, true)
	for r, err := range runner.Rows(ctx, plan, in, nil) {
		if err != nil {
			t.Fatal(err)
		}
		have = append(have, r.Cells()[0].Text)
	}
	if diff := cmp.Diff([]string{"1970-06", ""}, have); diff != "" {
		t.Errorf("birth dates (-want +have):\n%s", diff)
	}
}
