package registry_test

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/viewdef/registry"
)

func TestReloadOfFiles(t *testing.T) {
	files := folder("a.json", view("a", "1", "one"), "b.json", view("b", "", "one"), "c.json", view("c", "", "one"))
	r := load(t, nil, registry.FS("views", files))
	same, old := ask(t, r, "b"), ask(t, r, "a")

	files["a.json"].Data = []byte(view("a", "2", "two"))
	delete(files, "c.json")
	files["d.json"] = folder("d.json", view("d", "", "new"))["d.json"]
	if column(r, "a") != "one" {
		t.Error("something changed before the reload")
	}
	reload(t, r)
	if diff := cmp.Diff([]string{"a", "b", "d"}, names(r)); diff != "" {
		t.Errorf("views (-want +got):\n%s", diff)
	}
	if column(r, "a|2") != "two" || !strings.Contains(column(r, "a|1"), "no view") || ask(t, r, "b") != same {
		t.Error("the new text is not in use, or the unchanged one has a new plan")
	}
	if old.Schema().Columns[0].Name != "one" {
		t.Error("a plan that was handed out has changed")
	}
}

// TestLastGoodPlan breaks files in all ways, and repairs them.
func TestLastGoodPlan(t *testing.T) {
	files := folder("a.json", view("a", "1", "one"), "b.json", view("b", "", "one"))
	r := load(t, nil, registry.FS("views", files))
	good := ask(t, r, "a")
	for _, text := range []string{broken("a", "1"), broken("a", "2"), broken("other", ""), "{", ""} {
		files["a.json"].Data = []byte(text)
		for range 2 { // what stays once has to stay for ever
			reload(t, r)
			if ask(t, r, "a|1") != good {
				t.Errorf("%s: another plan", text)
			}
			p, views := r.Problems(), r.Views()
			if len(p) != 1 || p[0].View != "a" || !p[0].Kept || !strings.HasSuffix(p[0].String(), "stays in use") {
				t.Errorf("%s: problems %v", text, p)
			}
			if !views[0].Outdated || views[1].Outdated {
				t.Errorf("%s: views %+v", text, views)
			}
		}
	}
	files["a.json"].Data = []byte(view("a", "1", "one"))
	reload(t, r)
	if ask(t, r, "a") != good || r.Views()[0].Outdated || len(r.Problems()) > 0 {
		t.Errorf("repaired, but %+v, %v", r.Views()[0], r.Problems())
	}
	files["a.json"].Data = []byte("{")
	reload(t, r)
	delete(files, "a.json")
	reload(t, r)
	if diff := cmp.Diff([]string{"b"}, names(r)); diff != "" || len(r.Problems()) > 0 {
		t.Errorf("deleted, but %s %v", diff, r.Problems())
	}
}

// TestKeptViewOverridesNothing has a broken file whose last good view somebody has written anew elsewhere.
func TestKeptViewOverridesNothing(t *testing.T) {
	files := folder("z.json", view("a", "", "old"))
	r := load(t, nil, registry.FS("views", files))
	files["z.json"].Data = []byte("{")
	files["b.json"] = folder("b.json", view("a", "", "new"))["b.json"]
	reload(t, r)
	if got := column(r, "a"); got != "new" {
		t.Errorf("a is of %s", got)
	}
}

func TestReloadOfServer(t *testing.T) {
	a, b, c := view("a", "1", "one"), view("b", "", "one"), view("c", "", "one")
	for _, step := range []struct {
		name  string
		texts []string
		err   error
		want  string // of a, b and c
		kept  []string
	}{
		{"all come in another order", []string{c, a, b}, nil, "one one one", nil},
		{"one is gone", []string{b, a}, nil, "one one none", nil},
		{"one is broken", []string{broken("a", "1"), b}, nil, "one one none", []string{"a"}},
		{"one is no JSON", []string{"{", view("b", "", "two")}, nil, "one two one", []string{"a", "c"}},
		{"the server goes down", []string{view("c", "", "two")}, errors.New("down"), "one one two", []string{"a", "b"}},
		{"the server is down", nil, errors.New("down"), "one one one", []string{"a", "b", "c"}},
		{"the server is empty", nil, nil, "none none none", nil},
	} {
		t.Run(step.name, func(t *testing.T) {
			s := &server{texts: []string{a, b, c}}
			r := load(t, nil, s.source())
			plan := ask(t, r, "a")
			s.texts, s.err = step.texts, step.err
			if err := r.Reload(t.Context()); !errors.Is(err, step.err) {
				t.Errorf("error: %v", err)
			}
			var got []string
			for _, name := range []string{"a", "b", "c"} {
				if col := column(r, name); !strings.Contains(col, "no view") {
					got = append(got, col)
				} else {
					got = append(got, "none")
				}
			}
			if strings.Join(got, " ") != step.want {
				t.Errorf("got %s, want %s", got, step.want)
			}
			if got[0] == "one" && ask(t, r, "a") != plan {
				t.Error("a has another plan")
			}
			var kept []string
			for _, v := range r.Views() {
				if v.Outdated {
					kept = append(kept, v.Name)
				}
			}
			if diff := cmp.Diff(step.kept, kept); diff != "" {
				t.Errorf("kept (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReloadEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	entered, release := make(chan struct{}), make(chan struct{})
	first := true
	slow := registry.Fetch("slow", func(context.Context) iter.Seq2[[]byte, error] {
		return func(yield func([]byte, error) bool) {
			if first {
				first = false
				yield([]byte(view("a", "", "one")), nil)
				return
			}
			close(entered)
			<-release
			yield([]byte(view("a", "", "two")), nil)
		}
	})
	r := load(t, nil, slow)
	reloading := make(chan error)
	go func() { reloading <- r.Reload(ctx) }()
	<-entered

	waiting, cancelWaiting := context.WithCancel(t.Context())
	cancelWaiting()
	if err := r.Reload(waiting); !errors.Is(err, context.Canceled) {
		t.Errorf("a reload that waits for another: %v", err)
	}
	if got := column(r, "a"); got != "one" {
		t.Errorf("during a reload: %s", got)
	}
	cancel()
	close(release)
	if err := <-reloading; !errors.Is(err, context.Canceled) || column(r, "a") != "one" {
		t.Errorf("cancelled: %v, %s", err, column(r, "a"))
	}
	if r, err := registry.New(ctx, []registry.Source{registry.Starter()}, nil); !errors.Is(err, context.Canceled) || len(r.Views()) > 0 {
		t.Errorf("new: %v", err)
	}
}

func TestReloadIsLogged(t *testing.T) {
	var out bytes.Buffer
	plain := slog.NewTextHandler(&out, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}})
	files := folder("a.json", view("a", "1", "one"), "b.json", view("b", "", "one"), "c.json", broken("c", ""))
	r := load(t, &registry.Config{Log: slog.New(plain)}, registry.FS("views", files))
	files["a.json"].Data = []byte("{")
	files["b.json"].Data = []byte(view("b", "", "two"))
	reload(t, r)
	want := `level=INFO msg="views loaded" views=2 new=2 problems=1
level=WARN msg="view has a problem" file=views/c.json view=c severity=error kept=false reason="mistakes at select[0].column[0].path"
level=INFO msg="views loaded" views=2 new=1 problems=2
level=WARN msg="view has a problem" file=views/a.json view=a severity=error kept=true reason="mistakes at the view as a whole"
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
}
