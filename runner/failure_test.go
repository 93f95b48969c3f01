package runner_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
)

// TestSinkFails has the second of two sinks fail at each of its methods.
func TestSinkFails(t *testing.T) {
	plan := compile(t, families, nil)
	for _, c := range []struct {
		method string
		after  int64
		limit  int64
		rows   bool           // there are rows before the failure
		calls  map[string]int // of the other sink, besides Write
	}{
		{method: "Begin", calls: map[string]int{"Begin": 1, "End": 1}},
		{method: "Encode", calls: map[string]int{"Begin": 1, "End": 1}},
		{method: "Encode", limit: 30, calls: map[string]int{"Begin": 1, "End": 1}},
		{method: "Encode", after: 3, calls: map[string]int{"Begin": 1, "End": 1}},
		{method: "Write", calls: map[string]int{"Begin": 1, "End": 1}},
		{method: "Write", after: 3, rows: true, calls: map[string]int{"Begin": 1, "End": 1}},
		{method: "Write", after: 3, limit: 30, rows: true, calls: map[string]int{"Begin": 1, "End": 1}},
		{method: "End", rows: true, calls: map[string]int{"Begin": 1, "End": 1}},
	} {
		t.Run(fmt.Sprintf("%s after %d, limit %d", c.method, c.after, c.limit), func(t *testing.T) {
			everyParallel(t, func(t *testing.T, parallel int) {
				good, bad := &fakeSink{}, &fakeSink{fail: c.method, after: c.after}
				src := watch(lines(patients(40), small))
				stats, err := runner.Run(t.Context(), src.source, []runner.Job{{Plan: plan, Sink: good}, {Plan: plan, Sink: bad}}, &runner.Options{Parallel: parallel, Limit: c.limit})
				src.check(t)
				if !errors.Is(err, errSink) {
					t.Errorf("error is %v, want the sink's", err)
				}
				delete(good.calls, "Write")
				if diff := cmp.Diff(c.calls, good.calls); diff != "" {
					t.Errorf("calls of the other sink (-want +got):\n%s", diff)
				}
				if bad.calls["End"] > 1 || c.method != "Begin" && bad.calls["End"] != 1 {
					t.Errorf("End was called %d times after %s had failed", bad.calls["End"], c.method)
				}
				for name, told := range map[string]error{"first": good.outcome, "second": bad.outcome} {
					ended := name == "first" && c.method == "End" || name == "second" && (c.method == "Begin" || c.method == "End")
					if errors.Is(told, errSink) == ended {
						t.Errorf("the %s sink was told the outcome %v", name, told)
					}
				}
				if c.method == "Begin" && len(src.blocks) > 0 {
					t.Errorf("%d blocks were read although a sink could not begin", len(src.blocks))
				}
				if c.rows && good.rows == 0 || int64(good.rows) != stats.Jobs[0].Rows {
					t.Errorf("the stats say %d rows, and %d were written", stats.Jobs[0].Rows, good.rows)
				}
			})
		})
	}
}

// TestSinkAfterOneThatCannotEnd is told so, and one before it is not, which has ended by then.
func TestSinkAfterOneThatCannotEnd(t *testing.T) {
	plan := compile(t, families, nil)
	before, bad, after := &fakeSink{}, &fakeSink{fail: "End"}, &fakeSink{}
	_, err := runner.Run(t.Context(), lines(patients(3), nil), []runner.Job{{Plan: plan, Sink: before}, {Plan: plan, Sink: bad}, {Plan: plan, Sink: after}}, nil)
	if !errors.Is(err, errSink) || before.outcome != nil || bad.outcome != nil || !errors.Is(after.outcome, errSink) {
		t.Errorf("error is %v; the sinks were told %v, %v and %v", err, before.outcome, bad.outcome, after.outcome)
	}
}

// TestSinkAfterSkippedResources is told of success: what is left out by the policy is no failure.
func TestSinkAfterSkippedResources(t *testing.T) {
	for policy, fails := range map[runner.Policy]bool{runner.Skip: false, runner.Fail: true} {
		s := &fakeSink{}
		stats, err := runner.Run(t.Context(), lines(patients(3, 2), nil), []runner.Job{{Plan: compile(t, families, nil), Sink: s}}, &runner.Options{OnError: policy})
		if stats.Failed != 1 || (err != nil) != fails || (s.outcome != nil) != fails {
			t.Errorf("policy %d: %d failed, error is %v, the sink was told %v", policy, stats.Failed, err, s.outcome)
		}
	}
}

