package runner_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
)

// searcher is a server in memory, which counts what it is asked for.
type searcher struct {
	pages    func(typ string) [][][]byte
	end      error // after the pages
	identity string
	// before is called before each page, with the 1-based number of it.
	before func(ctx context.Context, page int)

	searches, active atomic.Int64
	mu               sync.Mutex
	asked            []url.Values
}

func (s *searcher) CacheIdentity() string { return s.identity }

func (s *searcher) SearchPages(ctx context.Context, typ string, params url.Values) iter.Seq2[[][]byte, error] {
	s.mu.Lock()
	s.asked = append(s.asked, params)
	s.mu.Unlock()
	return func(yield func([][]byte, error) bool) {
		s.searches.Add(1)
		s.active.Add(1)
		defer s.active.Add(-1)
		for i, page := range s.pages(typ) {
			if s.before != nil {
				s.before(ctx, i+1)
			}
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			if !yield(page, nil) {
				return
			}
		}
		if s.end != nil {
			yield(nil, s.end)
		}
	}
}

// lending is a searcher that overwrites pages when they are given back.
type lending struct {
	*searcher

	lent, back atomic.Int64
}

func (l *lending) LendPages(ctx context.Context, typ string, params url.Values) (iter.Seq2[[][]byte, error], func([][]byte)) {
	pages := func(yield func([][]byte, error) bool) {
		for page, err := range l.SearchPages(ctx, typ, params) {
			if err != nil {
				yield(nil, err)
				return
			}
			page = slices.Clone(page)
			for i := range page {
				page[i] = bytes.Clone(page[i])
			}
			if l.lent.Add(1); !yield(page, nil) {
				return
			}
		}
	}
	return pages, func(page [][]byte) {
		l.back.Add(1)
		for _, resource := range page {
			for i := range resource {
				resource[i] = '"'
			}
		}
	}
}

// pagesOf cuts resources into pages.
func pagesOf(size int, text []string) func(string) [][][]byte {
	var pages [][][]byte
	for part := range slices.Chunk(text, size) {
		var page [][]byte
		for _, resource := range part {
			page = append(page, []byte(resource))
		}
		pages = append(pages, page)
	}
	return func(string) [][][]byte { return pages }
}

var errTruncated error = truncated{}

type truncated struct{}

func (truncated) Error() string   { return "there is more" }
func (truncated) Truncated() bool { return true }

var errServer = errors.New("the server is on fire")

func service(t testing.TB, s runner.Searcher, cfg *runner.Config) *runner.Runner {
	t.Helper()
	r, err := runner.New(s, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// clock is a time that tests move.
type clock struct{ at atomic.Int64 }

func (c *clock) now() time.Time          { return time.Unix(1_700_000_000, c.at.Load()) }
func (c *clock) advance(d time.Duration) { c.at.Add(int64(d)) }

func csvOf(t testing.TB, r *runner.Table) string {
	t.Helper()
	var b strings.Builder
	if err := r.Write(sink.CSV(&b, nil)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// textsOf are the messages of failures.
func textsOf(failures []*runner.ResourceError) (texts []string) {
	for _, f := range failures {
		texts = append(texts, f.Error())
	}
	return texts
}

func asJSON(t testing.TB, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
