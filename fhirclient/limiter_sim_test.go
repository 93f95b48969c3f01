package fhirclient

import (
	"context"
	"math"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
)

// refuseBeyond takes a constant time for each request and refuses at once whatever is beyond its capacity.
func refuseBeyond(capacity int, took time.Duration) func(*clienttest.Server, int) (int, time.Duration) {
	return func(_ *clienttest.Server, inFlight int) (int, time.Duration) {
		if inFlight > capacity {
			return http.StatusTooManyRequests, 0
		}
		return http.StatusOK, took
	}
}

// simulate puts n requests through a client with as many workers as may be under way, each until it succeeds.
func simulate(t *testing.T, s *clienttest.Server, n int, cfg Config) (took time.Duration, limit int) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		cfg.Transport = s
		c := newTestClient(t, "http://sim.example/fhir", &cfg, systemClock{})
		rnd := rand.New(rand.NewPCG(1, 2))
		var mu sync.Mutex
		c.core.random = func() float64 { mu.Lock(); defer mu.Unlock(); return rnd.Float64() }
		started := time.Now()
		load(t, c, n)
		took = time.Since(started)
		h := c.core.host(c.base)
		_, found, _ := h.Limiter.State()
		limit = int(found)
	})
	return took, limit
}

// load sends n updates by 100 workers.
func load(t *testing.T, c *Client, n int) {
	t.Helper()
	var next, failed atomic.Int64
	var wg sync.WaitGroup
	for range 100 {
		wg.Go(func() {
			for next.Add(1) <= int64(n) {
				_, err := c.do(context.Background(), &call{
					op: "update", typ: "Patient", method: http.MethodPut, url: c.base.String() + "Patient/1", body: []byte("{}"),
				})
				if err != nil {
					failed.Add(1)
				}
			}
		})
	}
	wg.Wait()
	if failed.Load() > 0 {
		t.Errorf("%d requests failed", failed.Load())
	}
}

func TestLimiterFindsTheServersCapacity(t *testing.T) {
	for _, test := range []struct {
		name     string
		capacity int
		took     time.Duration
		n        int
	}{
		{"60 of 250 ms", 60, 250 * time.Millisecond, 10_000},
		{"60 of 5 ms", 60, 5 * time.Millisecond, 10_000},
		{"5 of 250 ms", 5, 250 * time.Millisecond, 2_000},
		{"1 of 20 ms", 1, 20 * time.Millisecond, 1_000},
		{"99 of 250 ms", 99, 250 * time.Millisecond, 20_000}, // in 10,000, the 4 s below are a sixth
		{"no limit", 1000, 250 * time.Millisecond, 10_000},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := &clienttest.Server{Answer: refuseBeyond(test.capacity, test.took)}
			took, limit := simulate(t, s, test.n, Config{})
			ideal := time.Duration(test.n) * test.took / time.Duration(min(test.capacity, 100))
			ratio, share := took.Seconds()/ideal.Seconds(), float64(s.Refused)/float64(s.Requests)
			t.Logf("%.3f of the ideal time, %d refused (%.2f %%), most at once %d, limit at the end %d", ratio, s.Refused, 100*share, s.Most, limit)
			// The last refused request may have to wait for 4 s when all others are done.
			if limit := 1.15*ideal.Seconds() + 4; took.Seconds() > limit || test.n*int(test.took.Milliseconds()) > 2_000_000 && ratio > 1.2 {
				t.Errorf("it took %.2f times the ideal time", ratio)
			}
			if share > 0.03 {
				t.Errorf("%.1f %% were refused", 100*share)
			}
		})
	}
}

// shared is a server of a few workers that accepts everything: beyond them, requests slow each other down.
func shared(workers int, took time.Duration) func(*clienttest.Server, int) (int, time.Duration) {
	return func(_ *clienttest.Server, inFlight int) (int, time.Duration) {
		return http.StatusOK, max(took, took*time.Duration(inFlight)/time.Duration(workers))
	}
}

func TestLimiterAndLatency(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for _, test := range []struct {
		name        string
		answer      func(s *clienttest.Server, inFlight int) (int, time.Duration)
		n           int
		ideal       time.Duration
		least, most int
	}{
		{"eight workers: no more than what keeps them busy", shared(8, 50*time.Millisecond), 10_000,
			10_000 * 50 * time.Millisecond / 8, 8, 40},
		{"slower for other reasons: as many as before", func(s *clienttest.Server, _ int) (int, time.Duration) {
			if s.Requests > 5_000 {
				return http.StatusOK, 300 * time.Millisecond
			}
			return http.StatusOK, 100 * time.Millisecond
		}, 10_000, 20 * time.Second, 80, 100},
		{"latencies spread over decades: that is no rise", func(*clienttest.Server, int) (int, time.Duration) {
			return http.StatusOK, time.Duration(float64(50*time.Millisecond) * math.Exp(rnd.NormFloat64()))
		}, 20_000, time.Duration(20_000 * 0.05 * math.Exp(0.5) / 100 * 1e9), 70, 100},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := &clienttest.Server{Answer: test.answer}
			took, limit := simulate(t, s, test.n, Config{})
			ratio := took.Seconds() / test.ideal.Seconds()
			t.Logf("%.3f of the ideal time, most at once %d, limit at the end %d", ratio, s.Most, limit)
			if ratio > 1.25 {
				t.Errorf("it took %.2f times the ideal time", ratio)
			}
			if limit < test.least || limit > test.most {
				t.Errorf("the limit ended at %d, want %d to %d", limit, test.least, test.most)
			}
		})
	}
}

// A server that is full when the client starts, and free soon after, is used in full again.
func TestLimiterForgetsAnOldCeiling(t *testing.T) {
	var started time.Time
	s := &clienttest.Server{Answer: func(_ *clienttest.Server, inFlight int) (int, time.Duration) {
		if started.IsZero() {
			started = time.Now()
		}
		if time.Since(started) < 250*time.Millisecond || inFlight > 60 {
			return http.StatusTooManyRequests, 0
		}
		return http.StatusOK, 250 * time.Millisecond
	}}
	took, limit := simulate(t, s, 5_000, Config{})
	ideal := 5_000 * 250 * time.Millisecond / 60
	t.Logf("%v more than the ideal time, %d refused, limit at the end %d", took-ideal, s.Refused, limit)
	// All workers were refused at once: the budget lets their repeats through by threes, which takes most of the time.
	if took > ideal+40*time.Second || limit < 50 {
		t.Errorf("it took %v, ideal is %v; the limit ended at %d", took, ideal, limit)
	}
}
