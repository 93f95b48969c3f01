package projection_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/internal/projection"
	"github.com/fhirview/fhirview/internal/projection/projectiontest"
)

func TestMember(t *testing.T) {
	m := r4.Model()
	types := func(refs []projection.Ref) string {
		var names []string
		for _, r := range refs {
			name := "?"
			if r.Type != model.Unknown {
				name = m.TypeName(r.Type)
			}
			names = append(names, name)
		}
		return strings.Join(names, " ")
	}
	for _, c := range []struct{ name, typ, path, want string }{
		{"typed", "Patient", "name.given", "string"},
		{"typed choice", "Patient", "deceased", "boolean dateTime"},
		{"typed unknown", "Patient", "foo.bar", "?"},
		{"a key of a choice", "Patient", "deceasedBoolean", "?"},
		{"untyped", "Patient", "contained.id", "id"},
		{"untyped choice", "Patient", "contained.value", "?"},
		{"all", "Patient", "name.**.given", "string"},
		{"all choice", "Patient", "**.deceased", "boolean dateTime"},
	} {
		b := projectiontest.Builder(t, m, c.typ)
		first := projectiontest.Add(b, c.path)
		if got := types(first); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
		if c.name == "a key of a choice" {
			continue // it is nowhere, and each time another nowhere
		}
		for i, r := range projectiontest.Add(b, c.path) {
			if !r.Same(first[i]) {
				t.Errorf("%s: %d is another the second time", c.name, i)
			}
		}
	}
}

// TestRefsAfterUnify goes on from references that were made before their shapes were merged.
func TestRefsAfterUnify(t *testing.T) {
	b := projectiontest.Builder(t, r4.Model(), "QuestionnaireResponse")
	first, second := projectiontest.Add(b, "item")[0], projectiontest.Add(b, "item.item")[0]
	if first.Same(second) {
		t.Error("same before they were unified")
	}
	b.Unify(first, second)
	if !first.Same(second) {
		t.Error("not the same after they were unified")
	}
	b.Member(second, "text")
	b.All(b.Member(first, "answer")[0])
	want := "item.answer.**\nitem.item.^\nitem.text"
	if diff := cmp.Diff(want, b.Projection().String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestNames(t *testing.T) {
	b := projectiontest.Builder(t, r4.Model(), "Patient")
	given := b.Name("given")
	if given != projection.Intern("given") || given == b.Name("family") || given.String() != "given" {
		t.Errorf("given is %d, %q", given, given)
	}
	if none := projection.Name(0); none.String() != "" || projection.Intern("") != none {
		t.Errorf("the zero name is %q", fmt.Sprint(none))
	}
}