// TestSinkAndResourceFail keeps both errors: neither explains the other.
func TestSinkAndResourceFail(t *testing.T) {
	everyParallel(t, func(t *testing.T, parallel int) {
		cfg := &runner.Options{Parallel: parallel, OnError: runner.Fail}
		_, err := runner.Run(t.Context(), lines(patients(3, 2), nil), []runner.Job{{Plan: compile(t, families, nil), Sink: &fakeSink{fail: "End"}}}, cfg)
		var failed *runner.ResourceError
		if !errors.As(err, &failed) || !errors.Is(err, errSink) {
			t.Errorf("error is %v", err)
		}
	})
}

func TestCanceledBefore(t *testing.T) {
	everyParallel(t, func(t *testing.T, parallel int) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		var s fakeSink
		src := watch(endless)
		stats, err := runner.Run(ctx, src.source, []runner.Job{{Plan: compile(t, families, nil), Sink: &s}}, &runner.Options{Parallel: parallel})
		if !errors.Is(err, context.Canceled) || len(src.blocks) > 0 || len(s.calls) > 0 || stats.Resources > 0 {
			t.Errorf("error is %v; %d blocks, %v, %+v", err, len(src.blocks), s.calls, stats)
		}
	})
}

// TestCanceledWhileRunning would run for ever if the context were not looked at.
func TestCanceledWhileRunning(t *testing.T) {
	everyParallel(t, func(t *testing.T, parallel int) {
		for _, after := range []int{1, 2, 30} {
			ctx, progress := canceled(t, after)
			var s fakeSink
			src := watch(endless)
			stats, err := runner.Run(ctx, src.source, []runner.Job{{Plan: compile(t, families, nil), Sink: &s}}, &runner.Options{Parallel: parallel, Progress: progress})
			src.check(t)
			if !errors.Is(err, context.Canceled) {
				t.Errorf("error is %v", err)
			}
			if !errors.Is(s.outcome, context.Canceled) {
				t.Errorf("the sink was told the outcome %v", s.outcome)
			}
			if s.calls["End"] != 1 || int64(s.rows) != stats.Jobs[0].Rows {
				t.Errorf("End was called %d times; %d rows were written, and the stats say %d", s.calls["End"], s.rows, stats.Jobs[0].Rows)
			}
			if n := len(src.blocks); n > after+4*parallel {
				t.Errorf("%d blocks were read, the context was canceled after %d", n, after)
			}
		}
	})
}

// TestCanceledWithinABlock has one block that takes long to work on.
func TestCanceledWithinABlock(t *testing.T) {
	everyParallel(t, func(t *testing.T, parallel int) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		slow := fhirpath.Function{Eval: func(in fhirpath.Collection, _ []fhirpath.Collection) (fhirpath.Collection, error) {
			cancel()
			time.Sleep(time.Millisecond)
			return in, nil
		}}
		plan := compile(t, strings.Replace(families, "name.family", "name.family.slow()", 1),
			&viewdef.Options{Functions: map[string]fhirpath.Function{"slow": slow}})
		stats, err := runner.Run(ctx, lines(patients(5000), nil), []runner.Job{{Plan: plan, Sink: &fakeSink{}}}, &runner.Options{Parallel: parallel})
		if !errors.Is(err, context.Canceled) || stats.Resources > 100 {
			t.Errorf("error is %v after %d resources", err, stats.Resources)
		}
	})
}

func TestDeadline(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err := runner.Run(ctx, endless, []runner.Job{{Plan: compile(t, families, nil), Sink: &fakeSink{}}}, nil)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error is %v", err)
	}
}

