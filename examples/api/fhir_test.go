package api

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
)

// newServer starts the least of a FHIR server, with the sample patients, on the loopback interface. It wants a token, which
// is "secret", and gives it to whoever asks.
func newServer() (*httptest.Server, error) {
	samples, err := os.ReadFile(patients)
	if err != nil {
		return nil, err
	}
	s := &store{resources: map[string]json.RawMessage{}}
	for line := range strings.Lines(string(samples)) {
		if err := s.put([]byte(line)); err != nil {
			return nil, err
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"access_token":"secret","token_type":"bearer","expires_in":300}`)
	})
	mux.Handle("/fhir/", http.StripPrefix("/fhir/", s))
	return httptest.NewServer(mux), nil
}

// store keeps resources by type and id.
type store struct {
	mu        sync.Mutex
	resources map[string]json.RawMessage
}

func (s *store) put(text []byte) error {
	var r struct{ ResourceType, ID string }
	if err := json.Unmarshal(text, &r); err != nil {
		return err
	}
	s.resources[r.ResourceType+"/"+r.ID] = text
	return nil
}

func (s *store) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w.Header().Set("Content-Type", "application/fhir+json")
	if r.Header.Get("Authorization") != "Bearer secret" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	found, known := s.resources[r.URL.Path]
	switch {
	case r.URL.Path == "metadata":
		io.WriteString(w, `{"resourceType":"CapabilityStatement","status":"active","kind":"instance","fhirVersion":"4.0.1"}`)
	case r.Method == http.MethodPut:
		text, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
		if err != nil || s.put(text) != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		w.WriteHeader(http.StatusCreated)
		w.Write(text)
	case known:
		w.Write(found)
	case !strings.Contains(r.URL.Path, "/"):
		s.search(w, r.URL.Path)
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

// search answers with all resources of a type.
func (s *store) search(w io.Writer, typ string) {
	type entry struct {
		Resource json.RawMessage `json:"resource"`
	}
	var entries []entry
	for name, text := range s.resources {
		if strings.HasPrefix(name, typ+"/") {
			entries = append(entries, entry{text})
		}
	}
	json.NewEncoder(w).Encode(map[string]any{"resourceType": "Bundle", "type": "searchset", "total": len(entries), "entry": entries})
}
