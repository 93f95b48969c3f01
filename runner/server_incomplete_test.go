package runner_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/runner"
)

// TestIncompleteSearch has tables of searches that may have found more: they say so and are not kept.
func TestIncompleteSearch(t *testing.T) {
	const patient = `{"resource":{"resourceType":"Patient","id":"a","name":[{"family":"f"}]}}`
	outcome := `{"resource":{"resourceType":"OperationOutcome","issue":[{"severity":%q,"code":"timeout"}]}}`
	for name, test := range map[string]struct {
		answer    func(w http.ResponseWriter, page string)
		truncated bool
		requests  int // of two tables
	}{
		"complete": {func(w http.ResponseWriter, _ string) { bundle(w, "", patient) }, false, 1},
		"an empty page before": {func(w http.ResponseWriter, page string) {
			if page == "" {
				bundle(w, "?page=1")
				return
			}
			bundle(w, "", patient)
		}, false, 2},
		"a warning":   {func(w http.ResponseWriter, _ string) { bundle(w, "", patient, fmt.Sprintf(outcome, "warning")) }, false, 1},
		"an error":    {func(w http.ResponseWriter, _ string) { bundle(w, "", patient, fmt.Sprintf(outcome, "error")) }, true, 2},
		"no resource": {func(w http.ResponseWriter, _ string) { bundle(w, "", patient, "{}") }, true, 2},
		"partial": {func(w http.ResponseWriter, _ string) {
			w.WriteHeader(http.StatusPartialContent)
			bundle(w, "", patient)
		}, true, 2},
	} {
		t.Run(name, func(t *testing.T) {
			requests := 0
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				requests++
				test.answer(w, r.URL.Query().Get("page"))
			}))
			defer s.Close()
			client, err := fhirclient.New(s.URL, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer client.CloseIdleConnections()
			r, plan := service(t, client, nil), compile(t, families, nil)
			for range 2 {
				got, err := r.Execute(t.Context(), plan, runner.Query{})
				if err != nil {
					t.Fatal(err)
				}
				if got.Len() != 1 || got.Info().Truncated != test.truncated {
					t.Errorf("%d rows, truncated %v", got.Len(), got.Info().Truncated)
				}
			}
			if requests != test.requests {
				t.Errorf("%d requests, want %d", requests, test.requests)
			}
		})
	}
}

// bundle writes a page.
func bundle(w io.Writer, next string, entries ...string) {
	fmt.Fprintf(w, `{"resourceType":"Bundle","link":[{"relation":"next","url":%q}],"entry":[`, next)
	for i, entry := range entries {
		if i > 0 {
			fmt.Fprint(w, ",")
		}
		fmt.Fprint(w, entry)
	}
	fmt.Fprint(w, "]}")
}
