package fhirclient_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/internal/faultserver"
)

// puts are so many entries that put patients p0 and on.
func puts(n int) []fhirclient.BatchEntry {
	entries := make([]fhirclient.BatchEntry, n)
	for i, patient := range faultserver.Patients(n) {
		entries[i] = fhirclient.BatchEntry{Method: http.MethodPut, URL: fmt.Sprintf("Patient/p%d", i), Resource: []byte(patient)}
	}
	return entries
}

// statuses are those of each entry, in their order.
func statuses(results []fhirclient.EntryResult) []int {
	all := make([]int, len(results))
	for i, r := range results {
		all[i] = r.Status
	}
	return all
}

func TestFault14BatchWithFailuresHasAnErrorForEach(t *testing.T) {
	server := faultserver.New(t, faultserver.OK(faultserver.BatchResponse(
		`{"response":{"status":"201 Created","location":"Patient/p0/_history/1"}}`,
		`{"response":{"status":"422 Unprocessable Entity","outcome":`+faultserver.Outcome("invariant")+`}}`,
		`{"response":{"status":"404"}}`)))
	client, _ := setup(t, server.URL, nil)
	results, err := client.Batch(t.Context(), puts(3))
	wantNil(t, err)
	if diff := cmp.Diff([]int{201, 422, 404}, statuses(results)); diff != "" {
		t.Error(diff)
	}
	if results[0].Err != nil {
		t.Errorf("the first entry is an error: %v", results[0].Err)
	}
	for _, result := range results[1:] {
		var status *fhirclient.StatusError
		if !errors.As(result.Err, &status) || status.Status != result.Status {
			t.Errorf("entry's error is %v, want a StatusError with %d", result.Err, result.Status)
		}
	}
	if outcome := results[1].Outcome; outcome == nil || outcome.Issues[0].Code != "invariant" {
		t.Errorf("outcome is %+v, want the entry's", outcome)
	}
}

func TestFault15EntriesWithoutStatusAreUnknown(t *testing.T) {
	for name, entries := range map[string][]string{
		"empty":       {`{"response":{"status":""}}`, `{"response":{"status":""}}`},
		"no response": {`{}`, `{"response":null}`},
		"no number":   {`{"response":{"status":"OK"}}`, `{"response":{"status":200}}`},
		"too few":     {},
		"null":        {`null`, `null`},
	} {
		t.Run(name, func(t *testing.T) {
			server := faultserver.New(t, faultserver.OK(faultserver.BatchResponse(entries...)))
			client, _ := setup(t, server.URL, nil)
			results, err := client.Batch(t.Context(), puts(2))
			if len(results) != 2 {
				t.Fatalf("%d results (%v), want 2", len(results), err)
			}
			for i, result := range results {
				if !errors.Is(result.Err, fhirclient.ErrOutcomeUnknown) && (name != "no number" || result.Err != nil || result.Status != 200) {
					t.Errorf("entry %d: error is %v, want ErrOutcomeUnknown", i, result.Err)
				}
			}
		})
	}
}

func TestFault16RefusedBatchIsBisected(t *testing.T) {
	for _, status := range []int{http.StatusBadRequest, http.StatusRequestEntityTooLarge} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			store := faultserver.NewStore()
			poison := func(resource []byte) bool { return bytes.Contains(resource, []byte(`"p5"`)) }
			server := faultserver.New(t, faultserver.Batches(store, poison, status))
			client, _ := setup(t, server.URL, nil)
			results, err := client.Batch(t.Context(), puts(8))
			wantNil(t, err)
			if diff := cmp.Diff([]int{201, 201, 201, 201, 201, status, 201, 201}, statuses(results)); diff != "" {
				t.Error(diff)
			}
			want := map[string]json.RawMessage{}
			for i, patient := range faultserver.Patients(8) {
				if i != 5 {
					want[fmt.Sprintf("Patient/p%d", i)] = json.RawMessage(patient)
				}
			}
			if diff := cmp.Diff(want, store.Resources()); diff != "" {
				t.Error(diff)
			}
			// 8, 4+4, 2+2, 1+1: each half is sent once.
			wantCount(t, server.Count(http.MethodPost), 7)
		})
	}
}
