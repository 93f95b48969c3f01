// Package demo is a small FHIR server with synthetic patients, so that the portal can be tried without a real one. It knows
// search with a few parameters, pages, and the capability statement.
package demo

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"github.com/fhirview/fhirview/internal/synth"
)

const (
	// seed and its data are those of testdata/synthetic, which has the first twenty patients.
	seed = 1
	// mostPerPage is how large a page is at most, whatever is asked for.
	mostPerPage = 1000
	fhirJSON    = "application/fhir+json"
)

// perPatient is how many resources of a type a patient has, which is also the order of the types.
var perPatient = []struct {
	typ   string
	count int
}{
	{"Patient", 1}, {"Encounter", 2}, {"Condition", 2}, {"Observation", 6}, {"QuestionnaireResponse", 1}, {"ExplanationOfBenefit", 1},
}

// Server answers searches over HTTP. It never changes.
type Server struct {
	mux   *http.ServeMux
	types map[string][]record
}

// New makes a server with the data of some patients. The same number always gives the same data.
func New(patients int) (*Server, error) {
	s := &Server{mux: http.NewServeMux(), types: map[string][]record{}}
	g := synth.New(synth.Config{Seed: seed})
	for _, kind := range perPatient {
		for i := range patients * kind.count {
			text, err := g.Append(nil, kind.typ, i)
			if err != nil {
				return nil, err
			}
			r, err := newRecord(text)
			if err != nil {
				return nil, fmt.Errorf("%s %d: %w", kind.typ, i, err)
			}
			s.types[kind.typ] = append(s.types[kind.typ], r)
		}
	}
	s.mux.HandleFunc("GET /fhir/metadata", s.metadata)
	s.mux.HandleFunc("GET /fhir/{type}", s.search)
	return s, nil
}

// ServeHTTP answers below /fhir.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

func (s *Server) metadata(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, map[string]any{
		"resourceType": "CapabilityStatement", "status": "active", "kind": "instance", "date": "2026-01-01",
		"fhirVersion": "4.0.1", "format": []string{"json"},
		"software": map[string]string{"name": "fhirview portal demo"},
	})
}

// search answers a page. A type that nobody has is an empty result, as on a server that supports all types. A page is named
// by where it begins, which is enough where nothing changes.
func (s *Server) search(w http.ResponseWriter, r *http.Request) {
	q, err := parseQuery(r.URL.Query())
	if err != nil {
		answer(w, http.StatusBadRequest, outcome(err))
		return
	}
	var found []record
	for _, rec := range s.types[r.PathValue("type")] {
		if q.matches(&rec) {
			found = append(found, rec)
		}
	}
	total := len(found)
	from := min(q.from, total)
	to := min(from+q.count, total)
	b := bundle{ResourceType: "Bundle", Type: "searchset", Total: total, Entry: []entry{}}
	for _, rec := range found[from:to] {
		b.Entry = append(b.Entry, entry{
			FullURL: baseURL(r) + "/" + r.PathValue("type") + "/" + rec.ID, Resource: rec.text, Search: mode{"match"},
		})
	}
	if to < total {
		params := r.URL.Query()
		params.Set("_from", strconv.Itoa(to))
		b.Link = append(b.Link, link{"next", baseURL(r) + "/" + r.PathValue("type") + "?" + params.Encode()})
	}
	answer(w, http.StatusOK, b)
}

func baseURL(r *http.Request) string { return "http://" + r.Host + "/fhir" }

type bundle struct {
	ResourceType string  `json:"resourceType"`
	Type         string  `json:"type"`
	Total        int     `json:"total"`
	Link         []link  `json:"link,omitempty"`
	Entry        []entry `json:"entry"`
}

type link struct {
	Relation string `json:"relation"`
	URL      string `json:"url"`
}

type entry struct {
	FullURL  string          `json:"fullUrl"`
	Resource json.RawMessage `json:"resource"`
	Search   mode            `json:"search"`
}

type mode struct {
	Mode string `json:"mode"`
}

func outcome(err error) any {
	return map[string]any{"resourceType": "OperationOutcome", "issue": []map[string]string{
		{"severity": "error", "code": "invalid", "diagnostics": err.Error()},
	}}
}

func answer(w http.ResponseWriter, status int, body any) {
	data, err := json.Marshal(body)
	if err != nil {
		http.Error(w, "the answer could not be made", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", fhirJSON)
	w.WriteHeader(status)
	_, _ = w.Write(data) // the client went away
}