// TestPanic has a user's function panic on a patient's second name: the patient's first row must go too, and the other
// view and the other patients must not suffer.
func TestPanic(t *testing.T) {
	boom := fhirpath.Function{Eval: func(in fhirpath.Collection, _ []fhirpath.Collection) (fhirpath.Collection, error) {
		if text, _ := in[0].ToString(); text == "secret" {
			panic("on " + text)
		}
		return in, nil
	}}
	view := strings.Replace(names, `"path":"family"`, `"path":"family.boom()"`, 1)
	plan := compile(t, view, &viewdef.Options{Functions: map[string]fhirpath.Function{"boom": boom}})
	input := []string{patient(1, "a"), patient(2, "b", "secret", "c"), patient(3, "d", "e")}
	everyParallel(t, func(t *testing.T, parallel int) {
		for _, o := range []*source.Options{nil, {BlockSize: 1}} {
			got := outcomeOf(t, lines(input, o), runner.Options{Parallel: parallel}, plan, compile(t, names, nil))
			expect(t, outcome{
				Outputs: []string{"id,family\n1,a\n3,d\n3,e\n", "id,family\n1,a\n2,b\n2,secret\n2,c\n3,d\n3,e\n"},
				Stats: runner.Stats{
					Resources: 3, Failed: 1, InputBytes: got.Stats.InputBytes,
					Jobs: []runner.JobStats{{Matched: 2, Failed: 1, Rows: 3}, {Matched: 3, Rows: 6}},
				},
				Failures: []string{" line 2 Patient names"},
			}, got)
		}
	})
}

// TestResourceError has messages with all that is known of a place, and with nothing of a panic's value.
func TestResourceError(t *testing.T) {
	cause := errors.New("cause")
	for want, err := range map[string]*runner.ResourceError{
		"cause":                             {Index: -1, Err: cause},
		"in.ndjson: line 3: Patient: cause": {Source: "in.ndjson", Line: 3, Index: -1, Type: "Patient", Err: cause},
		"b.json: entry 0: Patient: view v: cause": {Source: "b.json", Type: "Patient", View: "v", Err: cause},
	} {
		if err.Error() != want || !errors.Is(err, cause) {
			t.Errorf("the message is %q, want %q", err, want)
		}
	}
}

func TestPanicKeepsDataSecret(t *testing.T) {
	boom := fhirpath.Function{Eval: func(in fhirpath.Collection, _ []fhirpath.Collection) (fhirpath.Collection, error) {
		text, _ := in[0].ToString()
		panic(text)
	}}
	plan := compile(t, strings.Replace(families, `"path":"id"`, `"path":"id.boom()"`, 1),
		&viewdef.Options{Functions: map[string]fhirpath.Function{"boom": boom}})
	stats, err := runner.Run(t.Context(), source.Bytes([]byte(patient(4711, "f"))), []runner.Job{{Plan: plan, Sink: &fakeSink{}}}, nil)
	if err != nil || len(stats.Failures) != 1 || strings.Contains(stats.Failures[0].Error(), "4711") {
		t.Errorf("failures are %v (%v), want one, without the id", stats.Failures, err)
	}
}

// TestPanicOfSourceAndSink is an error that has nothing of the value, also of loops over rows.
func TestPanicOfSourceAndSink(t *testing.T) {
	plan := compile(t, families, nil)
	src := func(yield func(*source.Block, error) bool) {
		for b, err := range lines(patients(3000), nil) {
			if !yield(b, err) {
				return
			}
		}
		panic("Jane Doe")
	}
	const want = "internal error: panic with a string"
	for _, parallel := range parallels {
		opts := &runner.Options{Parallel: parallel}
		if _, err := runner.Run(t.Context(), src, []runner.Job{{Plan: plan, Sink: &fakeSink{}}}, opts); err == nil || err.Error() != want {
			t.Errorf("source, parallel %d: %v", parallel, err)
		}
		if _, err := runner.Run(t.Context(), src, []runner.Job{{Plan: plan, Sink: sink.CSV(new(panicking), nil)}}, opts); err == nil || err.Error() != want {
			t.Errorf("sink, parallel %d: %v", parallel, err)
		}
		n, last := 0, error(nil)
		for _, err := range runner.Rows(t.Context(), plan, src, opts) {
			n++
			last = err
		}
		if n != 3001 || last == nil || last.Error() != want {
			t.Errorf("rows, parallel %d: %v after %d", parallel, last, n)
		}
	}
}

// panicking takes the header of a table and panics with its rows.
type panicking struct{ header bool }

func (p *panicking) Write(data []byte) (int, error) {
	if p.header {
		panic("Jane Doe")
	}
	p.header = true
	return len(data), nil
}
