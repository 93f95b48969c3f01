package upload

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
)

// versions is a server of resources with a version in their contents, by PUT alone or in batches, which notes whatever
// comes out of order or together.
type versions struct {
	url      string
	mu       sync.Mutex
	latest   map[string]int
	underWay map[string]bool
	wrong    []string
}

type versioned struct {
	ID      string
	Version int
}

func newVersions(t *testing.T) *versions {
	s := &versions{latest: map[string]int{}, underWay: map[string]bool{}}
	s.url = clienttest.ServeFHIR(t, s.serve).URL
	return s
}

func (s *versions) serve(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPut {
		var one versioned
		json.NewDecoder(r.Body).Decode(&one)
		s.begin(one)
		time.Sleep(time.Millisecond)
		s.end(one)
		w.Header().Set("ETag", `W/"2"`)
		return
	}
	var bundle struct {
		Entry []struct{ Resource versioned }
	}
	json.NewDecoder(r.Body).Decode(&bundle)
	var answer []string
	for _, e := range bundle.Entry {
		s.begin(e.Resource)
	}
	time.Sleep(time.Millisecond)
	for _, e := range bundle.Entry {
		s.end(e.Resource)
		answer = append(answer, `{"response":{"status":"200 OK"}}`)
	}
	fmt.Fprintf(w, `{"resourceType":"Bundle","type":"batch-response","entry":[%s]}`, strings.Join(answer, ","))
}

func (s *versions) begin(v versioned) {
	s.mu.Lock()
	defer s.mu.Unlock()
	next, known := s.latest[v.ID]
	if s.underWay[v.ID] || known && v.Version != next+1 || !known && v.Version != 0 {
		s.wrong = append(s.wrong, fmt.Sprint(v))
	}
	s.underWay[v.ID] = true
	s.latest[v.ID] = v.Version
}

func (s *versions) end(v versioned) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.underWay[v.ID] = false
}
