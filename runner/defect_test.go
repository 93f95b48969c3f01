package runner_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/fhirview/fhirview/internal/synth"
	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
)

// damages are the ways in which bytes go bad in files. Each does it to a copy of a text, in a range that is not empty.
var damages = []struct {
	name string
	do   func(rng *rand.Rand, text []byte, from, to int) []byte
}{
	{"zeroed range", func(_ *rand.Rand, text []byte, from, to int) []byte {
		clear(text[from:to])
		return text
	}},
	{"flipped bit", func(rng *rand.Rand, text []byte, from, _ int) []byte {
		text[from] ^= 1 << rng.IntN(8)
		return text
	}},
	{"cut range", func(_ *rand.Rand, text []byte, from, to int) []byte { return slices.Delete(text, from, to) }},
	{"doubled range", func(_ *rand.Rand, text []byte, from, to int) []byte {
		return slices.Insert(text, to, bytes.Clone(text[from:to])...)
	}},
}

// defectSizes are how long ranges are on average: within a value, over some members, over much of a resource.
var defectSizes = []float64{3, 30, 300}

// sample is an input with defects to come, as NDJSON or as one JSON document, the views that are run over it, and their
// rows as long as it is sound.
type sample struct {
	name  string
	text  []byte
	lines bool
	plans []*viewdef.Plan
	want  []string
}

// valid is true where every record is valid JSON in UTF-8, by encoding/json.Valid and utf8.Valid. A line is a record, and
// so is a document.
func (s *sample) valid(text []byte) bool {
	records := [][]byte{text}
	if s.lines {
		records = bytes.Split(text, []byte("\n"))
	}
	return !slices.ContainsFunc(records, func(r []byte) bool {
		return len(bytes.TrimSpace(r)) > 0 && (!json.Valid(r) || !utf8.Valid(r))
	})
}

// run returns the rows of some of the sample's views over a text, by one pass, and whether anything is said to be wrong.
func (s *sample) run(t testing.TB, text []byte, strict bool, views ...int) (rows []string, failed bool) {
	t.Helper()
	src := source.JSON(bytes.NewReader(text), nil)
	if s.lines {
		src = source.NDJSON(bytes.NewReader(text), nil)
	}
	out := make([]bytes.Buffer, len(views))
	var jobs []runner.Job
	for i, view := range views {
		jobs = append(jobs, runner.Job{Plan: s.plans[view], Sink: sink.CSV(&out[i], nil)})
	}
	stats, err := runner.Run(t.Context(), src, jobs, &runner.Options{Parallel: 1, StrictJSON: strict})
	for i := range out {
		rows = append(rows, out[i].String())
	}
	return rows, err != nil || stats.Failed > 0
}

// differs is true where the views have other rows than they should, and nobody says so.
func (s *sample) differs(t testing.TB, text []byte, strict bool, views ...int) bool {
	t.Helper()
	rows, failed := s.run(t, text, strict, views...)
	for i, view := range views {
		if !failed && rows[i] != s.want[view] {
			return true
		}
	}
	return false
}

// samples are a file of each type, one of all types, which has much that a view passes over, and the latter as a list and
// as a Bundle.
func samples(t testing.TB) []sample {
	t.Helper()
	g := synth.New(synth.Config{Seed: 7, Pad: 400})
	var out []sample
	var all, bundle bytes.Buffer
	for _, typ := range synth.Types() {
		var b bytes.Buffer
		if err := g.WriteNDJSON(&b, typ, 6); err != nil {
			t.Fatal(err)
		}
		all.Write(b.Bytes())
		out = append(out, sample{name: typ, text: b.Bytes(), lines: true, plans: defectViews(t, typ)})
	}
	if err := g.WriteBundle(&bundle, 1); err != nil {
		t.Fatal(err)
	}
	list := "[" + strings.ReplaceAll(strings.TrimSpace(all.String()), "\n", ",\n") + "]"
	plans := defectViews(t, synth.Types()...)
	out = append(out,
		sample{name: "all types", text: all.Bytes(), lines: true, plans: plans},
		sample{name: "list", text: []byte(list), plans: plans},
		sample{name: "Bundle", text: bundle.Bytes(), plans: plans})
	for i := range out {
		s := &out[i]
		for view := range s.plans {
			rows, failed := s.run(t, s.text, true, view)
			if failed {
				t.Fatalf("%s: fails as it is", s.name)
			}
			s.want = append(s.want, rows[0])
		}
	}
	return out
}

// defectViews are the views of the project for these types: with and without conditions, with a text that is looked for
// before anything is decoded, decoded along their tree and not.
func defectViews(t testing.TB, types ...string) (plans []*viewdef.Plan) {
	t.Helper()
	for _, folder := range []string{"../viewdef/registry/views", "../testdata/views", "../internal/bench/views"} {
		paths, err := filepath.Glob(filepath.Join(folder, "*.view.json"))
		if err != nil || len(paths) == 0 {
			t.Fatalf("no views in %s (%v)", folder, err)
		}
		for _, path := range paths {
			text, err := os.ReadFile(filepath.Clean(path))
			if err != nil {
				t.Fatal(err)
			}
			if p := compile(t, string(text), nil); slices.Contains(types, p.Resource()) {
				plans = append(plans, p)
			}
		}
	}
	return plans
}

// defectsTried is how many defects are made in a sample.
const defectsTried = 720

// TestDefectsAreNoticed makes single defects in sound files, after which a record is no longer valid JSON, and runs views
// over them, one alone or a few in one pass. Less than three in a thousand may have other rows without a failure, and none
// by strict reading.
func TestDefectsAreNoticed(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of runs")
	}
	rng := rand.New(rand.NewPCG(11, 12))
	tried, silent, strict := 0, 0, 0
	for _, s := range samples(t) {
		for n := range defectsTried {
			d := damages[n%len(damages)]
			from := rng.IntN(len(s.text))
			size := 1 + int(rng.ExpFloat64()*defectSizes[n/len(damages)%len(defectSizes)])
			to := min(len(s.text), from+size)
			bad := d.do(rng, bytes.Clone(s.text), from, to)
			if s.valid(bad) {
				continue
			}
			tried++
			views := []int{n % len(s.plans), (n + 1) % len(s.plans), (n + 2) % len(s.plans)}
			if n/len(damages)%2 == 0 {
				views = views[:1]
			}
			if s.differs(t, bad, false, views...) {
				silent++
				t.Logf("%s: %s, bytes %d to %d: other rows, and no failure", s.name, d.name, from, to)
			}
			if s.differs(t, bad, true, views[0]) {
				strict++
				t.Errorf("%s: %s, bytes %d to %d: other rows, and no failure by strict reading", s.name, d.name, from, to)
			}
		}
	}
	result := fmt.Sprintf("of %d defects, %d go unnoticed, and %d by strict reading", tried, silent, strict)
	t.Log(result)
	if tried < 3000 || 1000*silent >= 3*tried || strict > 0 {
		t.Error(result)
	}
}
