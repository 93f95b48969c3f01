package runner_test

import (
	"strings"
	"testing"
	"time"

	"github.com/fhirview/fhirview/internal/synth"
	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/source"
)

// BenchmarkAll takes patients into structs, and merely ranges over their rows.
func BenchmarkAll(b *testing.B) {
	var text strings.Builder
	if err := synth.New(synth.Config{Seed: 1}).WriteNDJSON(&text, "Patient", 2000); err != nil {
		b.Fatal(err)
	}
	plan := compile(b, `{"resourceType":"ViewDefinition","name":"born","status":"active","resource":"Patient","select":[{"column":[
		{"name":"id","path":"getResourceKey()"},{"name":"active","path":"active"},{"name":"gender","path":"gender"},
		{"name":"family","path":"name.first().family"},{"name":"updated","path":"meta.lastUpdated"},
		{"name":"given","path":"name.first().given","collection":true}]}]}`, nil)
	type person struct {
		ID      string
		Active  *bool
		Gender  *string
		Family  *string
		Updated *time.Time
		Given   []string
	}
	opts := &runner.Options{Parallel: 1}
	b.Run("structs", func(b *testing.B) {
		b.SetBytes(int64(text.Len()))
		b.ReportAllocs()
		for b.Loop() {
			for _, err := range runner.All[person](b.Context(), plan, source.NDJSON(strings.NewReader(text.String()), nil), opts) {
				if err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("rows", func(b *testing.B) {
		b.SetBytes(int64(text.Len()))
		b.ReportAllocs()
		for b.Loop() {
			for _, err := range runner.Rows(b.Context(), plan, source.NDJSON(strings.NewReader(text.String()), nil), opts) {
				if err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
