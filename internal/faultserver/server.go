// Package faultserver plays the faults of FHIR servers and of the network between, on the loopback interface, for tests
// of clients.
//
// A fault is an [http.Handler], or for what HTTP cannot express a server of its own. Where a fault has a number in
// docs/fhirclient.md, its comment gives it.
package faultserver

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"
)

// Request is a request that a server got.
type Request struct {
	Method string
	URL    string // path and query
	Header http.Header
	Body   []byte
	At     time.Time
	From   string // the client's address, by which connections can be told apart
}

// Server answers as its handler does, and keeps what it was asked.
type Server struct {
	*httptest.Server

	handler http.Handler

	mu       sync.Mutex
	requests []Request
	inFlight int
	most     int
}

// New starts a server over HTTP that ends with the test.
func New(tb testing.TB, handler http.Handler) *Server {
	tb.Helper()
	s := &Server{handler: handler}
	s.Server = httptest.NewServer(s)
	tb.Cleanup(s.Close)
	return s
}

// NewTLS starts a server over HTTPS, with a certificate that nobody trusts but the clients of [httptest.Server.Client].
func NewTLS(tb testing.TB, handler http.Handler) *Server {
	tb.Helper()
	s := &Server{handler: handler}
	s.Server = httptest.NewUnstartedServer(s)
	s.Config.ErrorLog = quiet()
	s.StartTLS()
	tb.Cleanup(s.Close)
	return s
}

// ServeHTTP keeps the request, its body included, and has the handler answer it.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer s.enter()()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler) // the client went away
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	s.mu.Lock()
	s.requests = append(s.requests, Request{
		Method: r.Method, URL: r.URL.RequestURI(), Header: r.Header.Clone(), Body: body, At: time.Now(), From: r.RemoteAddr,
	})
	s.mu.Unlock()
	s.handler.ServeHTTP(w, r)
}

// enter counts a request as in flight until the function that it returns is called.
func (s *Server) enter() func() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inFlight++
	s.most = max(s.most, s.inFlight)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.inFlight--
	}
}

// Requests are those that the server got so far, in the order in which their last byte came.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Count is the number of requests so far, of one method or with "" of all.
func (s *Server) Count(method string) int {
	n := 0
	for _, r := range s.Requests() {
		if method == "" || r.Method == method {
			n++
		}
	}
	return n
}

// MostInFlight is the largest number of requests that were being answered at one time.
func (s *Server) MostInFlight() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.most
}

// InTurn answers the first request by the first handler, the second by the second, and all that follow by the last.
func InTurn(handlers ...http.Handler) http.Handler {
	var mu sync.Mutex
	next := 0
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		handler := handlers[next]
		next = min(next+1, len(handlers)-1)
		mu.Unlock()
		handler.ServeHTTP(w, r)
	})
}

// Switch is a handler that can be replaced while its server runs, so that a server of one address behaves in several
// ways, one after the other.
type Switch struct {
	mu      sync.Mutex
	handler http.Handler
}

// Set is for the requests that come from now on.
func (s *Switch) Set(handler http.Handler) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.handler = handler
}

// ServeHTTP has the present handler answer.
func (s *Switch) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	handler := s.handler
	s.mu.Unlock()
	handler.ServeHTTP(w, r)
}
