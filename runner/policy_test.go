package runner_test

import (
	"fmt"
	"testing"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/viewdef"
)

func TestSkip(t *testing.T) {
	broken := []int{2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37}
	var failures []string
	for _, id := range broken {
		failures = append(failures, fmt.Sprintf(" line %d Patient families", id))
	}
	everyParallel(t, func(t *testing.T, parallel int) {
		got := outcomeOf(t, lines(patients(40, broken...), small), runner.Options{Parallel: parallel}, compile(t, families, nil))
		expect(t, outcome{
			Outputs: []string{familiesCSV(1, 40, broken...)},
			Stats: runner.Stats{
				Resources: 40, Failed: 12, InputBytes: got.Stats.InputBytes,
				Jobs: []runner.JobStats{{Matched: 28, Failed: 12, Rows: 28}},
			},
			Failures: failures,
		}, got)
	})
}

func TestStatsKeepTheFirstFailures(t *testing.T) {
	everyParallel(t, func(t *testing.T, parallel int) {
		broken := []int{2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37}
		stats, err := runner.Run(t.Context(), lines(patients(40, broken...), small), []runner.Job{{Plan: compile(t, families, nil), Sink: &fakeSink{}}}, &runner.Options{Parallel: parallel})
		if err != nil || len(stats.Failures) != 10 {
			t.Fatalf("%d failures are kept, want the first 10 (%v)", len(stats.Failures), err)
		}
		for i, f := range stats.Failures {
			if f.Line != int64(broken[i]) {
				t.Errorf("failure %d is of line %d, want %d", i, f.Line, broken[i])
			}
		}
	})
}

// TestFail has blocks behind the failure in work when it is found, some with failures of their own.
func TestFail(t *testing.T) {
	for _, input := range []struct {
		name  string
		lines []string
		err   string
	}{
		{"evaluation", patients(40, 23, 24, 30, 39), " line 23 Patient families"},
		{"JSON", append(patients(22), "{", patient(24), "}"), " line 23  "},
	} {
		t.Run(input.name, func(t *testing.T) {
			everyParallel(t, func(t *testing.T, parallel int) {
				for range 5 { // timing must not matter
					cfg := runner.Options{Parallel: parallel, OnError: runner.Fail}
					got := outcomeOf(t, lines(input.lines, small), cfg, compile(t, families, nil))
					want := outcome{
						Outputs: []string{familiesCSV(1, 22)},
						Stats: runner.Stats{
							Resources: 23, Failed: 1, InputBytes: got.Stats.InputBytes,
							Jobs: []runner.JobStats{{Matched: 22, Rows: 22}},
						},
						Failures: []string{input.err}, Err: input.err,
					}
					if input.name == "evaluation" {
						want.Stats.Jobs[0].Failed = 1
					}
					expect(t, want, got)
				}
			})
		})
	}
}

func TestLimit(t *testing.T) {
	limited := func(rows int, stats ...runner.JobStats) outcome {
		out := outcome{Stats: runner.Stats{Jobs: stats, Limited: true}}
		for range stats {
			out.Outputs = append(out.Outputs, familiesCSV(1, rows))
		}
		return out
	}
	plan := compile(t, families, nil)
	everyParallel(t, func(t *testing.T, parallel int) {
		for _, limit := range []int{1, 5, 20} {
			cfg := runner.Options{Parallel: parallel, Limit: int64(limit)}
			for _, plans := range [][]*viewdef.Plan{{plan}, {plan, plan}} {
				got := outcomeOf(t, lines(patients(40), small), cfg, plans...)
				if n := int(got.Stats.Resources); n < limit || n > limit+5 {
					t.Errorf("%d resources were read for %d rows in blocks of about 4", n, limit)
				}
				var stats []runner.JobStats
				for range plans {
					stats = append(stats, runner.JobStats{Matched: got.Stats.Resources, Rows: int64(limit)})
				}
				want := limited(limit, stats...)
				want.Stats.Resources, want.Stats.InputBytes = got.Stats.Resources, got.Stats.InputBytes
				expect(t, want, got)
			}
		}
	})
}

// TestLimitOfSeveralViews goes on until the slowest view has its rows, and gives the others no more.
func TestLimitOfSeveralViews(t *testing.T) {
	var input []string
	for i, line := range patients(40) {
		input = append(input, line, fmt.Sprintf(`{"resourceType":"Observation","id":"o%d","status":"final"}`, i+1))
		input[len(input)-1] += "\n" + line
	}
	everyParallel(t, func(t *testing.T, parallel int) {
		cfg := runner.Options{Parallel: parallel, Limit: 3}
		got := outcomeOf(t, lines(input, small), cfg, compile(t, families, nil), compile(t, results, nil))
		want := []string{"id,family\n1,f\n1,f\n2,f\n", "id,status\no1,final\no2,final\no3,final\n"}
		expect(t, outcome{Outputs: want, Stats: got.Stats}, got)
		if !got.Stats.Limited || got.Stats.Resources > 20 {
			t.Errorf("stats are %+v", got.Stats)
		}
	})
}

func TestLimitBeyondTheInput(t *testing.T) {
	everyParallel(t, func(t *testing.T, parallel int) {
		got := outcomeOf(t, lines(patients(10), small), runner.Options{Parallel: parallel, Limit: 11}, compile(t, families, nil))
		expect(t, outcome{
			Outputs: []string{familiesCSV(1, 10)},
			Stats: runner.Stats{
				Resources: 10, InputBytes: got.Stats.InputBytes, Jobs: []runner.JobStats{{Matched: 10, Rows: 10}},
			},
		}, got)
	})
}
