package fhirclient_test

import (
	"errors"
	"io"
	"net/http"
	"testing"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
)

// TestPostBundle sends a Bundle as it stands, and nothing that is no Bundle of requests.
func TestPostBundle(t *testing.T) {
	const bundle = `{ "id":"own", "resourceType":"Bundle", "type":"transaction", "entry":[` +
		`{"resource":{"resourceType":"Patient","id":"a"},"request":{"method":"PUT","url":"/Patient/a"}, "extra":1}]}`
	var got string
	server := clienttest.Serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = string(body)
		io.WriteString(w, `{"resourceType":"Bundle","type":"transaction-response","entry":[{"response":{"status":"201 Created","location":"Patient/a/_history/1","etag":"W/\"1\""}}]}`)
	})
	client, _ := setup(t, server.URL, nil)
	results, err := client.PostBundle(t.Context(), []byte("\ufeff"+bundle))
	if err != nil || len(results) != 1 || results[0].Err != nil || results[0].Status != http.StatusCreated {
		t.Errorf("%+v, %v", results, err)
	}
	if got != bundle {
		t.Errorf("sent %s", got)
	}
	got = ""
	for _, text := range []string{
		``, `[]`, `{"resourceType":"Bundle","type":"searchset"}`, `{"type":"batch","entry":[5]}`, `{"type":"batch","entry":[{]}`,
	} {
		results, err := client.PostBundle(t.Context(), []byte(text))
		if err == nil || results != nil || errors.Is(err, fhirclient.ErrOutcomeUnknown) {
			t.Errorf("%s: %+v, %v", text, results, err)
		}
	}
	if got != "" {
		t.Errorf("sent %s", got)
	}
}
