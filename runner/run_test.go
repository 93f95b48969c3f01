package runner_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
)

// everyParallel runs a test with each of the parallels.
func everyParallel(t *testing.T, test func(t *testing.T, parallel int)) {
	t.Helper()
	for _, parallel := range parallels {
		t.Run(fmt.Sprintf("parallel=%d", parallel), func(t *testing.T) { test(t, parallel) })
	}
}

func expect(t *testing.T, want, got outcome) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the outcome differs (-want +got):\n%s", diff)
	}
}

func TestRunSeveralViews(t *testing.T) {
	input := []string{
		patient(1, "a"),
		`{"resourceType":"Observation","id":"2","status":"final"}`,
		patient(3, "b", "c"), // has two names: fails in families, two rows in names
		"",
		`{"resourceType":"Encounter","id":"4","status":"finished"}`, // nobody's
		`{"resourceType":"Encounter","id":"5"`,                      // nobody's, and broken
		`{"resourceType":"Observation","id":"6","status":"amended"}`,
		`{"resourceType":"Observation","id":"7","status":"final"`, // broken
		patient(8),
	}
	size := int64(len(strings.Join(input, "\n")))
	everyParallel(t, func(t *testing.T, parallel int) {
		for _, o := range []*source.Options{nil, small, {BlockSize: 1}} {
			got := outcomeOf(t, lines(input, o), runner.Options{Parallel: parallel},
				compile(t, families, nil), compile(t, names, nil), compile(t, results, nil))
			expect(t, outcome{
				Outputs: []string{"id,family\n1,a\n8,\n", "id,family\n1,a\n3,b\n3,c\n", "id,status\n2,final\n"},
				Stats: runner.Stats{
					Resources: 8, Failed: 3, InputBytes: size,
					Jobs: []runner.JobStats{{Matched: 2, Failed: 1, Rows: 2}, {Matched: 3, Rows: 3}, {Matched: 1, Rows: 1}},
				},
				Failures: []string{" line 3 Patient families", " line 6  ", " line 8 Observation "},
			}, got)
		}
	})
}

func TestRunEmptyInput(t *testing.T) {
	everyParallel(t, func(t *testing.T, parallel int) {
		got := outcomeOf(t, source.Bytes(), runner.Options{Parallel: parallel}, compile(t, families, nil))
		expect(t, outcome{Outputs: []string{"id,family\n"}, Stats: runner.Stats{Jobs: []runner.JobStats{{}}}}, got)
	})
}

func TestRunWithoutAnythingToDo(t *testing.T) {
	plan := compile(t, families, nil)
	var unused fakeSink
	for name, jobs := range map[string][]runner.Job{
		"no jobs": nil,
		"no plan": {{Plan: plan, Sink: &unused}, {Sink: &unused}},
		"no sink": {{Plan: plan, Sink: &unused}, {Plan: plan}},
	} {
		src := watch(lines(patients(3), nil))
		if _, err := runner.Run(t.Context(), src.source, jobs, nil); err == nil {
			t.Errorf("%s: no error", name)
		}
		if len(src.blocks) > 0 || len(unused.calls) > 0 {
			t.Errorf("%s: %d blocks were read and the sink was called %v", name, len(src.blocks), unused.calls)
		}
	}
}

func TestParallelOneIsInOrder(t *testing.T) {
	// Nothing may be read before what was read before it is written.
	var s fakeSink
	pulled := 0
	src := func(yield func(*source.Block, error) bool) {
		for b, err := range lines(patients(50), small) {
			if s.calls["Write"] != pulled {
				t.Errorf("%d blocks were written when %d were read", s.calls["Write"], pulled)
			}
			pulled++
			if !yield(b, err) {
				return
			}
		}
	}
	job := runner.Job{Plan: compile(t, families, nil), Sink: &s}
	if _, err := runner.Run(t.Context(), src, []runner.Job{job}, &runner.Options{Parallel: 1}); err != nil {
		t.Error(err)
	}
	if pulled < 5 || s.rows != 50 {
		t.Errorf("%d rows in %d blocks", s.rows, pulled)
	}
}

func TestRunSourceFails(t *testing.T) {
	everyParallel(t, func(t *testing.T, parallel int) {
		got := outcomeOf(t, failing(lines(patients(40), small), 5), runner.Options{Parallel: parallel}, compile(t, families, nil))
		rows := int(got.Stats.Resources)
		if rows < 5 || rows > 20 {
			t.Fatalf("%d resources of 5 blocks", rows)
		}
		expect(t, outcome{
			Outputs: []string{familiesCSV(1, rows)},
			Stats: runner.Stats{
				Resources: int64(rows), InputBytes: got.Stats.InputBytes,
				Jobs: []runner.JobStats{{Matched: int64(rows), Rows: int64(rows)}},
			},
			Err: "the source is broken",
		}, got)
	})
}

