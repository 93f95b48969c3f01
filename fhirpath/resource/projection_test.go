package resource_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/fhirpath/resource"
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
		{"open", "", "value.unit contained.id", "contained.id\nvalue.unit"},
		{"contained", "Patient", "contained.value.unit contained.**", "contained.**"},
		{"no elements", "Patient", "resourceType _id deceasedBoolean", ""},
	} {
		p := projection(t, r4.Model(), c.typ, strings.Fields(c.paths)...)
		if diff := cmp.Diff(c.want, p.String()); diff != "" {
			t.Errorf("%s: -want +got:\n%s", c.name, diff)
		}
	}
}

func TestProjectionType(t *testing.T) {
	m := r4.Model()
	for name, concrete := range map[string]bool{"Patient": true, "": false, "DomainResource": false} {
		p := projection(t, m, name)
		typ, ok := p.Type()
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
	b := newBuilder(t, r4.Model(), "Patient")
	addPath(b, "id")
	p := b.Projection()
	addPath(b, "name.given")
	b.All(b.Root())
	for _, p := range []*resource.Projection{p, resource.Union(p)} {
		if got := p.String(); got != "id" {
			t.Errorf("got %q", got)
		}
	}
}

func TestUnion(t *testing.T) {
	recursive := func(typ string) *resource.Projection {
		b := newBuilder(t, r4.Model(), typ)
		unifyPaths(b, "item", "item.item")
		addPath(b, "item.text")
		return b.Projection()
	}
	of := func(typ string, paths ...string) *resource.Projection {
		return projection(t, r4.Model(), typ, paths...)
	}
	for _, c := range []struct {
		name string
		ps   []*resource.Projection
		want string
	}{
		{"one", []*resource.Projection{of("Patient", "id")}, "id"},
		{"two", []*resource.Projection{of("Patient", "id", "name.given"), of("Patient", "name.family")}, "id\nname.family\nname.given"},
		{"all", []*resource.Projection{of("Patient", "id", "name.given"), of("Patient", "name.**")}, "id\nname.**"},
		{"everything", []*resource.Projection{of("Patient", "**"), of("Patient", "name.given")}, "**"},
		{"open", []*resource.Projection{of("", "id"), of("", "value.unit")}, "id\nvalue.unit"},
		{"three", []*resource.Projection{of("Patient", "id"), of("Patient"), of("Patient", "gender")}, "gender\nid"},
		{
			"recursive", []*resource.Projection{of("QuestionnaireResponse", "item.item.linkId"), recursive("QuestionnaireResponse")},
			"item.item.^\nitem.linkId\nitem.text",
		},
	} {
		if diff := cmp.Diff(c.want, resource.Union(c.ps...).String()); diff != "" {
			t.Errorf("%s: -want +got:\n%s", c.name, diff)
		}
	}
}

// TestUnionNames decodes with a union of a projection that knows a name and one that reads its element.
func TestUnionNames(t *testing.T) {
	b := newBuilder(t, r4.Model(), "Patient")
	b.All(b.Root())
	b.Name("gender")
	p := resource.Union(b.Projection(), projection(t, r4.Model(), "Patient", "id"))
	want := "^ Patient\n  id id \"1\"\n  gender code \"m\"\n  ?active boolean true\n"
	if diff := cmp.Diff(want, decodeDump(t, p, `{"id":"1","gender":"m","active":true}`)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestManyEntries has more keys in one object than there are bits to note those that have come.
func TestManyEntries(t *testing.T) {
	var paths, members, want strings.Builder
	for i := range 100 {
		key := string([]byte{'x', byte('a' + i/10), byte('a' + i%10)})
		paths.WriteString(key + " ")
		members.WriteString(`,"_` + key + `":{"id":"1"},"` + key + `":0`)
		want.WriteString("  " + key + " ? 0\n")
	}
	p := projection(t, r4.Model(), "Patient", strings.Fields(paths.String())...)
	data := "{" + members.String()[1:]
	if diff := cmp.Diff("^ Patient\n"+want.String(), decodeDump(t, p, data+"}")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	for _, key := range []string{"xaa", "_xaa", "xjj", "_xjj"} {
		var r resource.Resource
		err := resource.NewDecoder(p).Decode([]byte(data+`,"`+key+`":null}`), &r)
		if want := (&resource.Error{Offset: len(data) + 1, Msg: twice}); !cmp.Equal(err, error(want)) {
			t.Errorf("%s twice: %v", key, err)
		}
	}
}

func decodeDump(tb testing.TB, p *resource.Projection, data string) string {
	tb.Helper()
	var r resource.Resource
	if err := resource.NewDecoder(p).Decode([]byte(data), &r); err != nil {
		tb.Fatal(err)
	}
	return dump(&r)
}

// unifyPaths makes the elements at two paths one shape.
func unifyPaths(b *resource.Builder, x, y string) {
	xs, ys := addPath(b, x), addPath(b, y)
	b.Unify(xs[0], ys[0])
}
