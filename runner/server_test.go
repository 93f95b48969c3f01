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

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/internal/synth"
	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/viewdef"
)

// server is a FHIR server on the loopback interface with resources of one type. Pages are of the size that is asked for.
type server struct {
	*httptest.Server

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
		fmt.Fprintf(&b, `"link":[{"relation":"next","url":"%s/Patient?%s"}],`, s.URL, q.Encode())
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

// TestServerInTrouble has one resource of a hundred broken, pages that take ten seconds, and two of three requests refused.
func TestServerInTrouble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var broken []int
		for id := 37; id <= 1000; id += 100 {
			broken = append(broken, id)
		}
		s := &server{Server: &httptest.Server{URL: "http://trouble.example"}, resources: patients(1000, broken...), delay: 10 * time.Second}
		s.refuse = func(n int64) bool { return n%3 != 0 }
		c, err := fhirclient.New(s.URL, &fhirclient.Config{Transport: inMemory{s}})
		if err != nil {
			t.Fatal(err)
		}
		// Sequential, for a bubble's time stands still while a worker waits for another's lock.
		r := service(t, c, &runner.Config{PageSize: 100, Sequential: true})
		got, err := r.Execute(t.Context(), compile(t, families, nil), runner.Query{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(familiesCSV(1, 1000, broken...), csvOf(t, got)); diff != "" {
			t.Errorf("rows (-want +got):\n%s", diff)
		}
		var want, failures []string
		for page := range broken {
			want = append(want, fmt.Sprintf("page %d, entry 36: Patient", page+1))
		}
		for _, f := range got.Failures() {
			failures = append(failures, fmt.Sprintf("page %d, entry %d: %s", f.Page, f.Entry, f.Type))
		}
		if diff := cmp.Diff(want, failures); diff != "" || got.Stats().Failed != 10 {
			t.Errorf("failures (-want +got):\n%s", diff)
		}
		if n := s.requests.Load(); n != 30 {
			t.Errorf("%d requests for ten pages, two of three refused", n)
		}
	})
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

// BenchmarkOverhead compares a table of ten thousand patients in pages of 500 with merely downloading them, in turn: by the
// medians, and by the least times, which other work on the machine spoils least.
func BenchmarkOverhead(b *testing.B) {
	s := serve(b, synthPatients(b, 10_000))
	c := s.client(b)
	plan := stored(b, "patient_demographics")
	for _, delay := range []time.Duration{0, 10 * time.Millisecond} {
		for _, mode := range []struct {
			name string
			cfg  runner.Config
		}{{"batch=10", runner.Config{}}, {"auto", runner.Config{BatchSize: runner.Auto}}, {"sequential", runner.Config{Sequential: true}}} {
			b.Run(fmt.Sprintf("server=%v/%s", delay, mode.name), func(b *testing.B) {
				s.delay = delay
				r := service(b, c, &mode.cfg)
				var alone, whole []float64
				var evaluate time.Duration
				download(b, c)
				for b.Loop() {
					start := time.Now()
					download(b, c)
					middle := time.Now()
					got, err := r.Execute(b.Context(), plan, runner.Query{NoCache: true})
					if err != nil || got.Len() != 10_000 {
						b.Fatal(err)
					}
					alone, whole = append(alone, middle.Sub(start).Seconds()), append(whole, time.Since(middle).Seconds())
					evaluate += got.Stats().Evaluate
				}
				slices.Sort(alone)
				slices.Sort(whole)
				n := len(alone)
				b.ReportMetric(whole[n/2]/alone[n/2], "times-median")
				b.ReportMetric(whole[0]/alone[0], "times-least")
				b.ReportMetric(1000*alone[0], "ms-download")
				b.ReportMetric(evaluate.Seconds()*1000/float64(n), "ms-evaluate")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

// download fetches all pages and does nothing with them.
func download(b *testing.B, c *fhirclient.Client) {
	n := 0
	for page, err := range c.SearchPages(b.Context(), "Patient", url.Values{"_count": {"500"}}) {
		if err != nil {
			b.Fatal(err)
		}
		n += len(page)
	}
	if n != 10_000 {
		b.Fatalf("%d resources", n)
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
			{"batch=20", runner.Config{BatchSize: 20}}, {"batch=50", runner.Config{BatchSize: 50}}, {"auto", runner.Config{BatchSize: runner.Auto}},
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
