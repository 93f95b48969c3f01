package fhirproto_test

import (
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/fhirview/fhirview/fhirpath/fhirproto"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/viewdef"
)

const patientView = `{
	"resource": "Patient", "status": "active",
	"select": [
		{"column": [{"name": "id", "path": "id"}, {"name": "gender", "path": "gender"}, {"name": "born", "path": "birthDate"}]},
		{"forEach": "address", "column": [{"name": "city", "path": "city"}, {"name": "line", "path": "line.first()"}]}
	]}`

// rowMaker flattens messages with one view.
type rowMaker struct {
	d   *fhirproto.Decoder
	f   *viewdef.Flattener
	res resource.Resource
}

func newRowMaker(tb testing.TB) *rowMaker {
	tb.Helper()
	plan, err := viewdef.Compile([]byte(patientView), nil)
	if err != nil {
		tb.Fatal(err)
	}
	return &rowMaker{d: fhirproto.NewDecoder(plan.Projection()), f: viewdef.NewSet(plan).Flattener(nil)}
}

func (r *rowMaker) rows(m proto.Message) error {
	r.d.Reset()
	r.f.Reset()
	if err := r.d.Decode(m, &r.res); err != nil {
		return err
	}
	if failures := r.f.FlattenResource(&r.res); len(failures) > 0 {
		return failures[0].Err
	}
	return nil
}

func patients(tb testing.TB) (all []proto.Message) {
	tb.Helper()
	for _, line := range syntheticLines(tb, "Patient") {
		all = append(all, message(tb, string(line)))
	}
	return all
}

func BenchmarkView(b *testing.B) {
	r, messages := newRowMaker(b), patients(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := r.rows(messages[i%len(messages)]); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkUnmarshal is what it takes to have a message of JSON in the first place.
func BenchmarkUnmarshal(b *testing.B) {
	u, lines := unmarshaller(b), syntheticLines(b, "Patient")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := u.Unmarshal(lines[i%len(lines)]); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecodeAll(b *testing.B) {
	d, messages := fhirproto.NewDecoder(everything(b, "Patient")), patients(b)
	var r resource.Resource
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		d.Reset()
		if err := d.Decode(messages[i%len(messages)], &r); err != nil {
			b.Fatal(err)
		}
	}
}

// TestAllocations flattens a message again and again. Reflection allocates for each list that it hands out: here the
// addresses, and the lines of one.
func TestAllocations(t *testing.T) {
	r, m := newRowMaker(t), patients(t)[0]
	allocations := testing.AllocsPerRun(100, func() {
		if err := r.rows(m); err != nil {
			t.Fatal(err)
		}
	})
	if allocations > 2 {
		t.Errorf("%v allocations a message, want one for each of its two lists", allocations)
	}
}
