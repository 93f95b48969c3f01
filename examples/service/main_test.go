package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/fhirview/fhirview/settings"
)

// TestService asks for patients twice, for the health and for the metrics, of a FHIR server that is there and one that is not.
func TestService(t *testing.T) {
	var searches atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/fhir+json")
		switch {
		case strings.HasSuffix(r.URL.Path, "/metadata"):
			io.WriteString(w, `{"resourceType":"CapabilityStatement","fhirVersion":"4.0.1"}`)
		case r.URL.Path == "/Patient" && r.FormValue("name") == "quill":
			searches.Add(1)
			io.WriteString(w, `{"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"Patient","id":"p1","name":[{"use":"official","family":"Quill"}],"birthDate":"1974-12"},"search":{"mode":"match"}}]}`)
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	s := open(t, server.URL)
	for range 2 {
		status, body := get(t, s, "/patients?name=quill")
		if want := `[{"id":"p1","family":"Quill","birthDate":"1974-12"}]`; status != 200 || strings.TrimSpace(body) != want {
			t.Errorf("status %d, %s", status, body)
		}
	}
	if n := searches.Load(); n != 1 {
		t.Errorf("%d searches: the second table should come from the cache", n)
	}
	if status, body := get(t, s, "/health"); status != 200 || !strings.Contains(body, `"status":"ok"`) {
		t.Errorf("health: status %d, %s", status, body)
	}
	_, body := get(t, s, "/metrics")
	for _, name := range []string{"fhirview_runner_executes_total", "fhirview_runner_duration_seconds", "fhirview_client_"} {
		if !strings.Contains(body, name) {
			t.Errorf("there is no metric %s in\n%s", name, body)
		}
	}

	server.Close()
	if status, _ := get(t, s, "/patients?name=other"); status != http.StatusBadGateway {
		t.Errorf("without a server: status %d", status)
	}
}

func open(t *testing.T, url string) http.Handler {
	t.Helper()
	cfg, err := settings.Load(t.Context(), &settings.Options{Environ: []string{"FHIRVIEW_SERVER=" + url, "FHIRVIEW_CLIENT_ATTEMPTS=1"}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := newService(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.tables.Close() })
	return s.handler()
}

func get(t *testing.T, h http.Handler, path string) (status int, body string) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	return w.Code, w.Body.String()
}
