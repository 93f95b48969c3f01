package fhirpath_test

import (
	"testing"

	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/nodes"
)

// columns are expressions as views have them, each with a resource on which it yields something.
var columns = []struct{ source, data string }{
	{"birthDate", patient},
	{"name.where(use = 'official').family.first()", patient},
	{"identifier.where(system = 'urn:mrn').value", patient},
	{"name.given.join(' ')", patient},
	{"name[0].given[0]", patient},
	{"active and gender = 'female'", patient},
	{"extension('urn:race').value.ofType(Coding).code", patient},
	{"name.exists() and telecom.empty().not()", patient},
	{"iif(gender = 'female', 'F', 'M')", patient},
	{"birthDate.lowBoundary()", patient},
	{"name.family & ', ' & name.given.first()", `{"resourceType": "Patient", "name": [{"family": "A", "given": ["B"]}]}`},
	{"getResourceKey()", patient},
	{"code.coding.exists(system = 'http://loinc.org' and code = '8867-4')", observation},
	{"(value as Quantity).value", observation},
	{"value.ofType(Quantity).value", observation},
	{"value.ofType(Quantity).value > 60", observation},
	{"effective.ofType(dateTime) >= @2026-01-01", observation},
	{"subject.getReferenceKey(Patient)", observation},
	{"code.coding.where(system = 'http://loinc.org').first().code", observation},
}

// TestColumnsDoNotAllocate guards what runs for every column of every row: in the steady state, with an environment
// that is used again, evaluation takes no memory.
func TestColumnsDoNotAllocate(t *testing.T) {
	for _, c := range columns {
		x, scope := compile(t, c.source, typeOf(c.data))
		arena := new(nodes.Arena)
		env := scope.NewEnv(arena)
		r := new(resource.Resource)
		if err := resource.NewDecoder((*resource.Projection)(scope.Projection())).Decode([]byte(c.data), r); err != nil {
			t.Fatal(err)
		}
		run := func() {
			arena.Reset()
			env.Reset(r)
			if vs, err := env.Eval(x, env.Root()); err != nil || len(vs) == 0 {
				t.Fatalf("%s: %v, %v", c.source, vs, err)
			}
			env.Release(0)
		}
		if n := testing.AllocsPerRun(100, run); n != 0 {
			t.Errorf("%s allocates %g times", c.source, n)
		}
	}
}

func BenchmarkColumns(b *testing.B) {
	for _, c := range columns {
		b.Run(c.source, func(b *testing.B) {
			x, scope := compile(b, c.source, typeOf(c.data))
			env := scope.NewEnv(nil)
			r := new(resource.Resource)
			if err := resource.NewDecoder((*resource.Projection)(scope.Projection())).Decode([]byte(c.data), r); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				env.Reset(r)
				if _, err := env.Eval(x, env.Root()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
