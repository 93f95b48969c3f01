package upload

import (
	"fmt"
	"io"
	"iter"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// The acceptance of uploads has a full form, of a minute or two, and a short one for every day:
//
//	FHIRVIEW_ACCEPTANCE=full go test -run Acceptance -v ./fhirclient
type acceptance struct {
	resources int
	latency   time.Duration
	limit     int
}

func theAcceptance() acceptance {
	if os.Getenv("FHIRVIEW_ACCEPTANCE") == "full" {
		return acceptance{resources: 10_000, latency: 250 * time.Millisecond, limit: 60}
	}
	return acceptance{resources: 1_000, latency: 50 * time.Millisecond, limit: 60}
}

func (a acceptance) full() bool { return a.resources >= 10_000 }

// ideal is the time of a client that knew the limit and lost none of it.
func (a acceptance) ideal() time.Duration {
	return time.Duration(a.resources) * a.latency / time.Duration(a.limit)
}

// busyServer takes so long for each resource and refuses what is beyond its limit at once, without Retry-After.
type busyServer struct {
	acceptance
	inFlight, most, requests, refused atomic.Int64

	mu    sync.Mutex
	there map[string]int // how often each was put
}

func (s *busyServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet {
		s.read(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the client has died
	}
	typ, id, err := fhir.ScanResource(body)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	name := typ + "/" + id
	s.requests.Add(1)
	now := s.inFlight.Add(1)
	defer s.inFlight.Add(-1)
	if now > int64(s.limit) {
		s.refused.Add(1)
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	for most := s.most.Load(); now > most && !s.most.CompareAndSwap(most, now); most = s.most.Load() {
	}
	time.Sleep(s.latency)
	s.mu.Lock()
	s.there[name]++
	again := s.there[name] > 1
	s.mu.Unlock()
	if again {
		w.Header().Set("ETag", `W/"2"`)
		w.WriteHeader(http.StatusOK)
		return
	}
	w.WriteHeader(http.StatusCreated)
}

// read answers whether a resource is there, once no request is under way.
func (s *busyServer) read(w http.ResponseWriter, r *http.Request) {
	for s.inFlight.Load() > 0 && r.Context().Err() == nil {
		time.Sleep(time.Millisecond)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	name := strings.TrimPrefix(r.URL.Path, "/")
	if s.there[name] == 0 {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	fmt.Fprint(w, patient(strings.TrimPrefix(name, "Patient/")))
}

func newBusyServer(t testing.TB, a acceptance) (*busyServer, string) {
	s := &busyServer{acceptance: a, there: map[string]int{}}
	return s, clienttest.ServeFHIR(t, s.ServeHTTP).URL
}

func (s *busyServer) resources() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.there)
}

// patients yields so many resources, in memory that it uses again.
func patients(n int) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		var data []byte
		for i := range n {
			data = fmt.Appendf(data[:0], `{"resourceType":"Patient","id":"p%d","active":true}`, i)
			if !yield(Record{Data: data, Position: fmt.Sprintf("Patient.ndjson:%d", i+1)}, nil) {
				return
			}
		}
	}
}

// TestAcceptanceSpeed uploads to a server whose limit the client is not told.
func TestAcceptanceSpeed(t *testing.T) {
	a := theAcceptance()
	server, url := newBusyServer(t, a)
	client := systemClient(t, url, nil)
	report, err := Run(t.Context(), client, patients(a.resources), &Options{Total: int64(a.resources)})
	if err != nil || report.State != Complete {
		t.Fatalf("upload: %v, %v", report.State, err)
	}
	share := float64(server.refused.Load()) / float64(server.requests.Load())
	t.Logf("%d resources in %v, %.3f of the ideal %v; %d of %d requests refused (%.2f %%), at most %d in flight",
		server.resources(), report.Took, report.Took.Seconds()/a.ideal().Seconds(), a.ideal(),
		server.refused.Load(), server.requests.Load(), 100*share, server.most.Load())
	if got := server.resources(); got != a.resources || report.Created != int64(a.resources) {
		t.Errorf("%d resources, %d created, want %d", got, report.Created, a.resources)
	}
	if share > 0.03 && a.full() || share > 0.15 {
		t.Errorf("%.1f %% of requests refused", 100*share)
	}
	if a.full() && report.Took.Seconds() > 1.2*a.ideal().Seconds() {
		t.Errorf("took %v, more than 1.2 times the ideal %v", report.Took, a.ideal())
	}
}

// TestAcceptanceParallel compares one request at a time with as many as the server takes.
func TestAcceptanceParallel(t *testing.T) {
	a := acceptance{resources: 300, latency: 20 * time.Millisecond, limit: 60}
	took := func(concurrency int) time.Duration {
		_, url := newBusyServer(t, a)
		report, err := Run(t.Context(), systemClient(t, url, nil), patients(a.resources), &Options{Concurrency: concurrency})
		if err != nil || report.Created != int64(a.resources) {
			t.Fatalf("upload: %+v, %v", report, err)
		}
		return report.Took
	}
	one, many := took(1), took(50)
	t.Logf("one at a time %v, in parallel %v: ratio %.1f", one, many, one.Seconds()/many.Seconds())
	if many > one/2 {
		t.Error("parallel is hardly faster than one at a time")
	}
}
