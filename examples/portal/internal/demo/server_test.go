package demo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
)

func server(t *testing.T, patients int) *Server {
	t.Helper()
	s, err := New(patients)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// search returns the resources of a page, a line each, and its other parts.
func search(t *testing.T, s *Server, target string) (string, bundle) {
	t.Helper()
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
	var b bundle
	if err := json.NewDecoder(w.Body).Decode(&b); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%s: got status %d and error %v", target, w.Code, err)
	}
	var lines bytes.Buffer
	for _, e := range b.Entry {
		fmt.Fprintf(&lines, "%s\n", e.Resource)
	}
	return lines.String(), b
}

// TestPages follows the links, and gets what testdata/synthetic has.
func TestPages(t *testing.T) {
	s := server(t, 20)
	for _, kind := range perPatient {
		want, err := os.ReadFile("../../../../testdata/synthetic/" + kind.typ + ".ndjson")
		if err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		pages := 0
		for target := "/fhir/" + kind.typ + "?_count=15"; target != ""; pages++ {
			lines, b := search(t, s, target)
			got.WriteString(lines)
			if b.Total != 20*kind.count {
				t.Errorf("%s: got a total of %d, want %d", kind.typ, b.Total, 20*kind.count)
			}
			target = ""
			if len(b.Link) > 0 {
				target = b.Link[0].URL
			}
		}
		if !bytes.Equal(got.Bytes(), want) || pages < 2 {
			t.Errorf("%s: got %d bytes in %d pages, want the %d of testdata/synthetic", kind.typ, got.Len(), pages, len(want))
		}
	}
}

func TestParameters(t *testing.T) {
	s := server(t, 20)
	for target, want := range map[string]int{
		"/fhir/Patient?_id=pat-j90a5fa2":                                       1,
		"/fhir/Patient?_id=nobody":                                             0,
		"/fhir/Condition?patient=pat-j90a5fa2":                                 2,
		"/fhir/Condition?subject=Patient/pat-j90a5fa2":                         2,
		"/fhir/ExplanationOfBenefit?patient=pat-j90a5fa2":                      1,
		"/fhir/ExplanationOfBenefit?patient=pat-j90a5fa2&created=ge2019-08-07": 1,
		"/fhir/ExplanationOfBenefit?patient=pat-j90a5fa2&created=ge2019-08-08": 0,
		"/fhir/ExplanationOfBenefit?patient=pat-j90a5fa2&created=le2019-08-07": 1,
		"/fhir/ExplanationOfBenefit?patient=pat-j90a5fa2&created=le2019-08-06": 0,
		"/fhir/Organization":                                                   0,
	} {
		if _, b := search(t, s, target); b.Total != want || len(b.Entry) != want {
			t.Errorf("%s: got %d and a total of %d, want %d", target, len(b.Entry), b.Total, want)
		}
	}
}

// TestRefused holds that no condition is left out in silence.
func TestRefused(t *testing.T) {
	s := server(t, 1)
	for target, want := range map[string]int{
		"/fhir/Patient?name=x":               http.StatusBadRequest,
		"/fhir/Patient?_count=0":             http.StatusBadRequest,
		"/fhir/Patient?_count=x":             http.StatusBadRequest,
		"/fhir/Patient?_from=-1":             http.StatusBadRequest,
		"/fhir/Patient?birthdate=1984-05-12": http.StatusBadRequest,
		"/fhir/metadata":                     http.StatusOK,
		"/other":                             http.StatusNotFound,
	} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
		if w.Code != want {
			body, _ := io.ReadAll(w.Body)
			t.Errorf("%s: got status %d, want %d:\n%s", target, w.Code, want, body)
		}
	}
}
