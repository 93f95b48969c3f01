package runner_test

import (
	"bytes"
	"encoding/json"
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

// told is what a run says of a view: its rows, and of which resources of its type it has none, and why.
type told struct {
	Rows     string
	Failures []string
	Matched  int64
}

// together runs views in one pass, and returns what it says of each.
func together(t *testing.T, src source.Source, parallel int, plans ...*viewdef.Plan) []told {
	t.Helper()
	out := make([]told, len(plans))
	bufs := make([]bytes.Buffer, len(plans))
	var jobs []runner.Job
	for i, p := range plans {
		jobs = append(jobs, runner.Job{Plan: p, Sink: sink.NDJSON(&bufs[i])})
	}
	cfg := &runner.Options{Parallel: parallel, Failed: func(e *runner.ResourceError) {
		for i, p := range plans {
			if e.Type == p.Resource() && (e.View == p.View().Name || e.View == "") {
				alone := *e
				alone.View = "" // alone, who cannot decode a resource does not say for which view
				out[i].Failures = append(out[i].Failures, alone.Error())
			}
		}
	}}
	stats, err := runner.Run(t.Context(), src, jobs, cfg)
	if err != nil {
		t.Fatal(err)
	}
	for i := range plans {
		out[i].Rows, out[i].Matched = bufs[i].String(), stats.Jobs[i].Matched
	}
	return out
}

// defects are resources with one mistake each: in each element of each of some resources, one after the other.
func defects(t *testing.T) []string {
	t.Helper()
	count := map[string]int{}
	var out []string
	for _, line := range synthetic(t) {
		var members map[string]json.RawMessage
		if err := json.Unmarshal([]byte(line), &members); err != nil {
			t.Fatal(err)
		}
		typ := string(members["resourceType"])
		if count[typ]++; count[typ] > 4 {
			continue
		}
		out = append(out, line)
		for key, value := range members {
			at, v := `"`+key+`":`, string(value)
			for _, wrong := range []string{
				at + "[[" + v + "]]", at + v + "," + at + v, at + "tru", at + "01", at + "\"\x01\"", at + "\"\xff\"", at + `"\x"`,
				at + `{"a":1]`, at + "5", at + `"text"`, at + `[{"a":{}},{}]`, at + "[" + v + "," + v + "]",
			} {
				out = append(out, strings.Replace(line, at+v, wrong, 1))
			}
		}
	}
	slices.Sort(out) // of a map, the order is another each time
	return out
}

// TestViewsFailApart gives a view in one pass with all others what it gives alone, whatever is wrong with the resources:
// rows and failures.
func TestViewsFailApart(t *testing.T) {
	var plans []*viewdef.Plan
	paths, err := filepath.Glob(filepath.Join("..", "testdata", "views", "*.view.json"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no views (%v)", err)
	}
	for _, path := range paths {
		plans = append(plans, stored(t, strings.TrimSuffix(filepath.Base(path), ".view.json")))
	}
	for _, view := range []string{
		`{"name":"of_name","resource":"Patient","select":[{"column":[{"name":"f","path":"name.family.first()"}]}]}`,
		`{"name":"with_text","resource":"Observation","where":[{"path":"status = 'final'"}],"select":[{"column":[{"name":"id","path":"id"}]}]}`,
		`{"name":"without_text","resource":"Observation","where":[{"path":"status = 'no such status'"}],"select":[{"column":[{"name":"v","path":"value.ofType(Quantity).value"}]}]}`,
		`{"name":"of_code","resource":"Observation","where":[{"path":"code.coding.exists(code = '8480-6')"}],"select":[{"column":[{"name":"s","path":"subject.reference"}]}]}`,
	} {
		plans = append(plans, compile(t, view, nil))
	}
	faults, err := filepath.Glob(filepath.Join("..", "testdata", "faults", "data-*"))
	if err != nil || len(faults) == 0 {
		t.Fatalf("no faults (%v)", err)
	}
	inputs := map[string]func() source.Source{
		"faults":  func() source.Source { return source.Open(faults, nil) },
		"damaged": func() source.Source { return lines(damage(synthetic(t)), nil) },
		"defects": func() source.Source { return lines(defects(t), &source.Options{BlockSize: 20_000}) },
	}
	for name, input := range inputs {
		var alone []told
		failures := 0
		for _, p := range plans {
			one := together(t, input(), 1, p)[0]
			alone = append(alone, one)
			failures += len(one.Failures)
		}
		if failures < 20 {
			t.Fatalf("%s: only %d failures", name, failures)
		}
		for _, parallel := range []int{1, 3} {
			for i, got := range together(t, input(), parallel, plans...) {
				if diff := cmp.Diff(alone[i], got); diff != "" {
					t.Errorf("%s, parallel %d: %s differs (-alone +together):\n%s", name, parallel, plans[i].View().Name, diff)
				}
			}
		}
	}
}

// TestFailuresOfSeveralViews names the view that fails, and tells once what is wrong for all.
func TestFailuresOfSeveralViews(t *testing.T) {
	ids := compile(t, `{"name":"ids","resource":"Patient","select":[{"column":[{"name":"id","path":"id"}]}]}`, nil)
	names := compile(t, `{"name":"names","resource":"Patient","select":[{"column":[{"name":"f","path":"name.family.first()"}]}]}`, nil)
	births := compile(t, `{"name":"births","resource":"Patient","select":[{"column":[{"name":"b","path":"birthDate"}]}]}`, nil)
	text := []string{
		`{"resourceType":"Patient","id":"1","name":[[{"family":"F"}]]}`,
		`{"resourceType":"Patient","id":"2","name":[{"family":"F"`,
		`{"resourceType":"Patient","id":"3","birthDate":"2020-01-01","birthDate":"2020-01-01"}`,
		`{"resourceType":"Patient","id":"4","name":[[]],"birthDate":tru}`,
	}
	want := []string{
		" line 1 Patient names",
		" line 2 Patient ",
		" line 3 Patient births",
		" line 4 Patient names",
		" line 4 Patient births",
	}
	everyParallel(t, func(t *testing.T, parallel int) {
		have := outcomeOf(t, lines(text, nil), runner.Options{Parallel: parallel}, ids, names, births)
		if diff := cmp.Diff(want, have.Failures); diff != "" {
			t.Errorf("failures (-want +got):\n%s", diff)
		}
		if have.Stats.Failed != 4 || have.Stats.Jobs[0].Failed != 0 || have.Stats.Jobs[1].Failed != 2 || have.Stats.Jobs[2].Failed != 2 {
			t.Errorf("%d failed, %+v", have.Stats.Failed, have.Stats.Jobs)
		}
		// The policy that ends a run at a failure ends it, whichever view fails.
		stats, err := runner.Run(t.Context(), lines(text, nil), []runner.Job{{Plan: ids, Sink: &fakeSink{}}, {Plan: names, Sink: &fakeSink{}}}, &runner.Options{Parallel: parallel, OnError: runner.Fail})
		if err == nil || !strings.Contains(err.Error(), "view names") || stats.Failed != 1 {
			t.Errorf("%v, %d failed", err, stats.Failed)
		}
	})
}
