package fhirclient

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
	"github.com/google/go-cmp/cmp"
)

// script is a server that answers in turn, the last answer for ever: a status, or 0 to drop the connection.
type script struct {
	statuses []int
	header   http.Header
	body     string
	requests atomic.Int64
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n := int(s.requests.Add(1))
	io.Copy(io.Discard, r.Body)
	status := s.statuses[min(n, len(s.statuses))-1]
	if status == 0 {
		panic(http.ErrAbortHandler)
	}
	maps.Copy(w.Header(), s.header)
	w.WriteHeader(status)
	if status >= 400 {
		io.WriteString(w, s.body)
	}
}

func callOf(c *Client, method string) *call {
	op, repeat := method, always
	switch method {
	case "CREATE":
		method, repeat = http.MethodPost, unprocessed
	case "CONDITIONAL":
		method = http.MethodPost
	}
	made := &call{op: op, typ: "Patient", method: method, url: c.base.String() + "Patient/1", repeat: repeat, gone: method == http.MethodDelete, write: method != http.MethodGet}
	if method == http.MethodPost || method == http.MethodPut {
		made.body = []byte(`{"resourceType":"Patient"}`)
	}
	return made
}

const (
	outcomeTransient = `{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"transient"},{"severity":"error","code":"lock-error"}]}`
	outcomeMixed     = `{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"transient"},{"severity":"error","code":"invalid"}]}`
	outcomeEmpty     = `{"resourceType":"OperationOutcome","issue":[]}`
)

func TestRetries(t *testing.T) {
	seconds := http.Header{"Retry-After": {"7"}}
	for _, test := range []struct {
		name     string
		method   string
		statuses []int
		header   http.Header
		body     string
		requests int
		unknown  bool
		ok       bool
	}{
		{"503 then 200", "GET", []int{503, 200}, nil, "", 2, false, true},
		{"three attempts", "GET", []int{500}, nil, "", 3, false, false},
		{"dropped, then answered", "GET", []int{0, 0, 200}, nil, "", 3, false, true},
		{"all dropped", "PUT", []int{0}, nil, "", 3, true, false},
		{"dropped, then refused", "PUT", []int{0, 422}, nil, "", 2, true, false},
		{"refused", "PUT", []int{422}, nil, "", 1, false, false},
		{"throttled", "PUT", []int{429}, nil, "", 3, false, false},
		{"520 of a proxy", "PUT", []int{520}, nil, "", 1, true, false},
		{"not modified", "PUT", []int{304}, nil, "", 1, true, false},
		{"408", "GET", []int{408, 200}, nil, "", 2, false, true},
		{"425", "GET", []int{425, 200}, nil, "", 2, false, true},
		{"502", "PUT", []int{502, 200}, nil, "", 2, false, true},
		{"504", "DELETE", []int{504, 204}, nil, "", 2, false, true},
		{"400", "GET", []int{400}, nil, "", 1, false, false},
		{"403", "GET", []int{403}, nil, "", 1, false, false},
		{"412", "CONDITIONAL", []int{412}, nil, "", 1, false, false},
		{"422", "PUT", []int{422}, nil, "", 1, false, false},
		{"501", "GET", []int{501}, nil, "", 1, false, false},
		{"409 on create", "CONDITIONAL", []int{409}, nil, "", 1, false, false},
		{"409 on create, said to be transient", "CONDITIONAL", []int{409}, nil, outcomeTransient, 1, false, false},
		{"409 on update, said to be transient", "PUT", []int{409, 200}, nil, outcomeTransient, 2, false, true},
		{"400, said to be transient", "GET", []int{400, 200}, nil, outcomeTransient, 2, false, true},
		{"400, not only transient", "GET", []int{400}, nil, outcomeMixed, 1, false, false},
		{"400, empty outcome", "GET", []int{400}, nil, outcomeEmpty, 1, false, false},
		{"conditional create", "CONDITIONAL", []int{500, 0, 201}, nil, "", 3, false, true},
		{"plain create, 429", "CREATE", []int{429, 201}, nil, "", 2, false, true},
		{"plain create, 503 with Retry-After", "CREATE", []int{503, 201}, seconds, "", 2, false, true},
		{"plain create, 503", "CREATE", []int{503}, nil, "", 1, true, false},
		{"plain create, 500", "CREATE", []int{500}, nil, "", 1, true, false},
		{"plain create, 500 said to be transient", "CREATE", []int{500}, nil, outcomeTransient, 1, true, false},
		{"plain create, dropped", "CREATE", []int{0}, nil, "", 1, true, false},
		{"plain create, 422", "CREATE", []int{422}, nil, "", 1, false, false},
		{"plain create, 429 for ever", "CREATE", []int{429}, nil, "", 3, false, false},
		{"delete, gone at once", "DELETE", []int{404}, nil, "", 1, false, false},
		{"delete, dropped, then gone", "DELETE", []int{0, 404}, nil, "", 2, false, true},
		{"delete, 503, then 410", "DELETE", []int{503, 410}, nil, "", 2, false, true},
		{"read, 503, then 404", "GET", []int{503, 404}, nil, "", 2, false, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := &script{statuses: test.statuses, header: test.header, body: test.body}
			c := newTestClient(t, clienttest.Serve(t, s.ServeHTTP).URL, nil, nil)
			resp, err := c.do(t.Context(), callOf(c, test.method))
			if (err == nil) != test.ok {
				t.Errorf("error: %v", err)
			}
			if err == nil && resp.attempts != test.requests {
				t.Errorf("%d attempts, want %d", resp.attempts, test.requests)
			}
			if got := int(s.requests.Load()); got != test.requests {
				t.Errorf("%d requests, want %d", got, test.requests)
			}
			if got := errors.Is(err, ErrOutcomeUnknown); got != test.unknown {
				t.Errorf("outcome unknown: %v, want %v (%v)", got, test.unknown, err)
			}
		})
	}
}

