package fhirpath_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/internal/expr"
)

// TestCache compiles expressions for two types of resources from one cache, at the same time: what is cached does not
// depend on the type, and mistakes are found again each time.
func TestCache(t *testing.T) {
	cache := fhirpath.NewCache(2)
	var wg sync.WaitGroup
	for _, typ := range []string{"Patient", "Practitioner"} {
		wg.Go(func() {
			for range 50 {
				x, err := fhirpath.Compile("name.family", &fhirpath.Options{Resource: typ, Cache: cache})
				if err != nil {
					t.Error(err)
					return
				}
				r, err := x.Decode(fmt.Appendf(nil, `{"resourceType": %q, "name": [{"family": "A"}]}`, typ))
				if err != nil {
					t.Error(err)
					return
				}
				vs, err := x.Eval(r)
				if err != nil || len(vs) != 1 {
					t.Errorf("%s: have %v, %v", typ, vs, err)
				}
				if _, err := fhirpath.Compile("name.", &fhirpath.Options{Cache: cache}); err == nil {
					t.Error("name. compiles")
				}
			}
		})
	}
	wg.Wait()
	for i := range 5 {
		if _, err := fhirpath.Compile(fmt.Sprintf("%d + 1", i), &fhirpath.Options{Cache: cache}); err != nil {
			t.Fatal(err)
		}
	}
	if have := cache.Len(); have != 2 {
		t.Errorf("want 2 expressions in the cache, have %d", have)
	}
}

func BenchmarkCompile(b *testing.B) {
	columns := map[string]string{
		"step":      "birthDate",
		"where":     "name.where(use = 'official').family.first()",
		"extension": "extension('http://example.org/a').extension('b').value.ofType(string)",
	}
	for name, source := range columns {
		for mode, cache := range map[string]*expr.Cache{"no cache": nil, "cache": expr.NewCache(10)} {
			b.Run(name+"/"+mode, func(b *testing.B) {
				scope, err := expr.NewScope(expr.Options{Resource: "Patient", Cache: cache})
				if err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					if _, err := scope.Compile(source, scope.Root()); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
