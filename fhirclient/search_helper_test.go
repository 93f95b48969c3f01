package fhirclient

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// pageServer serves pages/0 as the search for patients, and the others at Patient?page=n. In a page, BASE stands for the
// server's base and GONE is a page that is not there any more.
func pageServer(t testing.TB, pages ...string) *httptest.Server {
	var s *httptest.Server
	s = clienttest.Serve(t, func(w http.ResponseWriter, r *http.Request) {
		n := 0
		fmt.Sscanf(r.URL.Query().Get("page"), "%d", &n)
		switch {
		case n >= len(pages):
			w.WriteHeader(http.StatusNotFound)
		case pages[n] == "GONE":
			w.WriteHeader(http.StatusGone)
		default:
			fmt.Fprint(w, strings.ReplaceAll(pages[n], "BASE", s.URL+"/fhir"))
		}
	})
	return s
}

// page is a search page: what goes behind its type, and patients by id. An id may be followed by a mode: 1:include.
func page(more string, ids ...string) string {
	entries := make([]string, len(ids))
	for i, id := range ids {
		id, mode, found := strings.Cut(id, ":")
		if !found {
			mode = "match"
		}
		entries[i] = fmt.Sprintf(`{"fullUrl":"urn:x","resource":%s,"search":{"mode":%q}}`, onePatient(id), mode)
	}
	return `{"resourceType":"Bundle","type":"searchset",` + more + `"entry":[` + strings.Join(entries, ",") + `]}`
}

func onePatient(id string) string { return fmt.Sprintf(`{"resourceType":"Patient","id":%q}`, id) }

func next(url string) string { return fmt.Sprintf(`"link":[{"relation":"next","url":%q}],`, url) }

// idOf is the id of a resource, or its text where it has none.
func idOf(resource []byte) string {
	if _, id, err := fhir.ResourceName(resource); err == nil && id != "" {
		return id
	}
	return string(resource)
}
