package conformance

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/internal/synth"
	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
)

// The golden files hold, for each view of the repository, the SHA-256 of its CSV and its NDJSON, and of the failures that
// were told, over data that is the same on every machine. A change that makes rows or messages other than they were says
// so by a change of these files: go test ./internal/conformance -run Golden -update.
const (
	goldenMade   = "testdata/golden.txt"
	goldenSample = "testdata/golden-synthea.txt"
)

// goldenView is a view of the repository.
type goldenView struct {
	name string
	plan *viewdef.Plan
}

// goldenTexts returns all views of the repository by name.
func goldenTexts(t *testing.T) map[string][]byte {
	t.Helper()
	views := map[string][]byte{}
	for _, folder := range []string{"internal/bench/views", "testdata/views", "viewdef/registry/views"} {
		files, err := filepath.Glob(filepath.Join("..", "..", filepath.FromSlash(folder), "*.view.json"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no views in %s (%v)", folder, err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			views[folder+"/"+strings.TrimSuffix(filepath.Base(file), ".view.json")] = data
		}
	}
	return views
}

// goldenViews compiles all views of the repository.
func goldenViews(t *testing.T) []goldenView {
	t.Helper()
	texts := goldenTexts(t)
	var views []goldenView
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		plan, err := viewdef.Compile(texts[name], nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		views = append(views, goldenView{name, plan})
	}
	return views
}

// goldenResources are made-up resources of all types that a view of the repository reads, one after the other, each type
// in turn; after each of them come two with something changed, where changed is true.
func goldenResources(t *testing.T, patients int, changed bool) [][]byte {
	t.Helper()
	var types [][][]byte
	g := synth.New(synth.Config{Seed: 13})
	for _, typ := range synth.Types() {
		var text bytes.Buffer
		if err := g.WriteNDJSON(&text, typ, 3*patients); err != nil {
			t.Fatal(err)
		}
		types = append(types, bytes.Split(bytes.TrimSpace(text.Bytes()), []byte("\n")))
	}
	files, err := filepath.Glob("../../viewdef/registry/testdata/resources/*.ndjson")
	if err != nil || len(files) == 0 {
		t.Fatalf("no resources (%v)", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		few := bytes.TrimSpace(text)
		types = append(types, bytes.Split(bytes.Repeat(append(few, '\n'), patients/2), []byte("\n")))
	}
	random := rand.New(rand.NewPCG(13, 1))
	var out [][]byte
	for i := range 3 * patients {
		for _, lines := range types {
			if i >= len(lines) || len(lines[i]) == 0 {
				continue
			}
			out = append(out, lines[i])
			for range 2 {
				if !changed {
					break
				}
				mutated, err := synth.Mutated(random, lines[i])
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, mutated)
			}
		}
	}
	return out
}

// goldenNow is the time that views are told.
var goldenNow = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// goldenRun is what a run leaves behind: the output of each job, and the failures.
type goldenRun struct {
	outputs  []string
	failures string
	stats    runner.Stats
}

// goldenSinks are the formats that are compared.
var goldenSinks = map[string]func(io.Writer) sink.Sink{
	"csv":    func(w io.Writer) sink.Sink { return sink.CSV(w, nil) },
	"ndjson": sink.NDJSON,
}

func runGolden(t *testing.T, src source.Source, format string, parallel int, views ...goldenView) goldenRun {
	t.Helper()
	outputs := make([]bytes.Buffer, len(views))
	var jobs []runner.Job
	for i, v := range views {
		jobs = append(jobs, runner.Job{Plan: v.plan, Sink: goldenSinks[format](&outputs[i])})
	}
	var failures strings.Builder
	cfg := &runner.Options{Parallel: parallel, Now: goldenNow, Failed: func(e *runner.ResourceError) { fmt.Fprintln(&failures, e) }}
	stats, err := runner.Run(t.Context(), src, jobs, cfg)
	if err != nil {
		t.Fatal(err)
	}
	out := goldenRun{failures: failures.String(), stats: stats}
	for i := range outputs {
		out.outputs = append(out.outputs, outputs[i].String())
	}
	return out
}

func goldenLines(text []byte) source.Source {
	return source.NDJSON(bytes.NewReader(text), &source.Options{BlockSize: 32 << 10})
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// goldenLine is what a golden file says of a view over NDJSON. Parallel runs have to say the same.
func goldenLine(t *testing.T, v goldenView, text []byte) string {
	t.Helper()
	var csv, ndjson goldenRun
	for _, parallel := range []int{1, 2} {
		for format, to := range map[string]*goldenRun{"csv": &csv, "ndjson": &ndjson} {
			got := runGolden(t, goldenLines(text), format, parallel, v)
			if parallel == 1 {
				*to = got
			} else if got.outputs[0] != to.outputs[0] || got.failures != to.failures {
				t.Errorf("%s: %s of a parallel run differs from that of a run in order", v.name, format)
			}
		}
	}
	if csv.failures != ndjson.failures {
		t.Errorf("%s: CSV and NDJSON have different failures", v.name)
	}
	return fmt.Sprintf("%s: %d rows, %d of %d resources failed\n  csv      %s\n  ndjson   %s\n  failures %s\n",
		v.name, csv.stats.Jobs[0].Rows, csv.stats.Failed, csv.stats.Resources,
		hashOf(csv.outputs[0]), hashOf(ndjson.outputs[0]), hashOf(csv.failures))
}

// compareGolden compares with a golden file, or writes it.
func compareGolden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +have):\n%s", file, diff)
	}
}

