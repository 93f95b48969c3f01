package registry_test

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/registry"
)

func TestPlanByName(t *testing.T) {
	r := load(t, nil, registry.FS("views", folder(
		"a.json", view("results", "1.9.0", "nine"),
		"b.json", view("results", "1.10.0", "ten"),
		"c.json", view("results", "2.0.0-rc.1", "candidate"),
		"d.json", view("results", "", "none"),
		"e.json", view("patients", "", "only"),
		"nameless.view.json", `{"resource":"Patient","select":[{"column":[{"name":"file","path":"id"}]}]}`,
	)))
	for _, c := range []struct{ name, want string }{
		{"results", "candidate"},
		{"results|1.9.0", "nine"},
		{"results|1.10.0", "ten"},
		{"results|", "none"},
		{url("results"), "candidate"},
		{url("results") + "|1.10.0", "ten"},
		{"patients", "only"},
		{"nameless", "file"},
		{"result", `there is no view "result"; did you mean results? The views are nameless, patients, results`},
		{"Patients", `there is no view "Patients"; did you mean patients? The views are nameless, patients, results`},
		{"results|3", `there is no view "results|3"; its versions are 2.0.0-rc.1, 1.10.0, 1.9.0, (none)`},
		{url("results") + "|3", `there is no view "` + url("results") + `|3"; its versions are 2.0.0-rc.1, 1.10.0, 1.9.0, (none)`},
		{url("result"), `there is no view "` + url("result") + `"; did you mean ` + url("results") +
			`? The views are nameless, patients, results`},
		{"", `there is no view ""; the views are nameless, patients, results`},
	} {
		if got := column(r, c.name); got != c.want {
			t.Errorf("%s: got %s\nwant %s", c.name, got, c.want)
		}
	}
	_, err := r.Plan("result|1")
	want := &registry.UnknownError{
		Name: "result|1", Suggestion: "results", Known: []string{"nameless", "patients", "results"},
	}
	if got, ok := errors.AsType[*registry.UnknownError](err); !ok || !cmp.Equal(want, got) {
		t.Errorf("error (-want +got):\n%s", cmp.Diff(want, got))
	}
}

func TestUnknownErrorIsShort(t *testing.T) {
	var files []string
	for i := range 30 {
		name := fmt.Sprintf("view%d", i)
		files = append(files, name+".json", view(name, "", "c"))
	}
	r := load(t, nil, registry.FS("views", folder(files...)))
	_, err := r.Plan(strings.Repeat("\n", 5000))
	if msg := err.Error(); len(msg) > 1000 || strings.Contains(msg, "\n") || !strings.HasSuffix(msg, " and 10 more") {
		t.Error(msg)
	}
	if _, err := load(t, nil).Plan("a"); err.Error() != `there is no view "a"; no view has been loaded` {
		t.Error(err)
	}
}

func TestViewsAreListed(t *testing.T) {
	full := `{"resourceType":"ViewDefinition","name":"b","url":"http://x.example.org/b","version":"1","title":"Bees",
		"description":"One row a bee.","status":"active","resource":"Observation",
		"select":[{"column":[{"name":"id","path":"id"},{"name":"status","path":"status"}]}]}`
	s := &server{texts: []string{view("a", "", "id"), full}}
	r := load(t, nil, registry.FS("views", folder("deep/er/b.json", view("b", "2", "id"))), s.source())
	want := []registry.View{
		{Name: "a", URL: url("a"), Resource: "Patient", Columns: 1, Source: "server", File: "#0"},
		{Name: "b", URL: url("b"), Version: "2", Resource: "Patient", Columns: 1, Source: "views", File: "deep/er/b.json"},
		{
			Name: "b", URL: "http://x.example.org/b", Version: "1", Title: "Bees", Description: "One row a bee.",
			Resource: "Observation", Columns: 2, Source: "server", File: "#1",
		},
	}
	if diff := cmp.Diff(want, r.Views()); diff != "" {
		t.Errorf("views (-want +got):\n%s", diff)
	}
	r.Views()[0].Name = "changed"
	if diff := cmp.Diff(want, r.Views()); diff != "" {
		t.Error("a caller can change the registry's list")
	}
}

