package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestHeaders(t *testing.T) {
	s := setup(t, nil)
	for _, path := range []string{"/", "/?view=patients", "/?view=nothing", "/download?view=patients&format=csv", "/healthz", "/none"} {
		h := s.get(path).Header()
		for name, want := range map[string]string{
			"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
	}
}

// TestOtherOrigins may not post, and may not be the name of the portal.
func TestOtherOrigins(t *testing.T) {
	s := setup(t, nil)
	r := httptest.NewRequest(http.MethodPost, "/refresh", strings.NewReader("view=patients"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if got := s.send(r).Code; got != http.StatusForbidden {
		t.Errorf("got status %d for a form of another site, want 403", got)
	}
	for host, want := range map[string]int{
		"localhost:8080": 200, "127.0.0.1:8080": 200, "[::1]:8080": 200, "[::1]": 200, "localhost": 200,
		"attacker.example": 421, "localhost.attacker.example:8080": 421, "192.0.2.1": 421, "": 421,
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Host = host
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("host %q: got status %d, want %d", host, w.Code, want)
		}
	}
	if n := s.asked.Load(); n != 0 {
		t.Errorf("the FHIR server was asked %d times, want never", n)
	}
}

// TestLog has requests that go well and that do not, with data in the address, in the answer and in the error.
func TestLog(t *testing.T) {
	good := setup(t, searchset(hostile, broken))
	bad := setup(t, fhirAnswer(http.StatusBadRequest, `{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid","diagnostics":"s3cr3t"}]}`))
	for _, s := range []*site{good, bad} {
		for _, path := range []string{"/?view=patients&patient=s3cr3t", "/download?format=csv&view=patients&patient=s3cr3t", "/?view=s3cr3t", "/s3cr3t"} {
			s.get(path)
		}
		log := s.log.String()
		for _, data := range []string{"s3cr3t", "script", "1984", "p1", "p2"} {
			if strings.Contains(log, data) {
				t.Errorf("the log has %s:\n%s", data, log)
			}
		}
		if n := strings.Count(log, "msg=request"); n != 4 {
			t.Errorf("the log has %d requests, want 4:\n%s", n, log)
		}
	}
}

func TestHealth(t *testing.T) {
	for _, c := range []struct {
		name   string
		server http.Handler
		status int
		want   string
	}{
		{"ok", nil, http.StatusOK, "ok"},
		{"down", fhirAnswer(http.StatusServiceUnavailable, ""), http.StatusServiceUnavailable, "down"},
		{"degraded", failingSearches(), http.StatusOK, "degraded"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := setup(t, c.server)
			s.get("/?view=patients")
			w := s.get("/healthz")
			var health struct{ Status string }
			if err := json.Unmarshal(w.Body.Bytes(), &health); err != nil {
				t.Fatal(err)
			}
			if w.Code != c.status || health.Status != c.want {
				t.Errorf("got status %d and %s, want %d and %s", w.Code, w.Body, c.status, c.want)
			}
		})
	}
}

func failingSearches() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/fhir/metadata", fhirAnswer(http.StatusOK, `{"resourceType":"CapabilityStatement"}`))
	mux.Handle("/", fhirAnswer(http.StatusInternalServerError, ""))
	return mux
}

// TestRun starts the program as it is, with its own FHIR server, and ends it while a request is under way.
func TestRun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	started := make(chan string, 1)
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"FHIRVIEW_LISTEN=127.0.0.1:0"}, io.Discard, func(url string) { started <- url })
	}()
	url := <-started
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	resp, err := (&http.Client{Transport: transport}).Get(url + "/?view=conditions")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil || !strings.Contains(string(body), "Rows 1 to 100 of 400") {
		t.Errorf("got error %v, status %d and\n%s", err, resp.StatusCode, body)
	}
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("got error %v at the end", err)
		}
	case <-time.After(shutdownTime):
		t.Error("the program does not end")
	}
}

func TestRunWithBadSettings(t *testing.T) {
	err := run(t.Context(), []string{"FHIRVIEW_SEVRER=http://example.org"}, io.Discard, nil)
	if err == nil || !strings.Contains(err.Error(), "did you mean FHIRVIEW_SERVER?") {
		t.Errorf("got error %v, want one that names the setting", err)
	}
}
