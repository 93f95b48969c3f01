// Package projectiontest makes projections of dotted paths, for tests.
package projectiontest

import (
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/projection"
)

// Of makes a projection for resources of a type, "" for those of any, that reads dotted paths. ** at the end of one stands
// for everything below.
func Of(tb testing.TB, m *model.Model, typ string, paths ...string) *projection.Projection {
	tb.Helper()
	b := Builder(tb, m, typ)
	for _, path := range paths {
		Add(b, path)
	}
	return b.Projection()
}

// Builder returns a builder for resources of a type, "" for those of any.
func Builder(tb testing.TB, m *model.Model, typ string) *projection.Builder {
	tb.Helper()
	if typ == "" {
		return projection.NewBuilder(m, model.Unknown)
	}
	id, ok := m.Lookup(typ)
	if !ok {
		tb.Fatalf("the model has no type %q", typ)
	}
	return projection.NewBuilder(m, id)
}

// Add adds what a dotted path reads, and returns what it leads to.
func Add(b *projection.Builder, path string) []projection.Ref {
	refs := []projection.Ref{b.Root()}
	for name := range strings.SplitSeq(path, ".") {
		var next []projection.Ref
		for _, r := range refs {
			if name == "**" {
				b.All(r)
				next = append(next, r)
				continue
			}
			next = append(next, b.Member(r, name)...)
		}
		refs = next
	}
	return refs
}

// Unify makes the elements at two paths one shape.
func Unify(b *projection.Builder, x, y string) {
	xs, ys := Add(b, x), Add(b, y)
	b.Unify(xs[0], ys[0])
}
