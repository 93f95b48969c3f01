package fhirclient

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
	"github.com/klauspost/compress/gzip"
)

func gzipped(data []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(data)
	w.Close()
	return b.Bytes()
}

func TestBodies(t *testing.T) {
	long := bytes.Repeat([]byte("0123456789abcdef"), 10_000)
	random := func() []byte { // does not compress well
		b := make([]byte, 100_000)
		x := uint32(1)
		for i := range b {
			x = x*1664525 + 1013904223
			b[i] = byte(x >> 24)
		}
		return b
	}()
	plain := func(b []byte) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.Write(b) }
	}
	zipped := func(b []byte) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Accept-Encoding") != "gzip" {
				t.Error("gzip was not asked for")
			}
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(b)
		}
	}
	chunked := func(w http.ResponseWriter, _ *http.Request) {
		for part := range slices.Chunk(long, 10_000) {
			w.Write(part)
			http.NewResponseController(w).Flush()
		}
	}
	for _, test := range []struct {
		name    string
		handler http.HandlerFunc
		limit   int64
		want    []byte
		err     error
	}{
		{"empty", plain(nil), 0, nil, nil},
		{"short", plain([]byte("{}")), 0, []byte("{}"), nil},
		{"long", plain(long), 0, long, nil},
		{"of unknown length", chunked, 0, long, nil},
		{"gzip", zipped(gzipped(long)), 0, long, nil},
		{"gzip that does not pay", zipped(gzipped(random)), 0, random, nil},
		{"gzip in two members", zipped(append(gzipped(long[:100]), gzipped(long[100:])...)), 0, long, nil},
		{"gzip of nothing at all", zipped(nil), 0, nil, nil},
		{"as long as it may be", plain(long), int64(len(long)), long, nil},
		{"too long", plain(long), int64(len(long)) - 1, nil, ErrTooLarge},
		{"too long, unpacked", zipped(gzipped(long)), int64(len(long)) - 1, nil, ErrTooLarge},
		{"gzip cut off", zipped(gzipped(random)[:50_000]), 0, nil, errCorrupt},
		{"no gzip", zipped(long), 0, nil, errCorrupt},
		{"another encoding", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "br")
			w.Write(long)
		}, 0, nil, errEncoding},
		{"shorter than it says", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			w.Write(long[:500])
		}, 0, nil, io.ErrUnexpectedEOF},
		{"an absurd length", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", strconv.FormatInt(1<<60, 10))
			w.Write(long[:500])
		}, 0, nil, io.ErrUnexpectedEOF},
	} {
		t.Run(test.name, func(t *testing.T) {
			var requests atomic.Int64
			s := clienttest.Serve(t, func(w http.ResponseWriter, r *http.Request) { requests.Add(1); test.handler(w, r) })
			c := newTestClient(t, s.URL, nil, nil)
			made := callOf(c, "GET")
			made.limit = test.limit
			resp, err := c.do(t.Context(), made)
			if !errors.Is(err, test.err) {
				t.Fatalf("got %v, want %v", err, test.err)
			}
			if err == nil && !bytes.Equal(resp.body, test.want) {
				t.Errorf("%d bytes, want %d", len(resp.body), len(test.want))
			}
			want := int64(1)
			if test.err == io.ErrUnexpectedEOF || test.err == errCorrupt {
				want = 3
			}
			if requests.Load() != want {
				t.Errorf("%d requests, want %d", requests.Load(), want)
			}
		})
	}
}

// A create whose answer is cut off was processed, or not.
func TestTruncatedCreateIsUnknown(t *testing.T) {
	s := clienttest.Serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		w.WriteHeader(http.StatusCreated)
	})
	c := newTestClient(t, s.URL, nil, nil)
	_, err := c.do(t.Context(), callOf(c, "CREATE"))
	var network *NetworkError
	if !errors.Is(err, ErrOutcomeUnknown) || !errors.As(err, &network) || len(network.Attempts) != 1 || network.Attempts[0].Status != 201 {
		t.Error(err)
	}
}

func TestBombEndsInBoundedMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("unpacks 64 MiB")
	}
	var bomb bytes.Buffer
	w := gzip.NewWriter(&bomb)
	zeros := make([]byte, 1<<20)
	for range 512 {
		w.Write(zeros)
	}
	w.Close()
	s := clienttest.Serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(bomb.Bytes())
	})
	c := newTestClient(t, s.URL, &Config{MaxBundle: 1 << 30}, nil)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := c.do(t.Context(), callOf(c, "GET"))
	runtime.ReadMemStats(&after)
	if !errors.Is(err, ErrTooLarge) {
		t.Fatal(err)
	}
	// Growing to 64 MiB and a bit copies some times its size in all.
	if used := after.TotalAlloc - before.TotalAlloc; used > 640<<20 {
		t.Errorf("%d MiB were allocated", used>>20)
	}
}

func TestErrorBodiesAreCut(t *testing.T) {
	s := clienttest.Serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNotFound)
		for range 64 {
			w.Write(make([]byte, 1<<20))
		}
	})
	c := newTestClient(t, s.URL, nil, nil)
	_, err := c.do(t.Context(), callOf(c, "GET"))
	var status *StatusError
	if !errors.As(err, &status) || status.Status != 404 || status.Outcome != nil {
		t.Error(err)
	}
}

func TestReuse(t *testing.T) {
	s := clienttest.Serve(t, func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, strings.Repeat("x", int(r.URL.Path[len(r.URL.Path)-1]-'0')*1000))
	})
	c := newTestClient(t, s.URL, nil, nil)
	memory := make([]byte, 0, 5000)
	for path, same := range map[string]bool{"/4": true, "/9": false} {
		made := callOf(c, "GET")
		made.url, made.reuse = s.URL+path, memory
		resp, err := c.do(t.Context(), made)
		if err != nil {
			t.Fatal(err)
		}
		if got := &resp.body[0] == &memory[:1][0]; got != same {
			t.Errorf("%s: memory used again: %v, want %v", path, got, same)
		}
	}
}

func TestStalls(t *testing.T) {
	block := make(chan struct{})
	t.Cleanup(func() { close(block) })
	wait := func(r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-block:
		}
	}
	for _, test := range []struct {
		name    string
		handler http.HandlerFunc
		want    error
		text    string
	}{
		{"no head", func(_ http.ResponseWriter, r *http.Request) { wait(r) }, errHeadTimeout, "read: no answer in time"},
		{"no more body", func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, "{")
			http.NewResponseController(w).Flush()
			wait(r)
		}, errIdleTimeout, "body: the body stalled"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := clienttest.Serve(t, test.handler)
			c := newTestClient(t, s.URL, &Config{Timeout: 50 * time.Millisecond, IdleTimeout: 50 * time.Millisecond}, nil)
			_, err := c.do(t.Context(), callOf(c, "GET"))
			var network *NetworkError
			if !errors.Is(err, test.want) || !errors.As(err, &network) || len(network.Attempts) != 3 || !strings.Contains(err.Error(), test.text) {
				t.Error(err)
			}
		})
	}
}

// A slow body that keeps coming takes longer than any one timeout.
func TestSlowBodyCompletes(t *testing.T) {
	s := clienttest.Serve(t, func(w http.ResponseWriter, _ *http.Request) {
		for range 20 {
			io.WriteString(w, "x")
			http.NewResponseController(w).Flush()
			time.Sleep(20 * time.Millisecond)
		}
	})
	c := newTestClient(t, s.URL, &Config{IdleTimeout: 300 * time.Millisecond}, nil)
	resp, err := c.do(t.Context(), callOf(c, "GET"))
	if err != nil || len(resp.body) != 20 || resp.attempts != 1 {
		t.Error(err)
	}
}
