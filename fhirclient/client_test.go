package fhirclient

import (
	"errors"
	"math"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
	"github.com/fhirview/fhirview/fhirclient/internal/host"
)

func TestNewRefuses(t *testing.T) {
	for _, test := range []struct {
		name, base string
		cfg        Config
		want       []string
	}{
		{"nothing", "", Config{}, []string{"must start with http"}},
		{"another scheme", "ftp://example.org", Config{}, []string{"must start with http"}},
		{"no URL", "http://[", Config{}, []string{"cannot be parsed"}},
		{"no host", "https:///fhir", Config{}, []string{"no host"}},
		{"no such port", "https://example.org:65536/fhir", Config{}, []string{"port"}},
		{"port 0", "https://example.org:0/fhir", Config{}, []string{"port"}},
		{"a password", "https://joe:secret@example.org", Config{}, []string{"Config.Auth"}},
		{"a query", "https://example.org/fhir?x=1", Config{}, []string{"query"}},
		{"too many at once", "http://a", Config{MaxInFlight: 101}, []string{"MaxInFlight is 101: it must be 1 to 100"}},
		{"fewer than none", "http://a", Config{MaxInFlight: -1}, []string{"MaxInFlight is -1"}},
		{"too many attempts", "http://a", Config{Attempts: 11}, []string{"Attempts is 11"}},
		{"no rate", "http://a", Config{Rate: math.NaN()}, []string{"Rate is NaN"}},
		{"header", "http://a", Config{Header: http.Header{"X-Key": {"a\nb"}}}, []string{"value of X-Key"}},
		{"header name", "http://a", Config{Header: http.Header{"X Key": {"a"}}}, []string{"Header has a name"}},
		{"version", "http://a", Config{FHIRVersion: "R4"}, []string{"FHIRVersion"}},
		{"all at once", "x", Config{Pause: -1, Timeout: -1, MaxBundle: -1, Attempts: -1},
			[]string{"must start with http", "Pause", "Timeout", "MaxBundle", "Attempts"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := New(test.base, &test.cfg)
			if err == nil {
				t.Fatal("accepted")
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q is not in: %v", want, err)
				}
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("the password is in: %v", err)
			}
		})
	}
}

func TestNewDefaults(t *testing.T) {
	c, err := New("HTTPS://Example.org/fhir", nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.base.String(); got != "https://example.org/fhir/" {
		t.Errorf("base is %s", got)
	}
	if c.cfg.Attempts != 0 || c.cfg.MaxInFlight != 100 || c.cfg.MaxBundle != 256<<20 || c.cfg.Timeout != 2*time.Minute || c.cfg.IdleTimeout != time.Minute {
		t.Errorf("defaults are %+v", c.cfg)
	}
	header := http.Header{"X": {"1"}}
	c, err = New("http://example.org", &Config{Header: header})
	if err != nil {
		t.Fatal(err)
	}
	header.Set("X", "2")
	if c.core.header().Get("X") != "1" {
		t.Error("the header is shared with the caller")
	}
}

// Clients of the same host share what is known of it, and nothing is kept of hosts that no client uses.
func TestHostsAreSharedAndForgotten(t *testing.T) {
	shared := host.NewHosts()
	client := func(base string) *Client {
		c, err := newClient(base, nil, clienttest.NewClock(), shared)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	func() {
		a, b, other := client("http://example.org/a"), client("http://EXAMPLE.org:80/b"), client("http://example.org:81/a")
		if a.core.host(a.base) != b.core.host(b.base) {
			t.Error("the same host is two")
		}
		if a.core.host(a.base) == other.core.host(other.base) {
			t.Error("two ports are one host")
		}
		runtime.KeepAlive([]*Client{a, b, other})
	}()
	for range 100 {
		runtime.GC()
		n := shared.Len()
		if n == 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("hosts are kept")
}

func TestErrorTexts(t *testing.T) {
	outcome := &OperationOutcome{Issues: []Issue{{Severity: "error", Code: "not-found", Diagnostics: "Miller"}, {Severity: "error", Code: "Miller 1970"}}}
	for _, test := range []struct {
		err  error
		want string
	}{
		{&StatusError{Op: "read", Type: "Patient", Status: 404, Outcome: outcome, Attempts: []Attempt{{Status: 404}}},
			"read Patient: the server answered 404 Not Found (error not-found, error ?)"},
		{&StatusError{Op: "batch", Status: 503, Attempts: []Attempt{{Status: 500}, {Err: &layerError{layerRead, errors.New("Miller")}}, {Status: 503}}, cause: ErrRetryTooLate},
			"batch: the server answered 503 Service Unavailable after 3 attempts [500; read: failed (*errors.errorString); 503]: the server asks to wait beyond the deadline"},
		{&NetworkError{Op: "create", Type: "Patient", last: &layerError{layerBody, errIdleTimeout}, Attempts: []Attempt{{}}, cause: ErrOutcomeUnknown},
			"create Patient: body: the body stalled (Config.IdleTimeout): i/o timeout: outcome unknown: the server may have processed the request"},
	} {
		if got := test.err.Error(); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}
