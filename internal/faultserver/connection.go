package faultserver

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"
)

// Drop reads the request to its end and closes the connection without a word: faults 10, 11 and 13.
func Drop() http.Handler { return raw(func(net.Conn) {}) }

// DropAfter is for a request that is processed and whose answer is lost: faults 11, 13 and 71.
func DropAfter(handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handler.ServeHTTP(nowhere{header: http.Header{}}, r)
		Drop().ServeHTTP(w, r)
	})
}

// nowhere takes an answer that is never sent.
type nowhere struct{ header http.Header }

func (n nowhere) Header() http.Header { return n.header }
func (nowhere) WriteHeader(int)       {}
func (nowhere) Write(p []byte) (int, error) {
	return len(p), nil
}

// Reset promises the whole body, sends the first so many bytes of it and resets the connection: fault 32.
func Reset(body string, sent int) http.Handler {
	return raw(func(c net.Conn) {
		//nolint:errcheck // the client may have gone away
		fmt.Fprintf(c, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s", MediaType, len(body), body[:sent])
		if tcp, ok := c.(*net.TCPConn); ok {
			tcp.SetLinger(0) //nolint:errcheck // then the connection just ends
		}
	})
}

// TruncatedGzip ends the compressed body before its checksum, in a way that is well-formed HTTP: fault 33.
func TruncatedGzip(body string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		compressed := Gzip(body)
		gzipped(w)
		w.Write(compressed[:len(compressed)-8]) //nolint:errcheck // the client may have gone away
	})
}

// Gzipped answers 200 with a compressed body.
func Gzipped(body string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		gzipped(w)
		w.Write(Gzip(body)) //nolint:errcheck // the client may have gone away
	})
}

func gzipped(w http.ResponseWriter) {
	w.Header().Set("Content-Type", MediaType)
	w.Header().Set("Content-Encoding", "gzip")
}

// Gzip compresses a text.
func Gzip(text string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(text)) //nolint:errcheck // memory takes it all
	z.Close()             //nolint:errcheck // the same
	return b.Bytes()
}

// Bomb is a Bundle of 300 MiB of spaces in 300 kB of gzip: fault 41. Its parts are compressed each by itself, which gzip
// allows and which costs the test next to nothing.
func Bomb() http.Handler {
	head, spaces := Gzip(`{"resourceType":"Bundle",`), Gzip(strings.Repeat(" ", 1<<20))
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		gzipped(w)
		w.Write(head) //nolint:errcheck // the client is meant to hang up
		for range 300 {
			if _, err := w.Write(spaces); err != nil {
				return
			}
		}
		w.Write(Gzip(`"type":"searchset"}`)) //nolint:errcheck // the same
	})
}

// Stalled sends the first so many bytes of a body and then nothing, until the client hangs up: fault 35.
func Stalled(body string, sent int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", MediaType)
		w.Write([]byte(body[:sent]))          //nolint:errcheck // the client is meant to hang up
		http.NewResponseController(w).Flush() //nolint:errcheck // the same
		Wait(r)
	})
}

// Silent takes the request and does not answer, until the client hangs up: fault 72.
func Silent() http.Handler {
	return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { Wait(r) })
}

// Wait returns when the client hangs up.
func Wait(r *http.Request) {
	select {
	case <-r.Context().Done():
	case <-time.After(20 * time.Second): // a client that never does fails its test by then
	}
}

// Slow sends a body in pieces of so many bytes with a pause before each: faults 36 and, with one byte, 43.
func Slow(body string, piece int, pause time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", MediaType)
		for len(body) > 0 {
			time.Sleep(pause)
			n := min(piece, len(body))
			w.Write([]byte(body[:n]))             //nolint:errcheck // the client may have gone away
			http.NewResponseController(w).Flush() //nolint:errcheck // the same
			body = body[n:]
		}
	})
}

// Delay answers after a pause, or not at all when the client has gone by then.
func Delay(pause time.Duration, handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-time.After(pause):
			handler.ServeHTTP(w, r)
		case <-r.Context().Done():
		}
	})
}

// raw takes the connection out of HTTP's hands, and closes it in the end.
func raw(answer func(net.Conn)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(http.ErrAbortHandler) // HTTP/2 has no connection of its own to give, but ends the stream
		}
		answer(conn)
		conn.Close() //nolint:errcheck // it is meant to break
	})
}
