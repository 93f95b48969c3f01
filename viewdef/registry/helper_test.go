package registry_test

import (
	"context"
	"fmt"
	"iter"
	"testing"
	"testing/fstest"

	"go.uber.org/goleak"

	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/registry"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// view is the text of a view with a name, a version and a column whose name tells texts apart.
func view(name, version, column string) string {
	return fmt.Sprintf(`{"resourceType":"ViewDefinition","name":%q,%s"url":%q,"status":"active",
		"resource":"Patient","select":[{"column":[{"name":%q,"path":"id"}]}]}`, name, versioned(version), url(name), column)
}

func versioned(version string) string {
	if version == "" {
		return ""
	}
	return fmt.Sprintf(`"version":%q,`, version)
}

func url(name string) string { return "http://views.example.org/" + name }

// broken is a view that says who it is and does not compile.
func broken(name, version string) string {
	return fmt.Sprintf(`{"name":%q,%s"url":%q,"resource":"Patient","select":[{"column":[{"name":"x","path":"id("}]}]}`,
		name, versioned(version), url(name))
}

// folder is a source of files: pairs of a path and a text.
func folder(pairs ...string) fstest.MapFS {
	files := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		files[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return files
}

// server is a source whose views the test sets.
type server struct {
	texts []string
	err   error // after the texts
	calls int
}

func (s *server) source() registry.Source {
	return registry.Fetch("server", func(context.Context) iter.Seq2[[]byte, error] {
		return func(yield func([]byte, error) bool) {
			s.calls++
			var buffer []byte // is used again, as a client may
			for _, text := range s.texts {
				buffer = append(buffer[:0], text...)
				if !yield(buffer, nil) {
					return
				}
			}
			clear(buffer)
			if s.err != nil {
				yield(nil, s.err)
			}
		}
	})
}

func load(t testing.TB, cfg *registry.Config, sources ...registry.Source) *registry.Registry {
	t.Helper()
	r, err := registry.New(t.Context(), sources, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func reload(t testing.TB, r *registry.Registry) {
	t.Helper()
	if err := r.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func ask(t testing.TB, r *registry.Registry, name string) *viewdef.Plan {
	t.Helper()
	plan, err := r.Plan(name)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// column is the first column of a view, or the error.
func column(r *registry.Registry, name string) string {
	plan, err := r.Plan(name)
	if err != nil {
		return err.Error()
	}
	return plan.Schema().Columns[0].Name
}

func names(r *registry.Registry) []string {
	var names []string
	for _, v := range r.Views() {
		names = append(names, v.Name)
	}
	return names
}

func problems(r *registry.Registry) []string {
	var texts []string
	for _, p := range r.Problems() {
		texts = append(texts, p.String())
	}
	return texts
}
