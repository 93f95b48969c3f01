package runner_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/viewdef"
)

// ask executes and tells how it was answered.
func ask(t testing.TB, r *runner.Runner, plan *viewdef.Plan, q runner.Query) string {
	t.Helper()
	got, err := r.Execute(t.Context(), plan, q)
	switch {
	case err != nil:
		return err.Error()
	case got.Info().Stale:
		return "stale"
	case got.Info().FromCache:
		return "hit"
	default:
		return "fetched"
	}
}

// TestWhatIsOneTable has calls that are answered by one table, and calls that are not.
func TestWhatIsOneTable(t *testing.T) {
	s := &searcher{pages: pagesOf(25, patients(50)), identity: "a"}
	r := service(t, s, nil)
	first := compile(t, families, nil)
	q := runner.Query{Params: url.Values{"active": {"true"}, "name": {"x", "y"}}}
	if got := ask(t, r, first, q); got != "fetched" {
		t.Fatal(got)
	}
	traced := func() *viewdef.Plan {
		return compile(t, families, &viewdef.Options{Trace: func(string, fhirpath.Collection) {}})
	}
	one := traced()
	for _, c := range []struct {
		name, want string
		plan       *viewdef.Plan
		q          runner.Query
	}{
		{"the same", "hit", first, q},
		{"compiled again", "hit", compile(t, families, nil), q},
		{"another name", "hit", compile(t, strings.Replace(families, `"families"`, `"f"`, 1), nil), q},
		{"another path", "fetched", compile(t, strings.Replace(families, "name.family", "name.text", 1), nil), q},
		{"another order of parameters", "hit", first, runner.Query{Params: url.Values{"name": {"x", "y"}, "active": {"true"}}}},
		{"another value", "fetched", first, runner.Query{Params: url.Values{"active": {"false"}, "name": {"x", "y"}}}},
		{"values cut differently", "fetched", first, runner.Query{Params: url.Values{"active": {"true"}, "name": {"xy"}}}},
		{"no parameters", "fetched", first, runner.Query{}},
		{"a limit", "fetched", first, runner.Query{Limit: 5}},
		{"the same limit", "hit", first, runner.Query{Limit: 5}},
		{"without the cache", "fetched", first, runner.Query{Params: q.Params, NoCache: true}},
		{"anew", "fetched", first, runner.Query{Params: q.Params, Refresh: true}},
		{"after that", "hit", first, q},
		{"that calls outside", "fetched", one, q},
		{"the same that calls outside", "hit", one, q},
		{"another that calls outside", "fetched", traced(), q},
	} {
		if got := ask(t, r, c.plan, c.q); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	s.identity = "b"
	if got := ask(t, r, first, q); got != "fetched" {
		t.Errorf("with other credentials: %s", got)
	}
	renamed, err := r.Execute(t.Context(), compile(t, strings.Replace(families, `"families"`, `"f"`, 1), nil), q)
	if err != nil || renamed.Schema().View != "f" {
		t.Errorf("the table of a view with the same content is called %q, %v", renamed.Schema().View, err)
	}
}

func TestTTL(t *testing.T) {
	c := &clock{}
	plan := compile(t, families, nil)
	for _, test := range []struct {
		name  string
		cfg   runner.Config
		text  []string
		end   error
		wants string // after 0, 29, 31, 299 and 301 seconds
	}{
		{"default", runner.Config{}, patients(5), nil, "fetched hit hit hit fetched"},
		{"failed resources", runner.Config{}, patients(5, 2), nil, "fetched hit fetched fetched hit"},
		{"truncated", runner.Config{}, patients(5), errTruncated, "fetched fetched fetched fetched fetched"},
		{"truncated is kept", runner.Config{CacheTruncated: true}, patients(5), errTruncated, "fetched hit hit hit fetched"},
		{"a minute", runner.Config{CacheTTL: time.Minute}, patients(5), nil, "fetched hit hit fetched hit"},
		{"off", runner.Config{CacheTTL: -1}, patients(5), nil, "fetched fetched fetched fetched fetched"},
		{"one that is too large", runner.Config{CacheBytes: 100}, patients(5), nil, "fetched fetched fetched fetched fetched"},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.cfg.Now = c.now
			r := service(t, &searcher{pages: pagesOf(25, test.text), end: test.end}, &test.cfg)
			start := c.at.Load()
			var got []string
			for _, seconds := range []int64{0, 29, 31, 299, 301} {
				c.at.Store(start + seconds*1e9)
				got = append(got, ask(t, r, plan, runner.Query{}))
			}
			if diff := cmp.Diff(test.wants, strings.Join(got, " ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAge(t *testing.T) {
	c := &clock{}
	r := service(t, &searcher{pages: pagesOf(25, patients(5))}, &runner.Config{Now: c.now})
	at := c.now()
	for _, want := range []time.Duration{0, time.Minute} {
		got, err := r.Execute(t.Context(), compile(t, families, nil), runner.Query{})
		if err != nil || got.Info().Age != want || !got.Info().Started.Equal(at) {
			t.Errorf("the age is %v, want %v; started at %v, %v", got.Info().Age, want, got.Info().Started, err)
		}
		c.advance(time.Minute)
	}
}

// TestCacheIsBounded fills the cache by entries, and by bytes.
func TestCacheIsBounded(t *testing.T) {
	plan := compile(t, families, nil)
	limited := func(r *runner.Runner, n int) {
		for i := range n {
			if got := ask(t, r, plan, runner.Query{Limit: int64(i + 1)}); got != "fetched" {
				t.Errorf("table %d: %s", i, got)
			}
		}
	}
	s := &searcher{pages: pagesOf(25, patients(50))}
	r := service(t, s, &runner.Config{CacheEntries: 3})
	limited(r, 10)
	got := r.CacheStats()
	if got.Entries != 3 || got.Evictions != 7 || got.Misses != 10 || got.Bytes == 0 {
		t.Errorf("three entries: %+v", got)
	}
	if ask(t, r, plan, runner.Query{Limit: 10}) != "hit" || ask(t, r, plan, runner.Query{Limit: 7}) != "fetched" {
		t.Error("the cache has not kept the newest")
	}
	r = service(t, s, &runner.Config{CacheBytes: 10_000})
	limited(r, 40)
	if got := r.CacheStats(); got.Bytes > 10_000 || got.Bytes < 6_000 || got.Entries+got.Evictions != 40 || got.Evictions == 0 {
		t.Errorf("ten thousand bytes: %+v", got)
	}
	r.InvalidateAll()
	if got := r.CacheStats(); got.Bytes != 0 || got.Entries != 0 {
		t.Errorf("emptied: %+v", got)
	}
}

// TestBytesAreMemory compares what the cache counts with what the heap has grown by.
func TestBytesAreMemory(t *testing.T) {
	s := &searcher{pages: pagesOf(500, patients(20_000))}
	r := service(t, s, nil)
	plan := compile(t, families, nil)
	heap := func() int64 {
		var m runtime.MemStats
		for range 3 {
			runtime.GC()
		}
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	_ = ask(t, r, plan, runner.Query{Limit: 1})
	before := heap()
	for range 3 {
		_ = ask(t, r, plan, runner.Query{Refresh: true})
	}
	grown, counted := heap()-before, r.CacheStats().Bytes
	if counted < 1_000_000 || grown > counted*5/4 || counted > grown*5/4 {
		t.Errorf("the cache counts %d bytes, and the heap has grown by %d", counted, grown)
	}
}

func TestInvalidate(t *testing.T) {
	patient, observation := compile(t, families, nil), compile(t, results, nil)
	other := compile(t, names, nil)
	s := &searcher{pages: pagesOf(25, patients(5))}
	r := service(t, s, nil)
	state := func() (out string) {
		for _, p := range []*viewdef.Plan{patient, other, observation} {
			out += " " + ask(t, r, p, runner.Query{})
		}
		return out
	}
	_ = state()
	for _, c := range []struct {
		name, want string
		do         func()
	}{
		{"nothing", " hit hit hit", func() {}},
		{"a view", " fetched hit hit", func() { r.Invalidate(patient) }},
		{"a view of the same content", " fetched hit hit", func() { r.Invalidate(compile(t, families, nil)) }},
		{"a type", " fetched fetched hit", func() { r.InvalidateType("Patient") }},
		{"all", " fetched fetched fetched", func() { r.InvalidateAll() }},
	} {
		if c.do(); state() != c.want {
			t.Errorf("%s: want %s", c.name, c.want)
		}
	}
}

// TestInvalidateWhileFetching keeps nothing that may be from before, and shares it with no one who asks after.
func TestInvalidateWhileFetching(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &searcher{pages: pagesOf(25, patients(5)), before: func(context.Context, int) { time.Sleep(time.Second) }}
		r := service(t, s, nil)
		plan := compile(t, families, nil)
		var callers sync.WaitGroup
		callers.Go(func() { _ = ask(t, r, plan, runner.Query{}) })
		synctest.Wait()
		r.Invalidate(plan)
		callers.Go(func() { _ = ask(t, r, plan, runner.Query{}) })
		callers.Wait()
		if n := s.searches.Load(); n != 2 {
			t.Errorf("%d fetches, want 2", n)
		}
		if got := r.CacheStats(); got.Entries != 1 || got.Shared != 0 {
			t.Errorf("%+v", got)
		}
	})
}

// TestSingleFlight has a caller who goes, and who is not the last.
func TestSingleFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &searcher{pages: pagesOf(25, patients(5)), before: func(context.Context, int) { time.Sleep(time.Second) }}
		r := service(t, s, nil)
		plan := compile(t, families, nil)
		var callers sync.WaitGroup
		impatient, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		callers.Go(func() {
			start := time.Now()
			if _, err := r.Execute(impatient, plan, runner.Query{}); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the impatient caller got %v", err)
			}
			if waited := time.Since(start); waited != time.Millisecond {
				t.Errorf("the impatient caller waited for %v", waited)
			}
		})
		synctest.Wait()
		for range 1000 {
			callers.Go(func() {
				got, err := r.Execute(t.Context(), plan, runner.Query{})
				if err != nil || got.Len() != 5 {
					t.Errorf("%v", err)
				}
			})
		}
		callers.Wait()
		if n := s.searches.Load(); n != 1 {
			t.Errorf("%d fetches", n)
		}
		if got := r.CacheStats(); got.Misses != 1 || got.Shared != 1000 {
			t.Errorf("%+v", got)
		}
	})
}

