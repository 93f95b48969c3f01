package resource_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/decode"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/projection"
	"github.com/fhirview/fhirview/internal/projection/projectiontest"
)

// TestAllocations decodes the same resources again and again: once the tables have grown, nothing is allocated.
func TestAllocations(t *testing.T) {
	long := `{"resourceType":"Observation","note":[` + repeat(`{"text":"\u00e9 `+repeat("x", 2000)+`"},`, 99) + `{}]}`
	for name, p := range richProjections(t) {
		for _, strict := range []bool{false, true} {
			d := decode.New((*projection.Projection)(p))
			d.Strict = strict
			var r resource.Resource
			inputs := [][]byte{[]byte(rich), []byte(`{"id":"x"}`), []byte(long)}
			run := func() {
				d.Arena.Reset()
				for _, data := range inputs {
					if err := d.Decode(data, tableOf(&r)); err != nil {
						t.Fatal(err)
					}
				}
			}
			for range 5 {
				run()
			}
			if n := testing.AllocsPerRun(100, run); n != 0 {
				t.Errorf("%s, strict %v: %v allocations", name, strict, n)
			}
		}
	}
}

func TestAllocationsPeekSkim(t *testing.T) {
	data := []byte(rich)
	var s decode.Skimmer
	if n := testing.AllocsPerRun(100, func() {
		decode.Peek(data)
		s.Skim(data)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestStats(t *testing.T) {
	d := decode.New(projectiontest.Of(t, r4.Model(), "Patient", "id", "name.given"))
	var r resource.Resource
	for _, data := range []string{
		`{"id":"1","name":[{"given":["A","B"]}],"gender":"x"} `, // root, id, name, two given
		`{"id":"1","name":[{"given":["A","B"]]}`,                // an error
		`{"resourceType":"Device","id":"1"}`,                    // root
	} {
		d.Decode([]byte(data), tableOf(&r))
	}
	if diff := cmp.Diff(decode.Stats{Resources: 2, Bytes: 53 + 34, Nodes: 6}, d.Stats()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestAccessors(t *testing.T) {
	p := readBy(t, r4.Model(), "Patient", "id", "gender", "active", "birthDate.id", "multipleBirth", "name")
	d := resource.NewDecoder(p)
	const data = `{"id":"a\"b","g\u0065nder":"m","active":true,"_birthDate":{"id":"x"},"multipleBirthInteger":1.0,"name":[{"use":"u"}]}`
	var r resource.Resource
	if err := d.Decode([]byte(data), &r); err != nil {
		t.Fatal(err)
	}
	var got []string
	for n := r.Child(r.Root()); n != 0; n = r.Next(n) {
		got = append(got, fmt.Sprintf("%s %v %v %q %s %d", r.Key(n), nodes.NameOf(r.Kind(n)), tableOf(&r).HasText(n), r.Text(n), r.JSON(n), tableOf(&r).Offset(n)))
	}
	want := []string{
		`id string true "a\"b" "a\"b" 7`,
		`gender string true "m" "m" 28`,
		`active boolean true "true" true 40`,
		`birthDate nothing false ""  58`,
		`multipleBirthInteger number true "1.0" 1.0 92`,
		`name object false "" {"use":"u"} 104`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if string(r.JSON(r.Root())) != data || len(r.Key(r.Root())) != 0 || r.Model() != r4.Model() {
		t.Error("the root is not the resource")
	}
}