// TestLaterSourceOverrides has the same views in several places.
func TestLaterSourceOverrides(t *testing.T) {
	renamed := strings.Replace(view("renamed", "1", "later"), url("renamed"), url("other"), 1)
	first := registry.FS("first", folder("a.json", view("a", "1", "early"), "aa.json", view("a", "1", "late"),
		"o.json", view("other", "1", "early")))
	second := registry.FS("second", folder("x.json", view("a", "1", "second"), "o.json", renamed))

	r := load(t, nil, first, second)
	if got := column(r, "a"); got != "second" {
		t.Errorf("a is of %s", got)
	}
	if got := column(r, url("other")); got != "later" {
		t.Errorf("the URL is of %s", got)
	}
	want := []string{
		"first/a.json: warning: view a|1 is overridden by first/aa.json",
		"first/o.json: warning: view other|1 is overridden by second/o.json, which has its url and its version",
		"first/aa.json: warning: view a|1 is overridden by second/x.json",
	}
	if diff := cmp.Diff(want, problems(r)); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	wantErr := "view other|1 of first/o.json is overridden by second/o.json, which has its url and its version: " +
		`there is no view "other"; the views are a, renamed`
	_, err := r.Plan("other")
	if _, ok := errors.AsType[*registry.UnknownError](err); !ok || err.Error() != wantErr {
		t.Errorf("the error of a name that is hidden: %v", err)
	}
	if got := column(load(t, nil, second, first), "a"); got != "late" {
		t.Errorf("in the other order, a is of %s", got)
	}
}

// TestStarterIsOverridden is what the starter set has no versions for.
func TestStarterIsOverridden(t *testing.T) {
	for _, version := range []string{"", "0.1", "7"} {
		r := load(t, nil, registry.Starter(), registry.FS("own", folder("p.json", view("patients", version, "own"))))
		if got := column(r, "patients"); got != "own" {
			t.Errorf("version %q: patients is of %s", version, got)
		}
	}
}

