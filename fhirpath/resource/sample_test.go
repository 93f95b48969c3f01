package resource_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
)

// sampleLines returns resources of a type: Synthea's from the shared folder, or else the repository's own.
func sampleLines(tb testing.TB, typ string) [][]byte {
	tb.Helper()
	shared := os.Getenv("FHIRVIEW_SHARED")
	if shared == "" {
		shared = "../../../shared"
	}
	data, err := gunzip(filepath.Join(shared, "data", typ+".ndjson.gz"))
	if err != nil {
		if data, err = os.ReadFile(filepath.Join("../../testdata/synthetic", typ+".ndjson")); err != nil {
			tb.Fatal(err)
		}
	}
	return bytes.Split(bytes.TrimSpace(data), []byte("\n"))
}

func gunzip(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// projection makes a projection of dotted paths. ** at the end of one stands for everything below.
func projection(tb testing.TB, m *model.Model, typ string, paths ...string) *resource.Projection {
	tb.Helper()
	b := newBuilder(tb, m, typ)
	for _, path := range paths {
		addPath(b, path)
	}
	return b.Projection()
}

func newBuilder(tb testing.TB, m *model.Model, typ string) *resource.Builder {
	tb.Helper()
	if typ == "" {
		return resource.NewBuilder(m, model.Unknown)
	}
	id, ok := m.Lookup(typ)
	if !ok {
		tb.Fatalf("the model has no type %q", typ)
	}
	return resource.NewBuilder(m, id)
}

// addPath adds what a dotted path reads, and returns what it leads to.
func addPath(b *resource.Builder, path string) []resource.Ref {
	refs := []resource.Ref{b.Root()}
	for name := range strings.SplitSeq(path, ".") {
		var next []resource.Ref
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
