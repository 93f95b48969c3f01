package runner_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/viewdef"
)

func TestExecute(t *testing.T) {
	text := patients(60, 7, 33)
	text[40] = `{"resourceType":"Patient","id":` // cut off
	text[41] = `{"resourceType":"Basic"}`
	s := &searcher{pages: pagesOf(25, text)}
	r := service(t, s, nil)
	got, err := r.Execute(t.Context(), compile(t, families, nil), runner.Query{Params: url.Values{"active": {"true"}}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(familiesCSV(1, 60, 7, 33, 41, 42), csvOf(t, got)); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	twoNames := "select[0].column[1] (column family): several values for a single-valued column; take one of them, use forEach, or set collection"
	broken := "byte 31: the JSON text ends early"
	want := []string{"page 1: entry 6: Patient: " + twoNames, "page 2: entry 7: Patient: " + twoNames, "page 2: entry 15: Patient: " + broken}
	if diff := cmp.Diff(want, textsOf(got.Failures())); diff != "" {
		t.Errorf("failures (-want +got):\n%s", diff)
	}
	info := got.Info()
	if info.Duration <= 0 || info.Evaluate <= 0 || info.Fetch <= 0 || info.Fetch > info.Duration || info.Started.IsZero() {
		t.Errorf("times: %+v", info)
	}
	info.Duration, info.Evaluate, info.Fetch, info.InputBytes, info.Started, info.Age = 0, 0, 0, 0, time.Time{}, 0
	if diff := cmp.Diff(runner.RunInfo{Read: 60, Matched: 56, Failed: 3, Rows: 56}, info); diff != "" {
		t.Errorf("info (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]url.Values{{"active": {"true"}, "_count": {"500"}}}, s.asked); diff != "" {
		t.Errorf("searches (-want +got):\n%s", diff)
	}
}

// TestQueryLimit asks the server for no page more than are needed, and not for 500 resources to show ten.
func TestQueryLimit(t *testing.T) {
	plan := compile(t, families, nil)
	for _, sequential := range []bool{false, true} {
		pages := 0
		s := &searcher{pages: pagesOf(25, patients(100)), before: func(context.Context, int) { pages++ }}
		r := service(t, s, &runner.Config{Sequential: sequential})
		for _, c := range []struct {
			limit     int64
			last      int
			mostPages int
			limited   bool
			count     string
		}{{10, 10, 1, true, "50"}, {30, 30, 2, true, "50"}, {200, 100, 4, false, "200"}, {600, 100, 4, false, "500"}} {
			pages = 0
			got, err := r.Execute(t.Context(), plan, runner.Query{Limit: c.limit})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(familiesCSV(1, c.last), csvOf(t, got)); diff != "" {
				t.Errorf("limit %d: rows (-want +got):\n%s", c.limit, diff)
			}
			if got.Info().Limited != c.limited || pages > c.mostPages || s.asked[len(s.asked)-1].Get("_count") != c.count {
				t.Errorf("limit %d: limited %v, %d pages of %s were fetched", c.limit, got.Info().Limited, pages, s.asked[len(s.asked)-1].Get("_count"))
			}
		}
	}
}

// TestLimitOfManyPages has a limit that ends the run while a page is being fetched that would never come.
func TestLimitOfManyPages(t *testing.T) {
	s := &searcher{pages: pagesOf(25, patients(100)), before: func(ctx context.Context, page int) {
		if page == 4 {
			<-ctx.Done()
		}
	}}
	r := service(t, s, &runner.Config{PageSize: 20})
	got, err := r.Execute(t.Context(), compile(t, families, nil), runner.Query{Limit: 60})
	if err != nil || csvOf(t, got) != familiesCSV(1, 60) || !got.Info().Limited {
		t.Errorf("%v, %+v", err, got)
	}
}

// TestFailedRuns are runs without a table. The cache has none of them.
func TestFailedRuns(t *testing.T) {
	plan := compile(t, families, nil)
	for _, c := range []struct {
		name string
		s    *searcher
		cfg  runner.Config
		want string
	}{
		{"server", &searcher{pages: pagesOf(25, patients(50)), end: errServer}, runner.Config{}, "view families: page 3: the server is on fire"},
		{
			"too many failures", &searcher{pages: pagesOf(25, patients(50, 1, 2, 3))}, runner.Config{MaxFailures: 2, Sequential: true, BatchSize: 25},
			"view families: 3 resources failed, and MaxFailures allows 2; the log has the first of them",
		},
		{
			"timeout", &searcher{pages: pagesOf(25, patients(50)), before: func(ctx context.Context, _ int) { <-ctx.Done() }},
			runner.Config{Timeout: time.Millisecond}, "view families: context deadline exceeded",
		},
		{
			"panic", &searcher{pages: func(string) [][][]byte { panic("Jane Doe") }}, runner.Config{},
			"view families: page 1: internal error: fetching pages panics with a string",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := service(t, c.s, &c.cfg)
			for i := range 2 {
				if _, err := r.Execute(t.Context(), plan, runner.Query{}); err == nil || err.Error() != c.want {
					t.Errorf("the error is %v, want %s", err, c.want)
				}
				if n := len(c.s.asked); n != i+1 {
					t.Errorf("%d searches after %d calls", n, i+1)
				}
			}
			if got := r.CacheStats(); got != (runner.CacheStats{Misses: 2}) {
				t.Errorf("%+v", got)
			}
		})
	}
	r := service(t, &searcher{pages: pagesOf(25, patients(50, 1, 2))}, &runner.Config{MaxFailures: 2})
	if _, err := r.Execute(t.Context(), plan, runner.Query{}); err != nil || errors.Is(err, runner.ErrTooManyFailures) {
		t.Errorf("as many failures as are allowed: %v", err)
	}
}

func TestBadArguments(t *testing.T) {
	r := service(t, &searcher{pages: pagesOf(1, nil)}, nil)
	plan := compile(t, families, nil)
	for want, call := range map[string]func() error{
		"runner: there is no plan: compile a view with viewdef.Compile": func() error {
			_, err := r.Execute(t.Context(), nil, runner.Query{})
			return err
		},
		"runner: the limit is negative: use 0 for no limit": func() error {
			_, err := r.Execute(t.Context(), plan, runner.Query{Limit: -1})
			return err
		},
		"runner: there is no searcher: give a *fhirclient.Client": func() error {
			_, err := runner.New(nil, nil)
			return err
		},
		"runner: Config.PageSize is -1 and has to be 1 at least, or 0 for its default": func() error {
			_, err := runner.New(&searcher{}, &runner.Config{PageSize: -1})
			return err
		},
		"context canceled": func() error {
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			_, err := r.Execute(ctx, plan, runner.Query{})
			return err
		},
	} {
		if err := call(); err == nil || err.Error() != want {
			t.Errorf("the error is %v, want %s", err, want)
		}
	}
}

func TestRows(t *testing.T) {
	plan := compile(t, families, nil)
	s := &searcher{pages: pagesOf(25, patients(100, 30))}
	for _, cfg := range []*runner.Config{nil, {Sequential: true}} {
		r := service(t, s, cfg)
		var failures []string
		var b strings.Builder
		b.WriteString("id,family\n")
		for row, err := range r.Rows(t.Context(), plan, runner.Query{}) {
			if err != nil {
				failures = append(failures, err.Error()[:25])
				continue
			}
			fmt.Fprintf(&b, "%s,%s\n", row.Cells()[0].Text, row.Cells()[1].Text)
		}
		if diff := cmp.Diff(familiesCSV(1, 100, 30), b.String()); diff != "" {
			t.Errorf("rows (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"page 2: entry 4: Patient:"}, failures); diff != "" {
			t.Errorf("failures (-want +got):\n%s", diff)
		}
		if got := r.CacheStats(); got != (runner.CacheStats{}) {
			t.Errorf("%+v", got)
		}
	}
}

// TestRowsBreak ends the fetch of a page that would never come.
func TestRowsBreak(t *testing.T) {
	s := &searcher{pages: pagesOf(25, patients(100)), before: func(ctx context.Context, page int) {
		if page == 3 {
			<-ctx.Done()
		}
	}}
	r := service(t, s, nil)
	n := 0
	for _, err := range r.Rows(t.Context(), compile(t, families, nil), runner.Query{}) {
		if n++; err != nil || n == 10 {
			break
		}
	}
	if n != 10 || s.active.Load() != 0 {
		t.Errorf("%d rows, and %d fetches are under way after the loop", n, s.active.Load())
	}
}

// TestRowsErrors come last, after all rows.
func TestRowsErrors(t *testing.T) {
	for _, end := range []error{errServer, errTruncated} {
		r := service(t, &searcher{pages: pagesOf(25, patients(50)), end: end}, nil)
		rows := 0
		var last error
		for _, err := range r.Rows(t.Context(), compile(t, families, nil), runner.Query{}) {
			if rows++; err != nil {
				last = err
			}
		}
		if rows != 51 || !errors.Is(last, end) {
			t.Errorf("%d rows and the error %v, want 50 rows and %v", rows, last, end)
		}
	}
}

func TestClose(t *testing.T) {
	hanging := make(chan struct{})
	s := &searcher{pages: pagesOf(1, patients(2)), before: func(ctx context.Context, _ int) { close(hanging); <-ctx.Done() }}
	r := service(t, s, nil)
	plan := compile(t, families, nil)
	failed := make(chan error)
	go func() {
		_, err := r.Execute(context.WithoutCancel(t.Context()), plan, runner.Query{})
		failed <- err
	}()
	<-hanging
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if err := <-failed; !errors.Is(err, runner.ErrClosed) {
		t.Errorf("the call that was under way got %v", err)
	}
	if _, err := r.Execute(t.Context(), plan, runner.Query{}); !errors.Is(err, runner.ErrClosed) {
		t.Errorf("a call after Close got %v", err)
	}
	for _, err := range r.Rows(t.Context(), plan, runner.Query{}) {
		if !errors.Is(err, runner.ErrClosed) {
			t.Errorf("Rows after Close yielded %v", err)
		}
	}
}

// TestNow has the time of each run in a view that asks for it, though runs share their evaluators.
func TestNow(t *testing.T) {
	c := &clock{}
	plan := compile(t, `{"resourceType":"ViewDefinition","status":"active","resource":"Patient",
		"select":[{"column":[{"name":"now","path":"now()"}]}]}`, &viewdef.Options{})
	r := service(t, &searcher{pages: pagesOf(1, patients(1))}, &runner.Config{Now: c.now, Sequential: true})
	seen := map[string]bool{}
	for range 5 {
		got, err := r.Execute(t.Context(), plan, runner.Query{NoCache: true})
		if err != nil {
			t.Fatal(err)
		}
		seen[got.Row(0).Cells()[0].Text] = true
		c.advance(time.Hour)
	}
	if len(seen) != 5 {
		t.Errorf("%d times in five runs: %v", len(seen), seen)
	}
}