// failing yields an error after so many blocks.
func failing(src source.Source, blocks int) source.Source {
	return func(yield func(*source.Block, error) bool) {
		for b, err := range src {
			if blocks--; blocks < 0 {
				b.Release()
				yield(nil, errors.New("the source is broken"))
				return
			}
			if !yield(b, err) {
				return
			}
		}
	}
}

func TestRunRecordWithError(t *testing.T) {
	everyParallel(t, func(t *testing.T, parallel int) {
		input := []string{patient(1, "f"), patient(2, strings.Repeat("long", 100)), patient(3, "f")}
		got := outcomeOf(t, lines(input, &source.Options{Name: "in", BlockSize: 50, MaxRecord: 100}),
			runner.Options{Parallel: parallel}, compile(t, families, nil))
		expect(t, outcome{
			Outputs: []string{familiesCSV(1, 3, 2)},
			Stats: runner.Stats{
				Resources: 3, Failed: 1, InputBytes: int64(len(strings.Join(input, "\n"))),
				Jobs: []runner.JobStats{{Matched: 2, Rows: 2}},
			},
			Failures: []string{"in line 2  "},
		}, got)
	})
}

func TestProgress(t *testing.T) {
	everyParallel(t, func(t *testing.T, parallel int) {
		var all []runner.Stats
		cfg := &runner.Options{Parallel: parallel, Progress: func(s runner.Stats) { all = append(all, s) }}
		stats, err := runner.Run(t.Context(), lines(patients(50, 7, 11), small), []runner.Job{{Plan: compile(t, families, nil), Sink: sink.CSV(nowhere{}, nil)}}, cfg)
		if err != nil {
			t.Fatal(err)
		}
		if len(all) < 5 {
			t.Fatalf("progress was told %d times", len(all))
		}
		for i := 1; i < len(all); i++ {
			a, b := all[i-1], all[i]
			if b.Resources <= a.Resources || b.InputBytes < a.InputBytes || b.Jobs[0].Rows <= a.Jobs[0].Rows || b.Failed < a.Failed {
				t.Errorf("progress goes from %+v to %+v", a, b)
			}
		}
		if diff := cmp.Diff(stats, all[len(all)-1], cmp.Comparer(func(a, b *runner.ResourceError) bool { return a == b })); diff != "" {
			t.Errorf("the last progress is not the stats (-stats +progress):\n%s", diff)
		}
	})
}

type nowhere struct{}

func (nowhere) Write(p []byte) (int, error) { return len(p), nil }

func TestStrictJSON(t *testing.T) {
	// Escapes are looked at where a view reads them, and by StrictJSON everywhere.
	input := []string{
		`{"resourceType":"Patient","id":"1","gender":"\q"}`,
		`{"resourceType":"Basic","id":"\q"}`,
		patient(3, "f"),
	}
	for strict, failed := range map[bool]int64{false: 0, true: 2} {
		got := outcomeOf(t, lines(input, nil), runner.Options{StrictJSON: strict}, compile(t, families, nil))
		if got.Stats.Failed != failed || got.Err != "" {
			t.Errorf("strict %v: %d resources failed, want %d (%s)", strict, got.Stats.Failed, failed, got.Err)
		}
	}
}

func TestNowIsTheSameForAll(t *testing.T) {
	view := strings.Replace(families, "name.family", "now().toString()", 1)
	got := outcomeOf(t, lines(patients(40), small), runner.Options{Parallel: 2}, compile(t, view, &viewdef.Options{}))
	rows := strings.Split(strings.TrimSpace(got.Outputs[0]), "\n")
	seen := map[string]bool{}
	for _, r := range rows[1:] {
		_, at, _ := strings.Cut(r, ",")
		seen[at] = true
	}
	if len(rows) != 41 || len(seen) != 1 || seen[""] {
		t.Errorf("%d rows tell %d times: %v", len(rows)-1, len(seen), seen)
	}
}

// TestLongResourcesInWork has resources of which a worker, and no more, may have one each in memory, and a sink that is
// slower than everything else.
func TestLongResourcesInWork(t *testing.T) {
	long := []byte(`{"resourceType":"Patient","id":"1","text":{"div":"` + strings.Repeat("x", 5<<20) + `"}}`)
	everyParallel(t, func(t *testing.T, parallel int) {
		var written atomic.Int64
		var most int64
		src := func(yield func(*source.Block, error) bool) {
			pulled := int64(0)
			for b, err := range source.Bytes(slices.Repeat([][]byte{long}, 30)...) {
				pulled++
				most = max(most, pulled-written.Load())
				if !yield(b, err) {
					return
				}
			}
		}
		cfg := &runner.Options{Parallel: parallel, Progress: func(runner.Stats) {
			time.Sleep(time.Millisecond)
			written.Add(1)
		}}
		var s fakeSink
		if _, err := runner.Run(t.Context(), src, []runner.Job{{Plan: compile(t, families, nil), Sink: &s}}, cfg); err != nil {
			t.Fatal(err)
		}
		if s.rows != 30 || most > int64(parallel) {
			t.Errorf("%d rows; %d long resources were in memory at a time", s.rows, most)
		}
	})
}
