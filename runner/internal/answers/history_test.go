package answers

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

type answeredError int

func (e answeredError) Error() string   { return "Patient/s3cr3t" }
func (e answeredError) HTTPStatus() int { return int(e) }

type partialError struct{}

func (partialError) Error() string   { return "s3cr3t" }
func (partialError) Truncated() bool { return true }

func TestErrorKind(t *testing.T) {
	for _, c := range []struct {
		err    error
		kind   string
		status int
	}{
		{answeredError(401), "not allowed", 401},
		{answeredError(403), "not allowed", 403},
		{answeredError(404), "refused", 404},
		{answeredError(429), "too many requests", 429},
		{fmt.Errorf("search: %w", answeredError(503)), "server error", 503},
		{partialError{}, "truncated", 0},
		{context.DeadlineExceeded, "timeout", 0},
		{&net.OpError{Op: "read", Err: timeoutError{}}, "timeout", 0},
		{&net.OpError{Op: "dial", Err: errors.New("refused")}, "network", 0},
		{errors.New("s3cr3t"), "failed", 0},
	} {
		kind, status := FaultOf(c.err)
		if kind != c.kind || status != c.status {
			t.Errorf("%v: got %s and %d, want %s and %d", c.err, kind, status, c.kind, c.status)
		}
	}
}

type timeoutError struct{}

func (timeoutError) Error() string { return "timeout" }
func (timeoutError) Timeout() bool { return true }

// TestHistory adds more runs than are kept, of 1 ms, 2 ms and so on.
func TestHistory(t *testing.T) {
	var h History
	const runs = historyRuns + 100
	for i := range runs {
		h.Add(Run{Took: time.Duration(i+1) * time.Millisecond, Rows: 2, Failed: 1})
	}
	h.Add(Run{Took: time.Hour, Rows: 5, Err: fmt.Errorf("given up: %w", context.Canceled)})
	got, newest, failures := h.Snapshot()
	want := RunStats{
		Runs: runs, Cancelled: 1, Rows: 2 * runs, FailedResources: runs,
		Mean: 228500 * time.Microsecond, // of 101 to 356 ms
		P95:  344 * time.Millisecond,    // the 244th of them
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(newest) != 0 || failures != 0 {
		t.Errorf("got %d errors and %d failures in a row, want none", len(newest), failures)
	}
}

func TestHistoryOfOne(t *testing.T) {
	var h History
	h.Add(Run{Took: time.Second})
	if got, _, _ := h.Snapshot(); got.Mean != time.Second || got.P95 != time.Second {
		t.Errorf("got %v and %v, want the time of the only run", got.Mean, got.P95)
	}
}

// TestHistoryErrors holds that the newest are kept, newest first, without their texts.
func TestHistoryErrors(t *testing.T) {
	var h History
	start := time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)
	h.Add(Run{})
	for i := range historyErrors + 5 {
		h.Add(Run{At: start.Add(time.Duration(i) * time.Minute), View: "v", Resource: "Patient", Err: answeredError(500 + i)})
	}
	runs, newest, failures := h.Snapshot()
	if runs.Failed != historyErrors+5 || failures != historyErrors+5 || len(newest) != historyErrors {
		t.Errorf("got %d failed, %d in a row and %d kept", runs.Failed, failures, len(newest))
	}
	want := RunError{At: start.Add((historyErrors + 4) * time.Minute), View: "v", Resource: "Patient", Kind: "server error", Status: 514}
	if diff := cmp.Diff(want, newest[0]); diff != "" {
		t.Error(diff)
	}
	h.Add(Run{})
	if _, _, failures := h.Snapshot(); failures != 0 {
		t.Errorf("got %d failures in a row after a success", failures)
	}
}

// pinged is a searcher whose server answers as the test says.
type pinged struct {
	asked atomic.Int64
	ping  func(ctx context.Context) error
}

func (p *pinged) Ping(ctx context.Context) error {
	p.asked.Add(1)
	return p.ping(ctx)
}

// TestProbeIsKept asks once for many callers, and again when the answer is too old.
func TestProbeIsKept(t *testing.T) {
	s := &pinged{ping: func(context.Context) error { return nil }}
	var p Probe
	now := time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	var callers sync.WaitGroup
	for range 100 {
		callers.Go(func() {
			if got := p.Server(t.Context(), s, clock); got.Kind != "" || got.Checked.IsZero() {
				t.Errorf("got %+v, want one that answers", got)
			}
		})
	}
	callers.Wait()
	if n := s.asked.Load(); n != 1 {
		t.Errorf("the server was asked %d times, want once", n)
	}
	now = now.Add(probeAge)
	s.ping = func(context.Context) error { return answeredError(503) }
	want := Server{Checked: now, Kind: "server error", Status: 503}
	if diff := cmp.Diff(want, p.Server(t.Context(), s, clock)); diff != "" {
		t.Error(diff)
	}
	now = now.Add(-time.Hour) // the clock was put back
	p.Server(t.Context(), s, clock)
	if n := s.asked.Load(); n != 3 {
		t.Errorf("the server was asked %d times, want 3", n)
	}
}

// TestProbeOutlivesItsCaller gives up at once, which says nothing of the server.
func TestProbeOutlivesItsCaller(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s := &pinged{ping: func(ctx context.Context) error { return ctx.Err() }}
	var p Probe
	if got := p.Server(ctx, s, time.Now); got.Kind != "" || got.Checked.IsZero() {
		t.Errorf("got %+v, want one that answers", got)
	}
}

// TestProbeOfAServerThatHangs is bounded.
func TestProbeOfAServerThatHangs(t *testing.T) {
	s := &pinged{ping: func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }}
	var p Probe
	began := time.Now()
	got := p.Server(t.Context(), s, time.Now)
	if took := time.Since(began); took < probeTimeout || took > probeTimeout+3*time.Second {
		t.Errorf("took %v, want %v", took, probeTimeout)
	}
	if got.Kind != "timeout" {
		t.Errorf("got %q, want timeout", got.Kind)
	}
}
