package fhirclient

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// benchPage is a page of a thousand patients, of about 1.5 kB each.
func benchPage(n int, more string) []byte {
	names := strings.Repeat(`{"use":"official","family":"Brontë","given":["Emily","Jane"],"period":{"start":"1999-01-01"}},`, 12)
	var b bytes.Buffer
	fmt.Fprintf(&b, `{"resourceType":"Bundle","id":"x","type":"searchset","total":%d,%s"entry":[`, n, more)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"fullUrl":"https://example.org/fhir/Patient/%08d","resource":{"resourceType":"Patient","id":"%08d","name":[%s{"text":"\"Ellis\""}],"active":true,"birthDate":"1990-02-03"},"search":{"mode":"match"}}`, i, i, names)
	}
	b.WriteString("]}")
	return b.Bytes()
}

// pageTransport answers each request with a page, without a network.
type pageTransport struct{ page []byte }

func (p pageTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{}, Request: r,
		ContentLength: int64(len(p.page)), Body: io.NopCloser(bytes.NewReader(p.page)),
	}, nil
}

const benchEntries = 1000

// BenchmarkSearch is a whole search, of one page of 1,000, with all of the client but the network.
func BenchmarkSearch(b *testing.B) {
	c := newTestClient(b, "https://example.org/fhir", &Config{Transport: pageTransport{benchPage(benchEntries, "")}}, nil)
	measure(b, func() int {
		rows := 0
		for _, err := range c.Search(b.Context(), "Patient", nil, nil).Entries() {
			if err != nil {
				b.Fatal(err)
			}
			rows++
		}
		return rows
	})
}

// BenchmarkBundle is the scanner alone.
func BenchmarkBundle(b *testing.B) {
	text := benchPage(benchEntries, "")
	b.SetBytes(int64(len(text)))
	var page fhir.Bundle
	measure(b, func() int {
		if err := page.ParsePage(text); err != nil {
			b.Fatal(err)
		}
		return len(page.Entries)
	})
}

// BenchmarkBody is what the body costs by itself, to be taken off the search.
func BenchmarkBody(b *testing.B) {
	c := newTestClient(b, "https://example.org/fhir", &Config{Transport: pageTransport{benchPage(benchEntries, "")}}, nil)
	measure(b, func() int {
		call := c.Search(b.Context(), "Patient", nil, nil).get("https://example.org/fhir/Patient")
		if _, err := c.do(context.Background(), call); err != nil {
			b.Fatal(err)
		}
		return benchEntries
	})
}

func measure(b *testing.B, search func() int) {
	b.ReportAllocs()
	for b.Loop() {
		if n := search(); n != benchEntries {
			b.Fatalf("%d entries", n)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchEntries, "ns/entry")
}

// The acceptance: under two allocations for each resource beyond those of the body itself.
func TestSearchAllocations(t *testing.T) {
	c := newTestClient(t, "https://example.org/fhir", &Config{Transport: pageTransport{benchPage(benchEntries, "")}}, nil)
	got := testing.AllocsPerRun(5, func() {
		for _, err := range c.Search(t.Context(), "Patient", nil, nil).Entries() {
			if err != nil {
				t.Fatal(err)
			}
		}
	})
	if got > benchEntries/5 {
		t.Errorf("%v allocations for %d resources", got, benchEntries)
	}
}
