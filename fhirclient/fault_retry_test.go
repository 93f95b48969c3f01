package fhirclient_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/internal/faultserver"
)

var onePatient = faultserver.OK(faultserver.Patient("p0"))

// between checks a wait, from included and to excluded.
func between(tb testing.TB, got, from, to time.Duration) {
	tb.Helper()
	if got < from || got >= to {
		tb.Errorf("waited %v, want at least %v and less than %v", got, from, to)
	}
}

func TestFault01UnavailableThenAnswered(t *testing.T) {
	server := faultserver.New(t, faultserver.InTurn(faultserver.Busy(), onePatient))
	client, clock := setup(t, server.URL, nil)
	wantNil(t, read(t.Context(), client))
	wantCount(t, server.Count(""), 2)
	between(t, clock.Total(), 2*time.Second, 4*time.Second)
}

func TestFault02ThrottledForSecondsPausesTheHost(t *testing.T) {
	server := faultserver.New(t, faultserver.InTurn(faultserver.Throttled("7"), onePatient))
	gate := newGate()
	client := fhirclient.NewWithClock(t, server.URL, nil, gate)
	done := make(chan error, 2)
	go func() { done <- read(t.Context(), client) }()
	gate.awaitSleepers(t, 1)
	go func() { done <- read(t.Context(), client) }() // has not been refused itself
	gate.awaitSleepers(t, 2)
	wantCount(t, server.Count(""), 1)
	if left := gate.shortest(); left < 7*time.Second {
		t.Errorf("the host is paused for %v, want 7 s at least", left)
	}
	gate.open()
	wantNil(t, errors.Join(<-done, <-done))
	wantCount(t, server.Count(""), 3)
}

func TestFault03ThrottledUntilDateIsRelativeToTheServersClock(t *testing.T) {
	server := faultserver.New(t, faultserver.InTurn(
		faultserver.Answer(http.StatusTooManyRequests, "",
			"Date", "Mon, 01 Jan 2001 00:00:00 GMT", "Retry-After", "Mon, 01 Jan 2001 00:00:30 GMT"),
		onePatient))
	client, clock := setup(t, server.URL, nil)
	wantNil(t, read(t.Context(), client))
	wantCount(t, server.Count(""), 2)
	between(t, clock.Total(), 30*time.Second, 45*time.Second)
}

func TestFault04SenselessRetryAfterIsReplacedByOwnWait(t *testing.T) {
	for name, value := range map[string]string{
		"garbage": "soon", "negative": "-5", "epoch": fmt.Sprint(time.Now().Unix()), "huge": strings.Repeat("9", 40),
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			server := faultserver.New(t, faultserver.InTurn(faultserver.Throttled(value), onePatient))
			client, clock := setup(t, server.URL, &fhirclient.Config{
				Logger: slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelWarn})),
			})
			wantNil(t, read(t.Context(), client))
			between(t, clock.Total(), 2*time.Second, 4*time.Second)
			if warnings := strings.Count(log.String(), `"level":"WARN"`); warnings != 1 {
				t.Errorf("%d warnings, want 1: %s", warnings, log.String())
			}
		})
	}
}

func TestFault05RetryAfterBeyondDeadlineFailsAtOnce(t *testing.T) {
	server := faultserver.New(t, faultserver.Throttled("3600"))
	client, clock := setup(t, server.URL, nil)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	err := read(ctx, client)
	if !errors.Is(err, fhirclient.ErrRetryTooLate) {
		t.Errorf("error is %v, want ErrRetryTooLate", err)
	}
	if got := wantStatus(t, err, http.StatusTooManyRequests, 1); got.RetryAfter != time.Hour {
		t.Errorf("RetryAfter is %v, want 1 h", got.RetryAfter)
	}
	wantCount(t, server.Count(""), 1)
	if total := clock.Total(); total != 0 {
		t.Errorf("waited %v for nothing", total)
	}
}

