package runner_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/internal/synth"
	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/viewdef"
)

// server is a FHIR server on the loopback interface with resources of one type. Pages are of the size that is asked for.
type server struct {
	*httptest.Server

	base      string // of the addresses in links
	resources []string
	// delay is how long every page takes, and refuse says which requests, from 1, are answered 429.
	delay    time.Duration
	refuse   func(request int64) bool
	requests atomic.Int64
	searches atomic.Int64 // first pages that were sent
	pages    sync.Map     // their bytes, by query: making them is not what is measured
}

func serve(t testing.TB, resources []string) *server {
	t.Helper()
	s := &server{resources: resources}
	s.Server = httptest.NewServer(s)
	s.base = s.URL
	t.Cleanup(s.Close)
	return s
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if n := s.requests.Add(1); s.refuse != nil && s.refuse(n) {
		w.Header().Set("Retry-After", "0")
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	time.Sleep(s.delay)
	page, ok := s.pages.Load(r.URL.RawQuery)
	if !ok {
		page, _ = s.pages.LoadOrStore(r.URL.RawQuery, s.page(r.URL.Query()))
	}
	if !r.URL.Query().Has("from") {
		s.searches.Add(1)
	}
	w.Header().Set("Content-Type", "application/fhir+json")
	w.Header().Set("Content-Length", strconv.Itoa(len(page.([]byte))))
	_, _ = w.Write(page.([]byte))
}

func (s *server) page(q url.Values) []byte {
	size, _ := strconv.Atoi(q.Get("_count"))
	from, _ := strconv.Atoi(q.Get("from"))
	to := min(from+size, len(s.resources))
	var b bytes.Buffer
	fmt.Fprintf(&b, `{"resourceType":"Bundle","type":"searchset","total":%d,`, len(s.resources))
	if to < len(s.resources) {
		q.Set("from", strconv.Itoa(to))
		fmt.Fprintf(&b, `"link":[{"relation":"next","url":"%s/Patient?%s"}],`, s.base, q.Encode())
	}
	b.WriteString(`"entry":[`)
	for i, resource := range s.resources[from:to] {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"resource":%s,"search":{"mode":"match"}}`, resource)
	}
	b.WriteString("]}")
	return b.Bytes()
}

// prepare makes the pages of a search in advance.
func (s *server) prepare(size int) {
	for from := 0; from < len(s.resources); from += size {
		q := url.Values{"_count": {strconv.Itoa(size)}}
		if from > 0 {
			q.Set("from", strconv.Itoa(from))
		}
		query := q.Encode()
		s.pages.Store(query, s.page(q))
	}
}

func (s *server) client(t testing.TB) *fhirclient.Client {
	t.Helper()
	c, err := fhirclient.New(s.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { http.DefaultTransport.(*http.Transport).CloseIdleConnections() })
	if closer, ok := any(c).(interface{ Close() error }); ok {
		t.Cleanup(func() { _ = closer.Close() })
	}
	return c
}

// synthPatients are patients as servers have them, of two kilobytes or so.
func synthPatients(t testing.TB, n int) []string {
	t.Helper()
	var b bytes.Buffer
	if err := synth.New(synth.Config{Seed: 1}).WriteNDJSON(&b, "Patient", n); err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(b.String()), "\n")
}

// TestServerWithManyCallers has a thousand calls of twenty views at once, over HTTP.
func TestServerWithManyCallers(t *testing.T) {
	s := serve(t, patients(300))
	s.delay = 5 * time.Millisecond
	r := service(t, s.client(t), &runner.Config{PageSize: 100})
	var plans []*viewdef.Plan
	for i := range 20 {
		view := strings.Replace(families, `"path":"id"`, fmt.Sprintf(`"path":"id.toInteger() + %d"`, i), 1)
		plans = append(plans, compile(t, view, nil))
	}
	before := heapBytes()
	var callers sync.WaitGroup
	for i := range 1000 {
		callers.Go(func() {
			got, err := r.Execute(t.Context(), plans[i%20], runner.Query{})
			if err != nil || got.Len() != 300 {
				t.Errorf("call %d: %v", i, err)
				return
			}
			for n, row := range slices.Collect(got.Rows()) {
				if row.Cells()[0].Int != int64(n+1+i%20) {
					t.Errorf("call %d: row %d has %d", i, n, row.Cells()[0].Int)
					return
				}
			}
		})
	}
	callers.Wait()
	if got := r.CacheStats(); s.searches.Load() != 20 || s.requests.Load() != 60 || got.Misses != 20 || got.Hits+got.Shared != 980 {
		t.Errorf("%d searches in %d requests, %+v", s.searches.Load(), s.requests.Load(), got)
	}
	// The tables take 0.5 MB, and what the server, the client and pools keep is some MB.
	if grown := heapBytes() - before; grown > 30<<20 {
		t.Errorf("the heap has grown by %d bytes", grown)
	}
}

func heapBytes() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// inMemory answers requests without a network, so that waiting takes no time in a bubble of synctest.
type inMemory struct{ http.Handler }

func (h inMemory) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result(), nil
}

// everyMode is what must not change a table.
var everyMode = []struct {
	name string
	cfg  runner.Config
}{
	{"sequential", runner.Config{Sequential: true}},
	{"sequential, batch of 1", runner.Config{Sequential: true, BatchSize: 1}},
	{"batch of 1", runner.Config{BatchSize: 1}},
	{"batch of 10", runner.Config{BatchSize: 10}},
	{"batch of 50", runner.Config{BatchSize: 50}},
	{"auto", runner.Config{BatchSize: -1}},
}

// TestServerInTrouble has one resource of a hundred broken, pages that take ten seconds, and two of three requests refused:
// in every mode the table is complete but for the broken resources, which are named.
func TestServerInTrouble(t *testing.T) {
	var broken []int
	var failures []*runner.ResourceError
	for id := 37; id <= 1000; id += 100 {
		broken = append(broken, id)
		failures = append(failures, &runner.ResourceError{Type: "Patient", Page: int64(len(broken)), Index: 36})
	}
	rows := familiesCSV(1, 1000, broken...)
	for _, mode := range everyMode {
		t.Run(mode.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &server{base: "http://trouble.example", resources: patients(1000, broken...), delay: 10 * time.Second}
				s.refuse = func(n int64) bool { return n%3 != 0 }
				cfg := mode.cfg
				cfg.PageSize = 100
				got := tableOf(t, s, &cfg)
				if diff := cmp.Diff(rows, csvOf(t, got)); diff != "" {
					t.Errorf("rows (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff(failures, got.Failures(), cmpopts.IgnoreFields(runner.ResourceError{}, "Err")); diff != "" {
					t.Errorf("failures (-want +got):\n%s", diff)
				}
				if n := s.requests.Load(); got.Info().Failed != 10 || got.Info().Truncated || n != 30 {
					t.Errorf("%d failed, truncated is %v; %d requests for ten pages, two of three refused", got.Info().Failed, got.Info().Truncated, n)
				}
			})
		})
	}
}

// tableOf is a table of a server that is asked without a network.
func tableOf(t *testing.T, s *server, cfg *runner.Config) *runner.Table {
	t.Helper()
	c, err := fhirclient.New(s.base, &fhirclient.Config{Transport: inMemory{s}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := service(t, c, cfg).Execute(t.Context(), compile(t, families, nil), runner.Query{})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// BenchmarkServer is the table of a hundred patients in one page, of which the server takes 50 ms.
func BenchmarkServer(b *testing.B) {
	s := serve(b, synthPatients(b, 100))
	s.delay = 50 * time.Millisecond
	r := service(b, s.client(b), nil)
	plan := stored(b, "patient_demographics")
	params := url.Values{"active": {"true"}, "_sort": {"_id"}}
	for name, refresh := range map[string]bool{"hit": false, "miss": true} {
		b.Run(name, func(b *testing.B) {
			if _, err := r.Execute(b.Context(), plan, runner.Query{Params: params}); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if got, err := r.Execute(b.Context(), plan, runner.Query{Params: params, Refresh: refresh}); err != nil || got.Len() != 100 {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkModes has the evaluation of one page alone: how it is cut, and what a small table costs.
func BenchmarkModes(b *testing.B) {
	plan := stored(b, "patient_demographics")
	for _, n := range []int{1, 10, 100, 500} {
		s := &searcher{pages: pagesOf(n, synthPatients(b, n))}
		for _, mode := range []struct {
			name string
			cfg  runner.Config
		}{
			{"sequential", runner.Config{Sequential: true}}, {"batch=10", runner.Config{BatchSize: 10}},
			{"batch=20", runner.Config{BatchSize: 20}}, {"batch=50", runner.Config{BatchSize: 50}}, {"auto", runner.Config{BatchSize: -1}},
		} {
			b.Run(fmt.Sprintf("patients=%d/%s", n, mode.name), func(b *testing.B) {
				r := service(b, s, &mode.cfg)
				b.ReportAllocs()
				for b.Loop() {
					if got, err := r.Execute(b.Context(), plan, runner.Query{NoCache: true}); err != nil || got.Len() != n {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
