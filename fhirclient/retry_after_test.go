package fhirclient

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
	"github.com/fhirview/fhirview/fhirclient/internal/host"
	"github.com/google/go-cmp/cmp"
)

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	const date = "Sun, 01 Mar 2026 10:00:00 GMT" // the server's clock is two hours behind
	for _, test := range []struct {
		value, date string
		want        time.Duration
		ok, odd     bool
	}{
		{"", "", 0, false, false},
		{"0", "", 0, true, false},
		{"120", "", 2 * time.Minute, true, false},
		{" 7 ", "", 7 * time.Second, true, false},
		{"86400", "", 24 * time.Hour, true, false},
		{"86401", "", 0, false, true},
		{"-5", "", 0, false, true},
		{"soon", "", 0, false, true},
		{"1.5", "", 0, false, true},
		{"1772366400", "", 0, false, true},
		{"1772366400000", "", 0, false, true},
		{"99999999999999999999", "", 0, false, true},
		{"Sun, 01 Mar 2026 10:01:30 GMT", date, 90 * time.Second, true, false},
		{"Sun, 01 Mar 2026 12:01:30 GMT", "", 90 * time.Second, true, false},
		{"Sun, 01 Mar 2026 12:01:30 GMT", "yesterday", 90 * time.Second, true, false},
		{"Sunday, 01-Mar-26 10:01:30 GMT", date, 90 * time.Second, true, false},
		{"Sun, 01 Mar 2026 09:59:00 GMT", date, 0, false, true},
		{"Tue, 03 Mar 2026 10:00:00 GMT", date, 0, false, true},
		{"2026-03-01T10:00:30Z", date, 0, false, true},
	} {
		got, ok, odd := retryAfter(http.Header{"Retry-After": {test.value}, "Date": {test.date}}, now)
		if got != test.want || ok != test.ok || odd != test.odd {
			t.Errorf("%q at %q: %v, %v, %v; want %v, %v, %v", test.value, test.date, got, ok, odd, test.want, test.ok, test.odd)
		}
	}
}

func TestRetryAfterIsTheLeastWait(t *testing.T) {
	for _, test := range []struct {
		name, value string
		status      int
		want        []time.Duration
		warned      bool
	}{
		{"longer than our own", "120", 429, []time.Duration{2 * time.Minute, 2 * time.Minute}, false},
		{"shorter than our own", "1", 503, []time.Duration{3 * time.Second, 6 * time.Second}, false},
		{"no sense in it", "soon", 503, []time.Duration{3 * time.Second, 6 * time.Second}, true},
		{"the time since 1970", "1772366400", 429, []time.Duration{3 * time.Second, 6 * time.Second}, true},
		{"of another status", "120", 500, []time.Duration{3 * time.Second, 6 * time.Second}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			clock, log := clienttest.NewClock(), new(strings.Builder)
			s := &script{statuses: []int{test.status}, header: http.Header{"Retry-After": {test.value}}}
			c := newTestClient(t, clienttest.Serve(t, s.ServeHTTP).URL, &Config{Logger: slog.New(slog.NewTextHandler(log, nil))}, clock)
			c.core.random = func() float64 { return 0.5 }
			if _, err := c.do(t.Context(), callOf(c, "GET")); err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(test.want, clock.Slept()); diff != "" {
				t.Error(diff)
			}
			if got := strings.Contains(log.String(), "Retry-After makes no sense"); got != test.warned {
				t.Errorf("warned %v: %s", got, log)
			}
		})
	}
}

// One answer with Retry-After keeps all requests to the host back, those of other clients too.
func TestRetryAfterPausesTheHost(t *testing.T) {
	clock, hosts := clienttest.NewClock(), host.NewHosts()
	s := &script{statuses: []int{429, 200}, header: http.Header{"Retry-After": {"600"}}}
	url := clienttest.Serve(t, s.ServeHTTP).URL
	var clients [2]*Client
	for i := range clients {
		c, err := newClient(url, &Config{Attempts: 1}, clock, hosts)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(c.CloseIdleConnections)
		clients[i] = c
	}
	_, err := clients[0].do(t.Context(), callOf(clients[0], "GET"))
	var status *StatusError
	if !errors.As(err, &status) || status.RetryAfter != 10*time.Minute {
		t.Fatal(err)
	}
	ctx, cancel := context.WithDeadline(t.Context(), clock.Now().Add(time.Minute))
	defer cancel()
	if _, err = clients[1].do(ctx, callOf(clients[1], "GET")); !errors.Is(err, ErrRetryTooLate) {
		t.Errorf("within the pause: %v", err)
	}
	if n := s.requests.Load(); n != 1 {
		t.Errorf("%d requests within the pause", n)
	}
	if _, err = clients[1].do(t.Context(), callOf(clients[1], "GET")); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff([]time.Duration{10 * time.Minute}, clock.Slept()); diff != "" {
		t.Error(diff)
	}
}

func TestRetryAfterBeyondTheDeadline(t *testing.T) {
	clock := clienttest.NewClock()
	s := &script{statuses: []int{503}, header: http.Header{"Retry-After": {"7200"}}}
	c := newTestClient(t, clienttest.Serve(t, s.ServeHTTP).URL, nil, clock)
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	_, err := c.do(ctx, callOf(c, "GET"))
	var status *StatusError
	if !errors.Is(err, ErrRetryTooLate) || !errors.As(err, &status) || status.RetryAfter != 2*time.Hour {
		t.Error(err)
	}
	if s.requests.Load() != 1 || len(clock.Slept()) != 0 {
		t.Errorf("%d requests, slept %v", s.requests.Load(), clock.Slept())
	}
}
