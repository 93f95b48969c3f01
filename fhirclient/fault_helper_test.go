package fhirclient_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
)

// setup returns a client whose time is the clock's.
func setup(tb testing.TB, base string, cfg *fhirclient.Config) (*fhirclient.Client, *clienttest.Clock) {
	tb.Helper()
	c := clienttest.NewClock()
	return fhirclient.NewWithClock(tb, base, cfg, c), c
}

// read is the request of tests that could send any: it may be repeated.
func read(ctx context.Context, c *fhirclient.Client) error {
	_, err := c.Read(ctx, "Patient", "p0")
	return err
}

// search reads all patients and returns their ids, in order.
func search(ctx context.Context, c *fhirclient.Client) ([]string, *fhirclient.Search, error) {
	s := c.Search(ctx, "Patient", nil, nil)
	var ids []string
	for entry, err := range s.Entries() {
		if err != nil {
			return ids, s, err
		}
		ids = append(ids, idOf(entry))
	}
	return ids, s, nil
}

// idOf returns a resource's id, or what is wrong with it.
func idOf(resource []byte) string {
	var head struct{ ID string }
	if err := json.Unmarshal(resource, &head); err != nil {
		return err.Error()
	}
	return head.ID
}

// patientIDs are p<from> up to but not including p<to>.
func patientIDs(from, to int) []string {
	var ids []string
	for i := from; i < to; i++ {
		ids = append(ids, fmt.Sprintf("p%d", i))
	}
	return ids
}

// wantStatus checks that an error is an answer of a status, after so many attempts of which none is left out.
func wantStatus(tb testing.TB, err error, status, attempts int) *fhirclient.StatusError {
	tb.Helper()
	var got *fhirclient.StatusError
	if !errors.As(err, &got) {
		tb.Fatalf("error is %T (%v), want a StatusError", err, err)
	}
	if got.Status != status || len(got.Attempts) != attempts {
		tb.Errorf("status %d after %d attempts, want %d after %d", got.Status, len(got.Attempts), status, attempts)
	}
	return got
}

// wantNetwork checks that an error is one of the network, after so many attempts, the last one at a layer.
func wantNetwork(tb testing.TB, err error, layer string, attempts int) {
	tb.Helper()
	var got *fhirclient.NetworkError
	if !errors.As(err, &got) {
		tb.Fatalf("error is %T (%v), want a NetworkError", err, err)
	}
	if len(got.Attempts) != attempts {
		tb.Fatalf("%d attempts (%v), want %d", len(got.Attempts), err, attempts)
	}
	if last := got.Attempts[attempts-1]; last.Err == nil || !strings.HasPrefix(last.Err.Error(), layer+":") {
		tb.Errorf("the last attempt is %v, want a failure of layer %s", last, layer)
	}
}

// wantCount checks how many requests a server got.
func wantCount(tb testing.TB, got, want int) {
	tb.Helper()
	if got != want {
		tb.Errorf("%d requests, want %d", got, want)
	}
}

// wantNil stops the test at an error.
func wantNil(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// eventually waits until something holds that takes a moment.
func eventually(tb testing.TB, what string, holds func() bool) {
	tb.Helper()
	for deadline := time.Now().Add(10 * time.Second); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			tb.Fatalf("never came to be: %s", what)
		}
	}
}

// query is a search's parameters.
func query(pairs ...string) url.Values {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	return values
}
