package fhirclient

import (
	"bytes"
	"io"
	"net/http"
	"testing"

	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
)

// instant answers without a network, so that what remains is the client's own work.
type instant struct{ body []byte }

func (i *instant) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{}, ContentLength: int64(len(i.body)), Body: io.NopCloser(bytes.NewReader(i.body)),
	}, nil
}

func BenchmarkDo(b *testing.B) {
	c := newTestClient(b, "http://bench.example/fhir", &Config{Transport: &instant{bytes.Repeat([]byte("x"), 2000)}, Fixed: true}, systemClock{})
	made := callOf(c, "GET")
	made.reuse = make([]byte, 0, 4096)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.do(b.Context(), made); err != nil {
			b.Fatal(err)
		}
	}
}

// Over loopback, against net/http alone.
func BenchmarkLoopback(b *testing.B) {
	body := bytes.Repeat([]byte("x"), 2000)
	s := clienttest.Serve(b, func(w http.ResponseWriter, _ *http.Request) { w.Write(body) })
	b.Run("client", func(b *testing.B) {
		c := newTestClient(b, s.URL, nil, systemClock{})
		made := callOf(c, "GET")
		made.reuse = make([]byte, 0, 4096)
		b.ReportAllocs()
		for b.Loop() {
			if _, err := c.do(b.Context(), made); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("plain", func(b *testing.B) {
		client := &http.Client{Transport: newTransport(&Config{MaxInFlight: 4})}
		defer client.CloseIdleConnections()
		b.ReportAllocs()
		for b.Loop() {
			resp, err := client.Get(s.URL)
			if err != nil {
				b.Fatal(err)
			}
			io.ReadAll(resp.Body)
			resp.Body.Close()
		}
	})
}