func TestFault06ServerErrorForever(t *testing.T) {
	server := faultserver.New(t, faultserver.Answer(http.StatusInternalServerError, faultserver.Outcome("exception")))
	client, clock := setup(t, server.URL, nil)
	got := wantStatus(t, read(t.Context(), client), http.StatusInternalServerError, 3)
	for i, attempt := range got.Attempts {
		if attempt.Status != http.StatusInternalServerError {
			t.Errorf("attempt %d is %v, want 500", i, attempt)
		}
	}
	if strings.Contains(got.Error(), "Secret") {
		t.Errorf("the error tells diagnostics: %v", got)
	}
	wantCount(t, server.Count(""), 3)
	if waits := clock.Slept(); len(waits) == 2 {
		between(t, waits[0], 2*time.Second, 4*time.Second)
		between(t, waits[1], 4*time.Second, 8*time.Second)
	} else {
		t.Errorf("waited %v, want two waits", waits)
	}
}

func TestFault07FinalStatusesAreNotRepeated(t *testing.T) {
	for _, status := range []int{400, 403, 404, 405, 406, 409, 410, 412, 413, 415, 422, 501} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			server := faultserver.New(t, faultserver.Answer(status, faultserver.Outcome("processing")))
			client, _ := setup(t, server.URL, nil)
			got := wantStatus(t, read(t.Context(), client), status, 1)
			if got.Outcome == nil || len(got.Outcome.Issues) != 1 || got.Outcome.Issues[0].Code != "processing" {
				t.Errorf("outcome is %+v, want the server's", got.Outcome)
			}
			wantCount(t, server.Count(""), 1)
		})
	}
}

// Rule 2: an outcome that has transient issues alone makes another status one to repeat, whatever its media type.
func TestFault07ButTransientOutcomesAre(t *testing.T) {
	for name, test := range map[string]struct {
		body string
		want int
	}{
		"transient":       {faultserver.Outcome("transient", "throttled"), 2},
		"mixed":           {faultserver.Outcome("transient", "invalid"), 1},
		"no issue":        {`{"resourceType":"OperationOutcome","issue":[]}`, 1},
		"another thing":   {`{"resourceType":"Basic","issue":[{"code":"transient"}]}`, 1},
		"no body":         {"", 1},
		"not JSON at all": {"<html>transient</html>", 1},
	} {
		t.Run(name, func(t *testing.T) {
			server := faultserver.New(t, faultserver.InTurn(
				http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Content-Type", "text/plain")
					w.WriteHeader(http.StatusUnprocessableEntity)
					w.Write([]byte(test.body))
				}), onePatient))
			client, _ := setup(t, server.URL, nil)
			err := read(t.Context(), client)
			wantCount(t, server.Count(""), test.want)
			if (err == nil) != (test.want == 2) {
				t.Errorf("error is %v after %d requests", err, server.Count(""))
			}
		})
	}
}

func TestFault29ManyWorkersStayWithinTheLimit(t *testing.T) {
	var mu sync.Mutex
	seen := 0
	server := faultserver.New(t, faultserver.Delay(2*time.Millisecond, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		seen++
		fails := seen%4 == 0
		mu.Unlock()
		if fails {
			faultserver.Busy().ServeHTTP(w, r)
			return
		}
		onePatient.ServeHTTP(w, r)
	})))
	client, _ := setup(t, server.URL, &fhirclient.Config{Fixed: true})
	var workers sync.WaitGroup
	for range 200 {
		workers.Go(func() {
			for range 5 {
				read(t.Context(), client) // some use up the budget of repeats
			}
		})
	}
	workers.Wait()
	if most := server.MostInFlight(); most > 100 || most < 30 {
		t.Errorf("%d requests were in flight at once, want many and 100 at most", most)
	}
	if total := server.Count(""); total < 1000 {
		t.Errorf("%d requests for 1000 reads", total)
	}
}