func TestErrorsListAttempts(t *testing.T) {
	// Not GET: net/http itself repeats one on a kept connection that ends before the answer begins.
	s := &script{statuses: []int{500, 0, 503}, body: outcomeMixed}
	c := newTestClient(t, clienttest.Serve(t, s.ServeHTTP).URL, nil, nil)
	_, err := c.do(t.Context(), callOf(c, "PUT"))
	var status *StatusError
	if !errors.As(err, &status) {
		t.Fatal(err)
	}
	var got []string
	for _, a := range status.Attempts {
		got = append(got, a.text())
	}
	if diff := cmp.Diff([]string{"500", "read: the connection ended early", "503"}, got); diff != "" {
		t.Error(diff)
	}
	if status.Op != "PUT" || status.Type != "Patient" || status.Status != 503 || len(status.Outcome.Issues) != 2 {
		t.Errorf("%+v", status)
	}
}

func TestNetworkErrors(t *testing.T) {
	closed := clienttest.Serve(t, nil)
	closed.Close()
	plain := clienttest.Serve(t, func(http.ResponseWriter, *http.Request) {})
	for _, test := range []struct {
		name, url, method, want string
		attempts                int
		unknown                 bool
	}{
		{"refused", closed.URL, "GET", "dial: connection refused", 2, false},
		{"refused create: provably unprocessed", closed.URL, "CREATE", "dial: connection refused", 2, false},
		{"no such host", "http://no-such-host.invalid", "GET", "dns: there is no host of this name", 1, false},
		{"not TLS", "https" + plain.URL[4:], "GET", "tls: the server does not speak TLS there: its URL probably begins with http://", 1, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := newTestClient(t, test.url, nil, nil)
			_, err := c.do(t.Context(), callOf(c, test.method))
			var network *NetworkError
			if !errors.As(err, &network) {
				t.Fatal(err)
			}
			if len(network.Attempts) != test.attempts {
				t.Errorf("%d attempts, want %d: %v", len(network.Attempts), test.attempts, err)
			}
			if got := network.Attempts[0].Err.Error(); test.want != "" && got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
			if errors.Is(err, ErrOutcomeUnknown) != test.unknown {
				t.Error(err)
			}
		})
	}
}

