package resource_test

import (
	"encoding/json"
	"testing"

	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/decode"
	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/projection"
)

// tenColumns are the paths that a view of ten columns reads, by type of resource.
var tenColumns = map[string][]string{
	"Patient": {
		"id", "gender", "birthDate", "deceased", "name.family", "name.given", "name.use", "address.city",
		"address.postalCode", "telecom.value",
	},
	"Observation": {
		"id", "status", "subject.reference", "encounter.reference", "effective", "issued", "code.coding.code",
		"code.coding.display", "value.value", "value.unit",
	},
}

func BenchmarkResource(b *testing.B) {
	for _, typ := range []string{"Patient", "Observation"} {
		lines := sampleLines(b, typ)
		b.Run(typ, func(b *testing.B) { benchmarkType(b, typ, lines) })
	}
}

func benchmarkType(b *testing.B, typ string, lines [][]byte) {
	run := func(name string, one func([]byte) error) {
		b.Run(name, func(b *testing.B) { benchmarkLines(b, lines, one) })
	}
	run("peek", func(line []byte) error {
		_, err := decode.Peek(line)
		return err
	})
	run("skim", new(decode.Skimmer).Skim)
	run("decode-ten-columns", decodeWith(readBy(b, r4.Model(), typ, tenColumns[typ]...)))
	run("decode-all", decodeWith(readBy(b, r4.Model(), typ, "**")))
	run("validate", jsonscan.Validate)
	run("decode-strict", decodeStrict(readBy(b, r4.Model(), typ, tenColumns[typ]...)))
	run("encoding-json-map", func(line []byte) error {
		var v map[string]any
		return json.Unmarshal(line, &v)
	})
}

func decodeWith(p *resource.Projection) func([]byte) error {
	return decoder(decode.New((*projection.Projection)(p)))
}

func decodeStrict(p *resource.Projection) func([]byte) error {
	d := decode.New((*projection.Projection)(p))
	d.Strict = true
	return decoder(d)
}

func decoder(d *decode.Decoder) func([]byte) error {
	var r resource.Resource
	return func(line []byte) error {
		d.Arena.Reset()
		return d.Decode(line, tableOf(&r))
	}
}

func benchmarkLines(b *testing.B, lines [][]byte, one func([]byte) error) {
	bytes := 0
	for _, line := range lines {
		bytes += len(line)
	}
	b.SetBytes(int64(bytes) / int64(len(lines)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := one(lines[i%len(lines)]); err != nil {
			b.Fatal(err)
		}
	}
}
