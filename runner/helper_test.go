package runner_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"go.uber.org/goleak"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/row"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The views of small tests. A patient with two family names fails in families.
const (
	families = `{"resourceType":"ViewDefinition","name":"families","status":"active","resource":"Patient",
		"select":[{"column":[{"name":"id","path":"id"},{"name":"family","path":"name.family"}]}]}`
	names = `{"resourceType":"ViewDefinition","name":"names","status":"active","resource":"Patient",
		"select":[{"column":[{"name":"id","path":"id"}]},
			{"forEach":"name","column":[{"name":"family","path":"family"}]}]}`
	results = `{"resourceType":"ViewDefinition","name":"results","status":"active","resource":"Observation",
		"where":[{"path":"status = 'final'"}],
		"select":[{"column":[{"name":"id","path":"id"},{"name":"status","path":"status"}]}]}`
)

func compile(t testing.TB, view string, opts *viewdef.Options) *viewdef.Plan {
	t.Helper()
	plan, err := viewdef.Compile([]byte(view), opts)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// stored compiles a view of testdata/views.
func stored(t testing.TB, name string) *viewdef.Plan {
	t.Helper()
	view, err := os.ReadFile(filepath.Join("..", "testdata", "views", name+".view.json"))
	if err != nil {
		t.Fatal(err)
	}
	return compile(t, string(view), nil)
}

// patient is a line with a patient of these family names.
func patient(id int, families ...string) string {
	var list []string
	for _, f := range families {
		list = append(list, fmt.Sprintf(`{"family":%q}`, f))
	}
	return fmt.Sprintf(`{"resourceType":"Patient","id":"%d","name":[%s]}`, id, strings.Join(list, ","))
}

// patients are n lines with the ids 1 to n. Those whose ids are in broken have two family names.
func patients(n int, broken ...int) []string {
	var lines []string
	for id := 1; id <= n; id++ {
		line := patient(id, "f")
		if slices.Contains(broken, id) {
			line = patient(id, "f", "g")
		}
		lines = append(lines, line)
	}
	return lines
}

// familiesCSV is what the view families makes of patients from and to, and of those between.
func familiesCSV(from, to int, without ...int) string {
	var b strings.Builder
	b.WriteString("id,family\n")
	for id := from; id <= to; id++ {
		if !slices.Contains(without, id) {
			fmt.Fprintf(&b, "%d,f\n", id)
		}
	}
	return b.String()
}

// parallels are the numbers of blocks in work that most tests go through. All have to give the same results.
var parallels = []int{1, 2, 8}

// small makes blocks of a few lines, so that few lines make many blocks.
var small = &source.Options{BlockSize: 200}

func lines(text []string, o *source.Options) source.Source {
	return source.NDJSON(strings.NewReader(strings.Join(text, "\n")), o)
}

// outcome is all that a run leaves behind.
type outcome struct {
	Outputs  []string // by job
	Stats    runner.Stats
	Failures []string // of which Options.Failed was told
	Err      string
}

// where tells an error by the resource that it is about. Why is for the packages to say whose errors these are.
func where(err error) string {
	var e *runner.ResourceError
	if !errors.As(err, &e) {
		return err.Error()
	}
	return fmt.Sprintf("%s line %d %s %s", e.Source, e.Line, e.Type, e.View)
}

// outcomeOf runs plans into CSV.
func outcomeOf(t testing.TB, src source.Source, cfg runner.Options, plans ...*viewdef.Plan) outcome {
	t.Helper()
	var out outcome
	cfg.Failed = func(e *runner.ResourceError) { out.Failures = append(out.Failures, where(e)) }
	buffers := make([]bytes.Buffer, len(plans))
	var jobs []runner.Job
	for i, plan := range plans {
		jobs = append(jobs, runner.Job{Plan: plan, Sink: sink.CSV(&buffers[i], nil)})
	}
	watched := watch(src)
	var err error
	out.Stats, err = runner.Run(t.Context(), watched.source, jobs, &cfg)
	watched.check(t)
	if err != nil {
		out.Err = where(err)
	}
	for i := range buffers {
		out.Outputs = append(out.Outputs, buffers[i].String())
	}
	for i, f := range out.Stats.Failures {
		if where(f) != out.Failures[i] {
			t.Errorf("Stats.Failures[%d] is %q, and Failed was told %q", i, f, out.Failures[i])
		}
	}
	out.Stats.Failures = nil // compared above; errors do not compare by value
	return out
}

// watched is a source that remembers its blocks.
type watched struct {
	source source.Source
	blocks []*source.Block
}

func watch(src source.Source) *watched {
	w := &watched{}
	w.source = func(yield func(*source.Block, error) bool) {
		for b, err := range src {
			if b != nil {
				w.blocks = append(w.blocks, b)
			}
			if !yield(b, err) {
				return
			}
		}
	}
	return w
}

// check tells of blocks that were not released: a released one has no records.
func (w *watched) check(t testing.TB) {
	t.Helper()
	for i, b := range w.blocks {
		if len(b.Records) > 0 {
			t.Errorf("block %d of %d was not released", i, len(w.blocks))
			return
		}
	}
}

// fakeSink keeps the rows' number and fails where it is told to.
type fakeSink struct {
	fail  string // the method that fails
	after int64  // calls of it that succeed

	calls map[string]int // of the methods that one goroutine calls
	rows  int
	count atomic.Int64

	outcome error // that End was told
}

var errSink = errors.New("the sink is broken")

func (s *fakeSink) call(method string) error {
	if s.calls == nil {
		s.calls = map[string]int{}
	}
	s.calls[method]++
	return s.failed(method)
}

func (s *fakeSink) failed(method string) error {
	if method == s.fail && s.count.Add(1) > s.after {
		return errSink
	}
	return nil
}

func (s *fakeSink) Begin(*row.Schema) error { return s.call("Begin") }

func (s *fakeSink) End(err error) error {
	s.outcome = err
	return s.call("End")
}

func (s *fakeSink) Encode(dst []byte, b *row.Batch) ([]byte, error) {
	return append(dst, make([]byte, b.Rows())...), s.failed("Encode")
}

// Write compares the number of rows with what Encode has made of it.
func (s *fakeSink) Write(encoded []byte, rows int) error {
	if len(encoded) != rows {
		return fmt.Errorf("%d rows are encoded and %d announced", len(encoded), rows)
	}
	s.rows += rows
	return s.call("Write")
}

// endless yields patients until it is stopped.
func endless(yield func(*source.Block, error) bool) {
	for {
		for b, err := range lines(patients(50), small) {
			if !yield(b, err) {
				return
			}
		}
	}
}

// canceled returns a context and a Progress that ends it after so many calls.
func canceled(t testing.TB, after int) (context.Context, func(runner.Stats)) {
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	return ctx, func(runner.Stats) {
		if after--; after == 0 {
			cancel()
		}
	}
}