// TestProblemsHideNothing has broken files among good ones.
func TestProblemsHideNothing(t *testing.T) {
	r := load(t, nil, registry.FS("views", folder(
		"a.json", view("a", "", "good"),
		"b.json", broken("b", "1"),
		"c.json", `{"name":"c",`,
		"d.view.json", `{"resourceType":"ViewDefinition","name":"d"}`,
		"patient.json", `{"resourceType":"Patient","id":"p"}`,
		"cases.json", `{"title":"cases","tests":[]}`,
		"notes.txt", "no view",
		".hidden.json", broken("hidden", ""),
		".git/x.json", broken("hidden", ""),
		"z.json", view("z", "", "good"),
	)))
	if diff := cmp.Diff([]string{"a", "z"}, names(r)); diff != "" {
		t.Errorf("views (-want +got):\n%s", diff)
	}
	var found []string
	for _, p := range r.Problems() {
		_, compile := errors.AsType[*viewdef.CompileError](p.Err)
		if !compile || p.Severity != viewdef.SeverityError || p.Kept || p.Source != "views" {
			t.Errorf("not as it should be: %+v", p)
		}
		found = append(found, p.File+" "+p.View)
	}
	if diff := cmp.Diff([]string{"b.json b", "c.json c", "d.view.json d"}, found); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	for _, name := range []string{"b", "b|1", url("b"), url("b") + "|1"} {
		_, err := r.Plan(name)
		if _, ok := errors.AsType[*viewdef.CompileError](err); !ok || !strings.Contains(err.Error(), "view b cannot be used: views/b.json: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFetchedViewNeedsAName(t *testing.T) {
	s := &server{texts: []string{`{"resource":"Patient","select":[{"column":[{"name":"id","path":"id"}]}]}`, view("a", "", "good")}}
	r := load(t, nil, s.source())
	want := []string{"server#0: the view has neither a name nor a url, so nobody can ask for it; give it one"}
	if diff := cmp.Diff(want, problems(r)); diff != "" || column(r, "a") != "good" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

// TestWarningsAreProblems has doubtful views: in use, overridden, and one that only its last good plan is left of.
func TestWarningsAreProblems(t *testing.T) {
	doubtful := func(name string) string { return strings.Replace(view(name, "", "c"), `"status":"active",`, "", 1) }
	files := folder("a.json", strings.Replace(doubtful("a"), `"path":"id"`, `"path":"name.family"`, 1),
		"o.json", doubtful("o"), "z.json", doubtful("z"))
	r := load(t, nil, registry.FS("views", files), registry.FS("own", folder("o.json", view("o", "", "c"))))
	want := []string{
		"views/o.json: warning: view o is overridden by own/o.json",
		"views/a.json: warning: status is missing\n" +
			`select[0].column[0].path: warning: there can be several values, as name repeats: take one with first() or a forEach, ` +
			`or set "collection": true` + "\n    name.family\n    ^~~~",
		"views/z.json: warning: status is missing",
	}
	if diff := cmp.Diff(want, problems(r)); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	files["z.json"].Data = []byte("{")
	reload(t, r)
	if p := r.Problems(); len(p) != 3 || p[0].File != "z.json" || p[1].File != "o.json" || p[2].File != "a.json" {
		t.Errorf("problems with an outdated view: %v", p)
	}
}

func TestSourcesThatCannotBeRead(t *testing.T) {
	down := &server{texts: []string{view("a", "", "before")}, err: errors.New("server is down")}
	large := fstest.MapFS{"large.json": &fstest.MapFile{Data: make([]byte, 64<<20+1)}}
	r, err := registry.New(t.Context(), []registry.Source{
		registry.Folder(t.TempDir() + "/none"), down.source(), {}, registry.FS("large", large),
	}, nil)
	if err == nil || !strings.Contains(err.Error(), "server is down") || !strings.Contains(err.Error(), "no such file") ||
		!strings.Contains(err.Error(), "nothing to read from") {
		t.Errorf("error: %v", err)
	}
	if got := column(r, "a"); got != "before" {
		t.Errorf("what came before the error: %s", got)
	}
	if p := r.Problems(); !strings.HasSuffix(p[0].String(), "/none: the folder cannot be read: no such file or directory") ||
		!errors.Is(p[0].Err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", p[0])
	}
	if p := r.Problems(); len(p) != 4 || p[1].Err.Error() != "server is down" || p[1].Kept ||
		p[3].String() != "large/large.json: the file is longer than 64 MiB, which is the most that is read of a file of this kind" {
		t.Errorf("problems: %v", p)
	}
}

// TestSharedCache checks that the views share parsed expressions, in the caller's cache where there is one.
func TestSharedCache(t *testing.T) {
	cache := fhirpath.NewCache(100)
	opts := &viewdef.Options{Cache: cache}
	load(t, &registry.Config{View: opts}, registry.FS("views", folder("a.json", view("a", "", "c"), "b.json", view("b", "", "c"))))
	if cache.Len() != 1 || opts.Cache != cache {
		t.Errorf("the cache has %d expressions", cache.Len())
	}
	empty := &viewdef.Options{}
	load(t, &registry.Config{View: empty}, registry.Starter())
	if empty.Cache != nil {
		t.Error("the caller's options were changed")
	}
}

func TestPlanAllocatesNothing(t *testing.T) {
	r := load(t, nil, registry.Starter())
	if n := testing.AllocsPerRun(100, func() {
		if _, err := r.Plan("laboratory_results"); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzViews(f *testing.F) {
	f.Add(view("a", "1", "c"), "a|1")
	f.Add(broken("a", "1"), url("a"))
	f.Add(`{"name":"good|","url":"|","version":"|"}`, "|")
	f.Add(`[{"resourceType":7}]`, "good")
	f.Fuzz(func(t *testing.T, text, name string) {
		good := view("good", "", "c")
		s := &server{texts: []string{text, good}}
		r := load(t, nil, registry.FS("views", folder("x.json", text)), s.source())
		if got := column(r, "good|"); got != "c" {
			t.Errorf("the good view is %s", got)
		}
		if plan, err := r.Plan(name); (plan == nil) == (err == nil) {
			t.Errorf("plan %v, error %v", plan, err)
		}
		for _, v := range r.Views() {
			ask(t, r, v.Name+"|"+v.Version)
		}
		s.texts[0] += " "
		reload(t, r)
	})
}
