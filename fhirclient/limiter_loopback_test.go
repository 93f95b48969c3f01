package fhirclient

import (
	"context"
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
)

// quickClock sleeps a fiftieth of the time.
type quickClock struct{ systemClock }

func (q quickClock) Sleep(ctx context.Context, d time.Duration) error {
	return q.systemClock.Sleep(ctx, d/50)
}

// refusingServer takes a constant time for each request and answers 429 at once, without Retry-After, beyond its capacity.
type refusingServer struct {
	capacity       int64
	took           time.Duration
	flying         atomic.Int64
	served, denied atomic.Int64
}

func (s *refusingServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body)
	defer s.flying.Add(-1)
	if s.flying.Add(1) > s.capacity {
		s.denied.Add(1)
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	time.Sleep(s.took)
	s.served.Add(1)
}

// TestLoopbackCapacity sends 2,000 requests of 25 ms to a real server that takes 60 at once, with waits shortened as the
// requests are; with FHIRVIEW_FULL=1 it sends 10,000 requests of 250 ms and waits as always.
func TestLoopbackCapacity(t *testing.T) {
	s := &refusingServer{capacity: 60, took: 25 * time.Millisecond}
	n, clock := 2_000, clock(quickClock{})
	full := os.Getenv("FHIRVIEW_FULL") != ""
	if full {
		s.took, n, clock = 250*time.Millisecond, 10_000, systemClock{}
	}
	c := newTestClient(t, clienttest.Serve(t, s.ServeHTTP).URL, nil, clock)
	started := time.Now()
	load(t, c, n)
	took := time.Since(started)
	ideal := time.Duration(n) * s.took / time.Duration(s.capacity)
	ratio, share := took.Seconds()/ideal.Seconds(), float64(s.denied.Load())/float64(s.denied.Load()+s.served.Load())
	t.Logf("%v for %d requests, %.3f of the ideal time, %d refused (%.2f %%)", took, n, ratio, s.denied.Load(), 100*share)
	if s.served.Load() != int64(n) {
		t.Errorf("%d were served, want %d", s.served.Load(), n)
	}
	if share > 0.05 {
		t.Error("want 5 % at most")
	}
	if full && (ratio > 1.2 || share > 0.03) {
		t.Error("want 1.2 and 3 % at most")
	}
}