// TestRefusedConnections are tried twice where the host has never answered, as often as ever where it has, and as often as
// the caller says.
func TestRefusedConnections(t *testing.T) {
	for name, test := range map[string]struct {
		cfg      *Config
		answered bool
		want     int
	}{
		"first contact":           {nil, false, 2},
		"first contact, but said": {&Config{Attempts: 4}, false, 4},
		"known":                   {nil, true, 3},
	} {
		t.Run(name, func(t *testing.T) {
			s := clienttest.Serve(t, func(http.ResponseWriter, *http.Request) {})
			c := newTestClient(t, s.URL, test.cfg, nil)
			if test.answered {
				if _, err := c.do(t.Context(), callOf(c, "GET")); err != nil {
					t.Fatal(err)
				}
				c.CloseIdleConnections()
			}
			s.Close()
			_, err := c.do(t.Context(), callOf(c, "GET"))
			network, ok := errors.AsType[*NetworkError](err)
			if !ok || len(network.Attempts) != test.want {
				t.Errorf("want %d attempts: %v", test.want, err)
			}
		})
	}
}

func TestBackoff(t *testing.T) {
	for n, want := range map[int][2]time.Duration{
		1: {2 * time.Second, 4 * time.Second}, 2: {4 * time.Second, 8 * time.Second},
		3: {8 * time.Second, 10 * time.Second}, 4: {10 * time.Second, 10 * time.Second}, 9: {10 * time.Second, 10 * time.Second},
	} {
		least := backoff(n, func() float64 { return 0 })
		most := backoff(n, func() float64 { return 0.999999999 })
		if least != want[0] || most > want[1] || most < want[1]-time.Microsecond {
			t.Errorf("after %d attempts: %v to %v, want %v", n, least, most, want)
		}
	}
	clock := clienttest.NewClock()
	s := &script{statuses: []int{500}}
	c := newTestClient(t, clienttest.Serve(t, s.ServeHTTP).URL, nil, clock)
	c.core.random = func() float64 { return 0.5 }
	if _, err := c.do(t.Context(), callOf(c, "GET")); err == nil {
		t.Fatal("no error")
	}
	if diff := cmp.Diff([]time.Duration{3 * time.Second, 6 * time.Second}, clock.Slept()); diff != "" {
		t.Error(diff)
	}
}

func TestReplayAfter401(t *testing.T) {
	for _, test := range []struct {
		name     string
		statuses []int
		fresh    bool
		method   string
		requests int
		refreshs int
		ok       bool
	}{
		{"accepted", []int{401, 200}, true, "GET", 2, 1, true},
		{"plain create", []int{401, 201}, true, "CREATE", 2, 1, true},
		{"persistent", []int{401}, true, "GET", 2, 1, false},
		{"nothing new", []int{401}, false, "GET", 1, 1, false},
		{"the replay is no retry", []int{401, 500, 500, 200}, true, "GET", 4, 1, true},
		{"delete: the replay's 404 is none of ours", []int{401, 404}, true, "DELETE", 2, 1, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := &script{statuses: test.statuses}
			auth := &countingAuth{fresh: test.fresh}
			c := newTestClient(t, clienttest.Serve(t, s.ServeHTTP).URL, &Config{Auth: auth}, nil)
			_, err := c.do(t.Context(), callOf(c, test.method))
			if (err == nil) != test.ok {
				t.Error(err)
			}
			if got := int(s.requests.Load()); got != test.requests || auth.refreshs != test.refreshs {
				t.Errorf("%d requests and %d refreshs, want %d and %d", got, auth.refreshs, test.requests, test.refreshs)
			}
			if auth.rejected != "Bearer 0" {
				t.Errorf("Refresh saw %q", auth.rejected)
			}
		})
	}
}

type countingAuth struct {
	fresh    bool
	refreshs int
	rejected string
}

func (a *countingAuth) Authorize(_ context.Context, req *http.Request) error {
	req.Header.Set("Authorization", fmt.Sprintf("Bearer %d", a.refreshs))
	return nil
}

func (a *countingAuth) Refresh(_ context.Context, req *http.Request) (bool, error) {
	a.refreshs++
	a.rejected = req.Header.Get("Authorization")
	return a.fresh, nil
}
