package bench

import (
	"bytes"
	"io"
	"testing"

	"github.com/fhirview/fhirview/internal/synth"
	"github.com/fhirview/fhirview/runner/source"
)

// BenchmarkPage is a hundred patients, as a server's page or a small file holds them: the time from the text to the last
// row, when the view is compiled already. In parallel, what is handed out is blocks, and a page is smaller than one.
func BenchmarkPage(b *testing.B) {
	const patients = 100
	var ndjson bytes.Buffer
	check(b, synth.New(synth.Config{Seed: 1}).WriteNDJSON(&ndjson, "Patient", patients))
	lines := bytes.Split(bytes.TrimSpace(ndjson.Bytes()), []byte{'\n'})
	bundle := []byte(`{"resourceType":"Bundle","type":"searchset","entry":[{"resource":` +
		string(bytes.Join(lines, []byte(`},{"resource":`))) + `}]}`)
	plan := subject{name: "patient_demographics"}.plan(b)
	for _, form := range []struct {
		name string
		text []byte
		open func(io.Reader, *source.Options) source.Source
	}{{"ndjson", ndjson.Bytes(), source.NDJSON}, {"bundle", bundle, source.JSON}} {
		for _, mode := range []struct {
			name            string
			parallel, block int
		}{
			{"sequential", 1, 0},
			{"parallel=2", 2, 0},
			{"parallel=2,block=32KiB", 2, 32 << 10},
			{"parallel=2,block=8KiB", 2, 8 << 10},
		} {
			b.Run(form.name+"/"+mode.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					src := form.open(bytes.NewReader(form.text), &source.Options{BlockSize: mode.block})
					if stats := flattened(b, io.Discard, plan, src, mode.parallel); stats.Resources != patients {
						b.Fatalf("%d resources", stats.Resources)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1e3, "µs/page")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}
