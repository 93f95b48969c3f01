package bench

import (
	"bytes"
	"encoding/csv"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
)

// fhirviewRun is what baselineRun is measured against.
func fhirviewRun(tb testing.TB, w io.Writer, plan *viewdef.Plan, text []byte, parallel int) runner.Stats {
	tb.Helper()
	return flattened(tb, w, plan, source.NDJSON(bytes.NewReader(text), nil), parallel)
}

// flattened runs a view over a source of which no resource may fail.
func flattened(tb testing.TB, w io.Writer, plan *viewdef.Plan, src source.Source, parallel int) runner.Stats {
	tb.Helper()
	cfg := &runner.Options{Parallel: parallel}
	stats, err := runner.Run(tb.Context(), src, []runner.Job{{Plan: plan, Sink: sink.CSV(w, nil)}}, cfg)
	check(tb, err)
	if stats.Failed > 0 {
		tb.Fatalf("%d resources failed, the first one: %v", stats.Failed, stats.Failures[0])
	}
	return stats
}

func header(plan *viewdef.Plan) []string {
	var names []string
	for _, c := range plan.Schema().Columns {
		names = append(names, c.Name)
	}
	return names
}

// TestSubjects keeps the table and the folder of views the same.
func TestSubjects(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("views", "*"))
	check(t, err)
	var want, got []string
	for _, f := range files {
		want = append(want, strings.TrimSuffix(filepath.Base(f), ".view.json"))
	}
	for _, s := range subjects() {
		got = append(got, s.name)
		plan := s.plan(t)
		// The items of questionnaires in the data have one answer each.
		known := func(p viewdef.Problem) bool {
			return strings.Contains(p.Msg, "there can be several values, as answer repeats")
		}
		warnings := slices.DeleteFunc(plan.Warnings(), known)
		if plan.Resource() != s.typ || plan.View().Name != s.name || len(warnings) > 0 {
			t.Errorf("%s is the view %s of %s, with warnings %v", s.name, plan.View().Name, plan.Resource(), warnings)
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("subjects differ from the folder (-folder +subjects):\n%s", diff)
	}
}

// TestSameRows compares what the two sides write: a benchmark of different work would be worth nothing.
func TestSameRows(t *testing.T) {
	for _, s := range subjects() {
		samples := []sample{generated(t, s.typ, 1<<20)}
		if in, ok := synthea(t, s.typ, 1); ok {
			samples = append(samples, in)
		}
		for _, in := range samples {
			t.Run(s.name+"/"+in.name, func(t *testing.T) {
				plan := s.plan(t)
				var want, got bytes.Buffer
				check(t, baselineRun(&want, header(plan), s.extract, in.text))
				stats := fhirviewRun(t, &got, plan, in.text, 1)
				if stats.Resources != int64(in.resources) || stats.Jobs[0].Rows == 0 {
					t.Errorf("%d resources and %d rows of %d resources", stats.Resources, stats.Jobs[0].Rows, in.resources)
				}
				if diff := cmp.Diff(records(t, &want), records(t, &got)); diff != "" {
					t.Errorf("rows differ (-baseline +fhirview):\n%s", diff)
				}
			})
		}
	}
}

func records(t *testing.T, text io.Reader) [][]string {
	t.Helper()
	rows, err := csv.NewReader(text).ReadAll()
	check(t, err)
	return rows
}

// TestPairs has both spellings of a view give the same rows; pairs whose second has something left out may differ.
func TestPairs(t *testing.T) {
	pairs := pairsOf(t, "pairs")
	if len(pairs) < 8 {
		t.Fatalf("only %d pairs", len(pairs))
	}
	same := 0
	for _, p := range pairs {
		name, _, _ := strings.Cut(p[0].name, ".")
		if !slices.Contains([]string{"key", "key_obs", "index"}, name) {
			continue
		}
		same++
		in := sampleIn(t, p[0].plan.Resource(), NDJSON, 200_000)
		var one, other bytes.Buffer
		fhirviewRun(t, &one, p[0].plan, in.text, 1)
		fhirviewRun(t, &other, p[1].plan, in.text, 1)
		if diff := cmp.Diff(one.String(), other.String()); diff != "" {
			t.Errorf("%s and %s (-one +other):\n%s", p[0].name, p[1].name, diff)
		}
	}
	if same != 3 {
		t.Errorf("%d of three pairs are there", same)
	}
}
