package projection_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/internal/projection"
	"github.com/fhirview/fhirview/internal/projection/projectiontest"
	"github.com/fhirview/fhirview/viewdef"
)

func TestReads(t *testing.T) {
	for _, c := range []struct{ name, typ, paths, want string }{
		{"nothing", "Patient", "", ""},
		{"paths", "Patient", "name.given name.family id name", "id name.family name.given"},
		{"a choice", "Observation", "component.value value", "component.value[x] value[x]"},
		{"what a choice has", "Observation", "component.value.unit", "component.value[x].unit"},
		{"one type of a choice", "Patient", "deceasedBoolean", ""},
		{"everything", "Patient", "id **", "**"},
		{"all below", "Patient", "name.** contained.**", "contained.** name.**"},
		{"untyped", "", "value.unit contained.id", "contained.id value.unit"},
	} {
		p := projectiontest.Of(t, r4.Model(), c.typ, strings.Fields(c.paths)...)
		if diff := cmp.Diff(c.want, strings.Join(projection.Reads(p), " ")); diff != "" {
			t.Errorf("%s: -want +got:\n%s", c.name, diff)
		}
	}
}

// TestReadsOfTypes has types of a choice that are read each in its own way.
func TestReadsOfTypes(t *testing.T) {
	plan, err := viewdef.Compile([]byte(`{"resource":"Observation","status":"active","select":[{"column":[
		{"name":"a","path":"value.ofType(Quantity).value"},{"name":"b","path":"value.ofType(string)"},
		{"name":"c","path":"effective.ofType(Period).start"}]}]}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := "effectivePeriod.start effective[x] valueQuantity.value value[x]"
	if got := strings.Join(projection.Reads((*projection.Projection)(plan.Projection())), " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
