package runner

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
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

// TestWays says which way each view of the repository takes, why, how many resources really do, and how many nodes are
// built for them. testdata/ways.txt and
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
	got, nodes := waysOf(t, sample)
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
	compareNodes(t, filepath.Join("testdata", "nodes"+strings.TrimPrefix(name, "ways")), nodes)
}

// compareNodes holds what is built to what was built before. A few more or less depend on the processor.
func compareNodes(t *testing.T, file string, nodes map[string]int64) {
	t.Helper()
	if *updateWays {
		var b strings.Builder
		for _, name := range slices.Sorted(maps.Keys(nodes)) {
			fmt.Fprintf(&b, "%s: %d\n", name, nodes[name])
		}
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(string(text), "\n"); lines != len(nodes) {
		t.Errorf("%s has %d lines, want %d", file, lines, len(nodes))
	}
	for line := range strings.Lines(string(text)) {
		name, number, _ := strings.Cut(strings.TrimSpace(line), ": ")
		want, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		if got := nodes[name]; got > want+want/20 || got < want-want/20 {
			t.Errorf("%s: %d nodes, where there were %d", name, got, want)
		}
	}
}

// waysOf writes a paragraph for each view, one for all views of each type in one pass, and a summary.
func waysOf(t *testing.T, sample waysSample) (report string, nodes map[string]int64) {
	t.Helper()
	var b, passes strings.Builder
	nodes = map[string]int64{}
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
		name := strings.TrimSuffix(filepath.ToSlash(file[len("../"):]), ".view.json")
		stats, taken, built := countedRun(t, text, plan)
		views++
		resources, fast, refused = resources+stats.Resources, fast+taken[0].Fast, refused+taken[0].Refused
		why := plan.WhyPlain()
		answer := "no"
		if len(why) == 0 {
			able, answer = able+1, "yes"
		}
		fmt.Fprintf(&b, "%s\n  fast way: %s; %s\n", name, answer,
			spokenWays(taken[0], stats.Resources))
		nodes[name] = built
		for _, w := range why {
			fmt.Fprintf(&b, "    %s\n", w)
		}
		if len(why) > 0 && taken[0] != (viewdef.FlattenStats{}) {
			t.Errorf("%s: reasons for the plain way: %q, and yet %+v", file, why, taken[0])
		}
	}
	for _, typ := range types {
		if len(byType[typ]) == 1 {
			continue
		}
		name := fmt.Sprintf("%d views of %s in one pass", len(byType[typ]), typ)
		stats, taken, built := countedRun(t, sample(t, typ), byType[typ]...)
		var sum viewdef.FlattenStats
		for _, s := range taken {
			sum.Fast, sum.Refused = sum.Fast+s.Fast, sum.Refused+s.Refused
		}
		fmt.Fprintf(&passes, "%s\n  %s\n", name, spokenWays(sum, stats.Resources*int64(len(taken))))
		nodes[name] = built
	}
	return fmt.Sprintf("%d of %d views take the fast way; %s\n\n%s\n%s", able, views,
		spokenWays(viewdef.FlattenStats{Fast: fast, Refused: refused}, resources), &b, &passes), nodes
}

func spokenWays(s viewdef.FlattenStats, resources int64) string {
	return fmt.Sprintf("of %d resources %d took it and %d were refused", resources, s.Fast, s.Refused)
}

// countedRun runs views over NDJSON, in order, and counts the ways and the nodes that were built.
func countedRun(t *testing.T, text []byte, plans ...*viewdef.Plan) (stats Stats, taken []viewdef.FlattenStats, nodes int64) {
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
	w := r.newWorker()
	p.workers.New = func() any { return w } // the only one
	if err := r.do(t.Context(), source.NDJSON(bytes.NewReader(text), nil)); err != nil {
		t.Fatal(err)
	}
	for _, s := range r.flattened {
		nodes += s.Nodes
	}
	return r.stats, r.flattened, nodes
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
