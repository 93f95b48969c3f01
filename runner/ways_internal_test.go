package runner

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/internal/synth"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
)

var updateWays = flag.Bool("update", false, "write testdata/ways*.txt as the ways are now")

// waysSample gives the resources of a type, as NDJSON; none where there are none.
type waysSample func(t *testing.T, typ string) []byte

// TestWays says which way each view of the repository takes, why, and how many resources really do. testdata/ways.txt and
// ways-synthea.txt are what documentation refers to. A change that makes more or fewer resources go the fast way says so
// by a change of these files: go test ./runner -run TestWays -update.
func TestWays(t *testing.T) {
	t.Run("made", func(t *testing.T) { compareWays(t, "ways.txt", madeResources) })
	t.Run("synthea", func(t *testing.T) {
		folder := os.Getenv("FHIRVIEW_SHARED")
		if folder == "" {
			folder = filepath.Join("..", "..", "shared")
		}
		folder = filepath.Join(folder, "data")
		if _, err := os.Stat(folder); err != nil {
			t.Skipf("no sample data in %s", folder)
		}
		compareWays(t, "ways-synthea.txt", func(t *testing.T, typ string) []byte {
			return unzippedResources(t, filepath.Join(folder, typ+".ndjson.gz"))
		})
	})
}

func compareWays(t *testing.T, name string, sample waysSample) {
	t.Helper()
	got := waysOf(t, sample)
	file := filepath.Join("testdata", name)
	if *updateWays {
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

// waysOf writes a paragraph for each view, one for all views of each type in one pass, and a summary.
func waysOf(t *testing.T, sample waysSample) string {
	t.Helper()
	var b, passes strings.Builder
	var types []string
	byType := map[string][]*viewdef.Plan{}
	views, able, fast, refused, resources := 0, 0, int64(0), int64(0), int64(0)
	for _, file := range waysViews(t) {
		plan := compiledFile(t, file)
		typ := plan.Resource()
		text := sample(t, typ)
		if len(text) == 0 {
			continue
		}
		if byType[typ] == nil {
			types = append(types, typ)
		}
		byType[typ] = append(byType[typ], plan)
		stats, taken := countedRun(t, text, plan)
		views++
		resources, fast, refused = resources+stats.Resources, fast+taken[0].fast, refused+taken[0].refused
		why := plan.WhyPlain()
		answer := "no"
		if len(why) == 0 {
			able, answer = able+1, "yes"
		}
		fmt.Fprintf(&b, "%s\n  fast way: %s; %s\n", strings.TrimSuffix(filepath.ToSlash(file[len("../"):]), ".view.json"), answer,
			spokenWays(taken[0], stats.Resources))
		for _, w := range why {
			fmt.Fprintf(&b, "    %s\n", w)
		}
		if (len(why) == 0) != plan.DecodesAlong() || len(why) > 0 && taken[0] != (ways{}) {
			t.Errorf("%s: reasons for the plain way: %q; decodes along its tree: %t, %+v", file, why, plan.DecodesAlong(), taken[0])
		}
	}
	for _, typ := range types {
		if len(byType[typ]) == 1 {
			continue
		}
		stats, taken := countedRun(t, sample(t, typ), byType[typ]...)
		var sum ways
		for _, w := range taken {
			sum.add(w)
		}
		fmt.Fprintf(&passes, "%d views of %s in one pass\n  %s\n", len(taken), typ, spokenWays(sum, stats.Resources*int64(len(taken))))
	}
	return fmt.Sprintf("%d of %d views take the fast way; %s\n\n%s\n%s", able, views,
		spokenWays(ways{fast, refused}, resources), &b, &passes)
}

func spokenWays(w ways, resources int64) string {
	return fmt.Sprintf("of %d resources %d took it and %d were refused", resources, w.fast, w.refused)
}

// countedRun runs views over NDJSON, in order, and counts.
func countedRun(t *testing.T, text []byte, plans ...*viewdef.Plan) (Stats, []ways) {
	t.Helper()
	var jobs []Job
	for _, plan := range plans {
		jobs = append(jobs, Job{Plan: plan, Sink: sink.NDJSON(io.Discard)})
	}
	p, err := prepare(jobs, false)
	if err != nil {
		t.Fatal(err)
	}
	r := p.newRun(&Options{Parallel: 1}, jobs)
	if err := r.do(t.Context(), source.NDJSON(bytes.NewReader(text), nil)); err != nil {
		t.Fatal(err)
	}
	return r.stats, r.ways
}

func waysViews(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, folder := range []string{"../internal/bench/views", "../testdata/views", "../viewdef/registry/views"} {
		files, err := filepath.Glob(filepath.Join(folder, "*.view.json"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no views in %s (%v)", folder, err)
		}
		all = append(all, files...)
	}
	return all
}

func compiledFile(t *testing.T, file string) *viewdef.Plan {
	t.Helper()
	view, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := viewdef.Compile(view, nil)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// madeResources are generated ones, or those beside the views that the library brings.
func madeResources(t *testing.T, typ string) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := synth.New(synth.Config{Seed: 1}).WriteNDJSON(&out, typ, 200); err == nil {
		return out.Bytes()
	}
	text, err := os.ReadFile(filepath.Join("..", "viewdef", "registry", "testdata", "resources", typ+".ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Repeat(text, 50)
}

// unzippedResources returns what a file holds; nothing where there is none.
func unzippedResources(t *testing.T, file string) []byte {
	t.Helper()
	stored, err := os.ReadFile(filepath.Clean(file))
	if os.IsNotExist(err) {
		return nil
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
