package main

import (
	"bytes"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/fhirview/fhirview/examples/portal/internal/demo"
	"github.com/fhirview/fhirview/settings"
)

var update = flag.Bool("update", false, "write testdata again")

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// site is a portal on a FHIR server of the test's.
type site struct {
	http.Handler

	// asked counts the searches that the FHIR server got.
	asked atomic.Int64
	log   lockedBuffer
}

// lockedBuffer is a buffer for the log, which runs write to while others are answered.
type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}

// setup makes a portal whose clock stands still. A nil server is the demo's, with the twenty patients of testdata/synthetic.
func setup(t *testing.T, server http.Handler, environ ...string) *site {
	t.Helper()
	if server == nil {
		var err error
		if server, err = demo.New(20); err != nil {
			t.Fatal(err)
		}
	}
	s := &site{}
	fhir := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/fhir/metadata" {
			s.asked.Add(1)
		}
		server.ServeHTTP(w, r)
	}))
	t.Cleanup(fhir.Close)
	environ = append(environ, "FHIRVIEW_SERVER="+fhir.URL+"/fhir", "FHIRVIEW_CLIENT_ATTEMPTS=1")
	cfg, err := settings.Load(t.Context(), &settings.Options{Environ: environ})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2024, 3, 1, 9, 30, 0, 0, time.UTC)
	cfg.Runner.Now = func() time.Time { return now }
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	cfg.Client.Transport = transport
	p, tables, err := newService(t.Context(), cfg, slog.New(slog.NewTextHandler(&s.log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tables.Close() })
	s.Handler = p.handler(true)
	return s
}

// get asks the portal for a page.
func (s *site) get(path string) *httptest.ResponseRecorder {
	return s.send(httptest.NewRequest(http.MethodGet, path, nil))
}

func (s *site) post(path string, v url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.send(r)
}

func (s *site) send(r *http.Request) *httptest.ResponseRecorder {
	r.Host = "localhost"
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// mainPart is what is in the page's main element.
func mainPart(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	_, rest, found := strings.Cut(w.Body.String(), `<main id="main" tabindex="-1">`)
	part, _, closed := strings.Cut(rest, "</main>")
	if !found || !closed {
		t.Fatalf("status %d: the page has no main element:\n%s", w.Code, w.Body)
	}
	return strings.TrimSpace(part) + "\n"
}

// golden compares with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/" + name
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// searchset answers every search with these resources, and is well otherwise.
func searchset(resources ...string) http.Handler {
	entries := make([]string, len(resources))
	for i, r := range resources {
		entries[i] = `{"resource":` + r + `}`
	}
	return fhirAnswer(http.StatusOK, fmt.Sprintf(`{"resourceType":"Bundle","type":"searchset","total":%d,"entry":[%s]}`,
		len(resources), strings.Join(entries, ",")))
}

func fhirAnswer(status int, body string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/fhir+json")
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	})
}