// TestGolden compares the rows and failures of all views over made-up resources, good ones and changed ones.
func TestGolden(t *testing.T) {
	text := bytes.Join(goldenResources(t, 20, true), []byte("\n"))
	var all strings.Builder
	for _, v := range goldenViews(t) {
		all.WriteString(goldenLine(t, v, text))
	}
	compareGolden(t, goldenMade, all.String())
}

// TestGoldenSynthea does so over the sample data beside the repository, each view over the resources of its type.
func TestGoldenSynthea(t *testing.T) {
	folder := filepath.Join(officialMaterial(t), "data")
	var all strings.Builder
	texts := map[string][]byte{}
	for _, v := range goldenViews(t) {
		typ := v.plan.Resource()
		if texts[typ] == nil {
			texts[typ] = unzipped(t, filepath.Join(folder, typ+".ndjson.gz"))
		}
		if len(texts[typ]) > 0 {
			all.WriteString(goldenLine(t, v, texts[typ]))
		}
	}
	compareGolden(t, goldenSample, all.String())
}

// unzipped returns what a file holds; nothing where there is none.
func unzipped(t *testing.T, file string) []byte {
	t.Helper()
	stored, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		return []byte{}
	}
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(stored))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestGoldenForms has the same resources as a Bundle on one line, a Bundle and a list that are indented, and a list: they
// give the same rows as one on each line does.
func TestGoldenForms(t *testing.T) {
	resources := goldenResources(t, 6, true)
	entries := `{"resource":` + string(bytes.Join(resources, []byte(`},{"resource":`))) + `}`
	bundle := `{"resourceType":"Bundle","type":"collection","entry":[` + entries + `]}`
	list := `[` + string(bytes.Join(resources, []byte(","))) + `]`
	forms := map[string]string{"Bundle": bundle, "list": list}
	for name, text := range map[string]string{"indented Bundle": bundle, "indented list": list} {
		var out bytes.Buffer
		if err := json.Indent(&out, []byte(text), "", "  "); err != nil {
			t.Fatal(err)
		}
		forms[name] = out.String()
	}
	for _, v := range goldenViews(t) {
		want := runGolden(t, goldenLines(bytes.Join(resources, []byte("\n"))), "ndjson", 1, v)
		for name, text := range forms {
			for _, parallel := range []int{1, 2} {
				src := source.JSON(strings.NewReader(text), &source.Options{BlockSize: 8 << 10})
				got := runGolden(t, src, "ndjson", parallel, v)
				if got.stats.Failed != want.stats.Failed {
					t.Errorf("%s, %s, parallel %d: %d resources failed, want %d", v.name, name, parallel, got.stats.Failed, want.stats.Failed)
				}
				if diff := cmp.Diff(want.outputs[0], got.outputs[0]); diff != "" {
					t.Errorf("%s, %s, parallel %d (-lines +have):\n%s", v.name, name, parallel, diff)
				}
			}
		}
	}
}

// TestGoldenTogether runs all views in one pass: each gives the rows that it gives in a run of its own.
func TestGoldenTogether(t *testing.T) {
	text, views := bytes.Join(goldenResources(t, 10, true), []byte("\n")), goldenViews(t)
	for _, parallel := range []int{1, 2} {
		all := runGolden(t, goldenLines(text), "csv", parallel, views...)
		for i, v := range views {
			alone := runGolden(t, goldenLines(text), "csv", parallel, v)
			if diff := cmp.Diff(alone.outputs[0], all.outputs[i]); diff != "" {
				t.Errorf("%s, parallel %d (-alone +together):\n%s", v.name, parallel, diff)
			}
			if want, got := alone.stats.Jobs[0].Matched, all.stats.Jobs[i].Matched; got != want {
				t.Errorf("%s, parallel %d: %d resources matched together, %d alone", v.name, parallel, got, want)
			}
		}
	}
}