// TestLastCallerEndsFetch has callers who all go: the fetch ends, and the next caller has one of its own.
func TestLastCallerEndsFetch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		block := true
		s := &searcher{pages: pagesOf(25, patients(5)), before: func(ctx context.Context, _ int) {
			if block {
				<-ctx.Done()
			}
		}}
		r := service(t, s, nil)
		plan := compile(t, families, nil)
		ctx, cancel := context.WithCancel(t.Context())
		var callers sync.WaitGroup
		for range 3 {
			callers.Go(func() {
				if _, err := r.Execute(ctx, plan, runner.Query{}); !errors.Is(err, context.Canceled) {
					t.Errorf("%v", err)
				}
			})
		}
		synctest.Wait()
		cancel()
		callers.Wait()
		synctest.Wait()
		if n := s.active.Load(); n != 0 {
			t.Errorf("%d fetches go on without a caller", n)
		}
		block = false
		if got := ask(t, r, plan, runner.Query{}); got != "fetched" {
			t.Error(got)
		}
	})
}

func TestStaleWhileRevalidate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &searcher{pages: pagesOf(25, patients(5)), before: func(context.Context, int) { time.Sleep(time.Second) }}
		r := service(t, s, &runner.Config{CacheTTL: time.Minute, StaleWhileRevalidate: time.Hour})
		plan := compile(t, families, nil)
		answers := func(want string) {
			t.Helper()
			for range 3 { // one refresh, however many ask
				if got := ask(t, r, plan, runner.Query{}); got != want {
					t.Errorf("%s, want %s", got, want)
				}
			}
		}
		_ = ask(t, r, plan, runner.Query{})
		answers("hit")
		time.Sleep(2 * time.Minute)
		answers("stale")
		time.Sleep(2 * time.Second)
		answers("hit")
		if n := s.searches.Load(); n != 2 {
			t.Errorf("%d fetches, want 2", n)
		}
		s.end = errServer
		time.Sleep(2 * time.Minute)
		answers("stale")
		time.Sleep(2 * time.Second)
		answers("stale") // a refresh that fails leaves what there is
		time.Sleep(2 * time.Hour)
		if got := ask(t, r, plan, runner.Query{}); !strings.Contains(got, errServer.Error()) {
			t.Errorf("%s after the table was too old even to be stale", got)
		}
		time.Sleep(time.Minute)
		if got := r.CacheStats(); got.Stale != 9 || got.Hits != 15 || got.Expirations != 1 {
			t.Errorf("%+v", got)
		}
	})
}

