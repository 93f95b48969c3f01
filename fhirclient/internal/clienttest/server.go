package clienttest

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// Server is a server in simulated time, as a transport.
type Server struct {
	Answer func(s *Server, inFlight int) (status int, took time.Duration)

	mu                      sync.Mutex
	inFlight, Most          int
	Requests, Refused, done int
}

// RoundTrip takes the time that Answer says.
func (s *Server) RoundTrip(req *http.Request) (*http.Response, error) {
	s.mu.Lock()
	s.inFlight++
	s.Requests++
	s.Most = max(s.Most, s.inFlight)
	status, took := s.Answer(s, s.inFlight)
	s.mu.Unlock()

	time.Sleep(took)

	s.mu.Lock()
	defer s.mu.Unlock()
	s.inFlight--
	if status < 300 {
		s.done++
	} else {
		s.Refused++
	}
	return &http.Response{
		StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("")), Request: req,
	}, nil
}

// ServeFHIR is Serve for servers that are uploaded to: they can tell what they are.
func ServeFHIR(t testing.TB, handler http.HandlerFunc) *httptest.Server {
	t.Helper()
	return Serve(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/metadata") {
			_, _ = io.WriteString(w, `{"resourceType":"CapabilityStatement"}`)
			return
		}
		handler(w, r)
	})
}

// Serve starts a server that ends with the test.
func Serve(t testing.TB, handler http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	return s
}

// ByID is a server that answers by the id in the URL; 0 is 201.
func ByID(t *testing.T, statuses map[string]int) (url string, requests func() int) {
	var mu sync.Mutex
	n := 0
	s := ServeFHIR(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		mu.Lock()
		defer mu.Unlock()
		n++
		id := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
		status := statuses[id]
		if status == 0 {
			status = http.StatusCreated
		}
		w.Header().Set("ETag", `W/"1"`)
		w.WriteHeader(status)
		if status >= 400 {
			_, _ = fmt.Fprint(w, `{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid","diagnostics":"secret"}]}`)
		}
	})
	return s.URL, func() int {
		mu.Lock()
		defer mu.Unlock()
		return n
	}
}
