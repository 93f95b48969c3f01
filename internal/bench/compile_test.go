package bench

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/viewdef"
)

// BenchmarkCompile is the text of a view to a plan, and of an expression to a compiled one. The first view that a program
// compiles also pays for the parser's tables, which is left out here: see BenchmarkFirstCompile.
func BenchmarkCompile(b *testing.B) {
	for _, name := range []string{"patient_demographics", "observation_flat", "claim_items"} {
		b.Run("view="+name, func(b *testing.B) {
			view := subject{name: name}.source(b)
			b.ReportAllocs()
			for b.Loop() {
				_, err := viewdef.Compile(view, nil)
				check(b, err)
			}
		})
	}
	for _, x := range []struct{ name, source string }{
		{"path", "name.family"},
		{"function", "name.where(use = 'official').first().given.join(' ')"},
	} {
		b.Run("expression="+x.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := fhirpath.Compile(x.source, &fhirpath.Options{Resource: "Patient"})
				check(b, err)
			}
		})
	}
}

// BenchmarkFirstCompile starts a program each time and has it compile the same view twice.
func BenchmarkFirstCompile(b *testing.B) {
	var first, second float64
	for b.Loop() {
		var out bytes.Buffer
		cmd := measuredCommand(b, "compile")
		cmd.Stdout = &out
		check(b, cmd.Run())
		var x, y int64
		_, err := fmt.Sscan(out.String(), &x, &y)
		check(b, err)
		first, second = first+float64(x), second+float64(y)
	}
	b.ReportMetric(first/float64(b.N)/1e6, "ms/first")
	b.ReportMetric(second/float64(b.N)/1e6, "ms/second")
	b.ReportMetric(0, "ns/op")
}
