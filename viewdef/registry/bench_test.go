package registry_test

import (
	"testing"

	"github.com/fhirview/fhirview/viewdef/registry"
)

func BenchmarkPlan(b *testing.B) {
	r := load(b, nil, registry.Starter())
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := r.Plan("laboratory_results"); err != nil {
				b.Error(err)
			}
		}
	})
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		load(b, nil, registry.Starter())
	}
}

// BenchmarkReload has nothing to compile.
func BenchmarkReload(b *testing.B) {
	r := load(b, nil, registry.Starter())
	for b.Loop() {
		reload(b, r)
	}
}
