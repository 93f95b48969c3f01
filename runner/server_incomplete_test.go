package runner_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
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

// TestErrorNamesItsPlaceOnce has the errors of a search that cannot begin, that cannot go on, and of which a page is no Bundle.
func TestErrorNamesItsPlaceOnce(t *testing.T) {
	for name, test := range map[string]struct {
		status int
		body   string
		want   string
	}{
		"refused":     {http.StatusForbidden, "", "view families: page 2: search Patient: the server answered 403 Forbidden"},
		"not FHIR":    {http.StatusOK, "<html>", "view families: search Patient, page 2: the answer is not FHIR"},
		"another":     {http.StatusOK, `{"resourceType":"Patient"}`, "view families: search Patient, page 2: the answer is a Patient resource, not a Bundle"},
		"search gone": {http.StatusGone, "", "view families: page 2: the search has expired: its further pages are gone: search Patient: the server answered 410 Gone"},
	} {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Query().Get("page") != "" {
					w.WriteHeader(test.status)
					_, _ = io.WriteString(w, test.body)
					return
				}
				_, _ = fmt.Fprintf(w, `{"resourceType":"Bundle","type":"searchset","link":[{"relation":"next","url":"http://%s/Patient?page=2"}],
					"entry":[{"resource":{"resourceType":"Patient","id":"a"}}]}`, r.Host)
			}))
			defer s.Close()
			client, err := fhirclient.New(s.URL, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer client.CloseIdleConnections()
			_, err = service(t, client, nil).Execute(t.Context(), compile(t, families, nil), runner.Query{})
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}
