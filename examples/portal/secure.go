package main

import (
	"log/slog"
	"net"
	"net/http"
	"time"
)

// policy allows the page its own style sheet, icon and forms, and nothing else: no script from anywhere.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// secured sets the headers that every answer has. Pages hold data of patients, so they stay out of every cache, and their
// addresses out of the Referer of links.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// onlyLocalNames refuses requests for other names than this machine's own. Without it any web site could have its name
// point here, and then read the tables as if they were its own.
func onlyLocalNames(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if name, _, err := net.SplitHostPort(r.Host); err == nil {
			host = name
		}
		if ip := net.ParseIP(host); host != "localhost" && host != "[::1]" && (ip == nil || !ip.IsLoopback()) {
			http.Error(w, "this portal answers to localhost only: set FHIRVIEW_LISTEN to serve other names", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// logged writes a line for each request: the route that it took, never its path or query, which may hold a patient's id.
func logged(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		counted := &countedWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(counted, r)
		route := r.Pattern
		if route == "" {
			route = "unknown"
		}
		log.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("route", route), slog.Int("status", counted.status),
			slog.Int64("bytes", counted.bytes), slog.Duration("took", time.Since(began)))
	})
}

// countedWriter remembers what a handler answered.
type countedWriter struct {
	http.ResponseWriter

	status int
	bytes  int64
}

func (w *countedWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *countedWriter) Write(p []byte) (int, error) {
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets [http.ResponseController] reach the connection.
func (w *countedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
