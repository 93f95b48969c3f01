package projection_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/internal/projection"
	"github.com/fhirview/fhirview/internal/projection/projectiontest"
)

func TestProjectionString(t *testing.T) {
	for _, c := range []struct{ name, typ, paths, want string }{
		{"nothing", "Patient", "", ""},
		{"paths", "Patient", "name.given name.family id name", "id\nname.family\nname.given"},
		{"choice", "Observation", "component.value.unit", `component.valueBoolean.unit
component.valueCodeableConcept.unit
component.valueDateTime.unit
component.valueInteger.unit
component.valuePeriod.unit
component.valueQuantity.unit
component.valueRange.unit
component.valueRatio.unit
component.valueSampledData.unit
component.valueString.unit
component.valueTime.unit`},
		{"all", "Patient", "name.given name.** name.family.id id", "id\nname.**"},
		{"everything", "Patient", "id **", "**"},
		{"untyped", "", "value.unit contained.id", "contained.id\nvalue.unit"},
		{"contained", "Patient", "contained.value.unit contained.**", "contained.**"},
		{"no elements", "Patient", "resourceType _id deceasedBoolean", ""},
	} {
		p := projectiontest.Of(t, r4.Model(), c.typ, strings.Fields(c.paths)...)
		if diff := cmp.Diff(c.want, p.String()); diff != "" {
			t.Errorf("%s: -want +got:\n%s", c.name, diff)
		}
	}
}

func TestProjectionType(t *testing.T) {
	m := r4.Model()
	for name, concrete := range map[string]bool{"Patient": true, "": false, "DomainResource": false} {
		p := projectiontest.Of(t, m, name)
		typ, ok := projection.TypeOf(p)
		want, _ := m.Lookup("Resource")
		if name != "" {
			want, _ = m.Lookup(name)
		}
		if typ != want || ok != concrete || p.Model() != m {
			t.Errorf("%q: type %v, concrete %v, model %p", name, typ, ok, p.Model())
		}
	}
}

// TestProjectionIsFixed goes on collecting after a projection was taken: neither it nor a union of it changes.
func TestProjectionIsFixed(t *testing.T) {
	b := projectiontest.Builder(t, r4.Model(), "Patient")
	projectiontest.Add(b, "id")
	p := b.Projection()
	projectiontest.Add(b, "name.given")
	b.All(b.Root())
	for _, p := range []*projection.Projection{p, projection.Union(p)} {
		if got := p.String(); got != "id" {
			t.Errorf("got %q", got)
		}
	}
}

func TestUnion(t *testing.T) {
	recursive := func(typ string) *projection.Projection {
		b := projectiontest.Builder(t, r4.Model(), typ)
		projectiontest.Unify(b, "item", "item.item")
		projectiontest.Add(b, "item.text")
		return b.Projection()
	}
	of := func(typ string, paths ...string) *projection.Projection {
		return projectiontest.Of(t, r4.Model(), typ, paths...)
	}
	for _, c := range []struct {
		name string
		ps   []*projection.Projection
		want string
	}{
		{"one", []*projection.Projection{of("Patient", "id")}, "id"},
		{"two", []*projection.Projection{of("Patient", "id", "name.given"), of("Patient", "name.family")}, "id\nname.family\nname.given"},
		{"all", []*projection.Projection{of("Patient", "id", "name.given"), of("Patient", "name.**")}, "id\nname.**"},
		{"everything", []*projection.Projection{of("Patient", "**"), of("Patient", "name.given")}, "**"},
		{"untyped", []*projection.Projection{of("", "id"), of("", "value.unit")}, "id\nvalue.unit"},
		{"three", []*projection.Projection{of("Patient", "id"), of("Patient"), of("Patient", "gender")}, "gender\nid"},
		{
			"recursive", []*projection.Projection{of("QuestionnaireResponse", "item.item.linkId"), recursive("QuestionnaireResponse")},
			"item.item.^\nitem.linkId\nitem.text",
		},
	} {
		if diff := cmp.Diff(c.want, projection.Union(c.ps...).String()); diff != "" {
			t.Errorf("%s: -want +got:\n%s", c.name, diff)
		}
	}
}
