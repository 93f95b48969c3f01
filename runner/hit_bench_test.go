package runner_test

import (
	"net/url"
	"testing"

	"github.com/fhirview/fhirview/runner"
)

// BenchmarkHit is a table from the cache.
func BenchmarkHit(b *testing.B) {
	r := service(b, &searcher{pages: pagesOf(25, patients(5))}, nil)
	plan := compile(b, families, nil)
	q := runner.Query{Params: url.Values{"active": {"true"}, "name": {"a"}}}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Execute(b.Context(), plan, q); err != nil {
			b.Fatal(err)
		}
	}
}
