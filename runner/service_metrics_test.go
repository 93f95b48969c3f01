package runner_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"

	"github.com/fhirview/fhirview/runner"
)

// measured sums up every metric over its attributes; of histograms it has the number of measurements.
func measured(t *testing.T, reader metric.Reader) map[string]int64 {
	t.Helper()
	var all metricdata.ResourceMetrics
	if err := reader.Collect(t.Context(), &all); err != nil {
		t.Fatal(err)
	}
	out := map[string]int64{}
	for _, scope := range all.ScopeMetrics {
		for _, m := range scope.Metrics {
			name := strings.TrimPrefix(m.Name, "fhirview.runner.")
			switch data := m.Data.(type) {
			case metricdata.Sum[int64]:
				for _, p := range data.DataPoints {
					out[name] += p.Value
				}
			case metricdata.Gauge[int64]:
				for _, p := range data.DataPoints {
					out[name] += p.Value
				}
			case metricdata.Histogram[float64]:
				for _, p := range data.DataPoints {
					out[name] += int64(p.Count)
				}
			}
		}
	}
	return out
}

func TestMetrics(t *testing.T) {
	reader := metric.NewManualReader()
	c := &clock{}
	cfg := &runner.Config{Meter: metric.NewMeterProvider(metric.WithReader(reader)), CacheEntries: 1, Now: c.now}
	r := service(t, &searcher{pages: pagesOf(25, patients(50, 3))}, cfg)
	plan := compile(t, families, nil)
	for _, q := range []runner.Query{{}, {}, {Limit: 1}, {NoCache: true}} {
		_ = ask(t, r, plan, q)
	}
	c.advance(time.Hour)
	_ = ask(t, r, plan, runner.Query{Limit: 1})
	for range r.Rows(t.Context(), plan, runner.Query{}) { // counted by the metrics
	}
	got := measured(t, reader)
	if size := got["cache.size"]; size < 100 || size != r.CacheStats().Bytes {
		t.Errorf("the cache's size is %d", size)
	}
	delete(got, "cache.size")
	want := map[string]int64{
		"executes": 5, "duration": 5, "fetch": 5, "rows": 49 + 1 + 49 + 1 + 49, "failures": 3 + 2, "in_flight": 0,
		"cache.hits": 1, "cache.misses": 3, "cache.shared": 0, "cache.evictions": 1, "cache.expirations": 1, "cache.entries": 1,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("metrics (-want +got):\n%s", diff)
	}
}

// TestHitWithMetricsIsCheap counts the allocations of a hit that is measured.
func TestHitWithMetricsIsCheap(t *testing.T) {
	provider := metric.NewMeterProvider(metric.WithReader(metric.NewManualReader()))
	r := service(t, &searcher{pages: pagesOf(25, patients(50))}, &runner.Config{Meter: provider})
	plan := compile(t, families, nil)
	_ = ask(t, r, plan, runner.Query{})
	allocs := testing.AllocsPerRun(100, func() { _, _ = r.Execute(context.Background(), plan, runner.Query{}) })
	if allocs > 3 {
		t.Errorf("%v allocations", allocs)
	}
}

// TestLog has lines for failed resources, for a slow run and for a failed one, without anything of the data.
func TestLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b bytes.Buffer
		log := slog.New(slog.NewTextHandler(&b, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey || a.Key == "evaluate" {
				return slog.Attr{}
			}
			return a
		}}))
		s := &searcher{pages: pagesOf(25, patients(50, 3)), before: func(context.Context, int) { time.Sleep(time.Second) }}
		r := service(t, s, &runner.Config{Logger: log, Sequential: true})
		plan := compile(t, families, nil)
		_ = ask(t, r, plan, runner.Query{})
		s.before, s.end = nil, errServer
		_ = ask(t, r, plan, runner.Query{Refresh: true, Params: map[string][]string{"name": {"Jane"}}, Limit: 600})
		want := `level=WARN msg="resource failed" view=families type=Patient page=1 entry=2 reason="select[0].column[1] (column family): several values for a single-valued column; take one of them, use forEach, or set collection"
level=WARN msg="slow run" view=families rows=49 read=50 failed=1 duration=2s fetch=2s
level=WARN msg="resource failed" view=families type=Patient page=1 entry=2 reason="select[0].column[1] (column family): several values for a single-valued column; take one of them, use forEach, or set collection"
level=WARN msg="run failed" view=families rows=49 read=50 failed=1 duration=0s fetch=0s kind=failed status=0
`
		if diff := cmp.Diff(want, b.String()); diff != "" {
			t.Errorf("log (-want +got):\n%s", diff)
		}
	})
}

// TestManyFailuresAreLoggedOnce bounds the log of a run.
func TestManyFailuresAreLoggedOnce(t *testing.T) {
	var b bytes.Buffer
	var broken []int
	for id := range 100 {
		broken = append(broken, id+1)
	}
	r := service(t, &searcher{pages: pagesOf(25, patients(100, broken...))}, &runner.Config{Logger: slog.New(slog.NewTextHandler(&b, nil))})
	got, err := r.Execute(t.Context(), compile(t, families, nil), runner.Query{})
	if err != nil || len(got.Failures()) != 100 {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "\n"); n != 21 || !strings.Contains(b.String(), `msg="resources failed" view=families rows=0 read=100 failed=100`) {
		t.Errorf("%d lines:\n%s", n, b.String())
	}
}