// TestHitIsCheap allocates the same however many rows there are, and little.
func TestHitIsCheap(t *testing.T) {
	allocs := map[int]float64{}
	for _, n := range []int{1, 10_000} {
		r := service(t, &searcher{pages: pagesOf(500, patients(n))}, nil)
		plan := compile(t, families, nil)
		q := runner.Query{Params: url.Values{"active": {"true"}}, Limit: 20_000}
		_ = ask(t, r, plan, q)
		allocs[n] = testing.AllocsPerRun(100, func() {
			if got, err := r.Execute(t.Context(), plan, q); err != nil || !got.Info().FromCache || got.Len() != n {
				t.Fatal(err)
			}
		})
	}
	if allocs[1] != allocs[10_000] || allocs[1] > 6 {
		t.Errorf("allocations by rows: %v", allocs)
	}
	t.Log(allocs)
}

// TestManyCallers is a thousand calls of twenty views at once.
func TestManyCallers(t *testing.T) {
	s := &searcher{pages: pagesOf(50, patients(200)), before: func(context.Context, int) { time.Sleep(time.Millisecond) }}
	r := service(t, s, nil)
	var plans []*viewdef.Plan
	for i := range 20 {
		plans = append(plans, compile(t, strings.Replace(families, `"path":"id"`, fmt.Sprintf(`"path":"id.toInteger() + %d"`, i), 1), nil))
	}
	var callers sync.WaitGroup
	for i := range 1000 {
		callers.Go(func() {
			got, err := r.Execute(t.Context(), plans[i%20], runner.Query{})
			if err != nil || got.Len() != 200 || got.Row(99).Cells()[0].Int != int64(100+i%20) {
				t.Errorf("call %d: %v", i, err)
			}
		})
	}
	callers.Wait()
	if got := r.CacheStats(); s.searches.Load() != 20 || got.Misses != 20 || got.Hits+got.Shared != 980 || got.Entries != 20 {
		t.Errorf("%d fetches, %+v", s.searches.Load(), got)
	}
}
