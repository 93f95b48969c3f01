package faultserver

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// Capabilities are what a server says of itself at /metadata.
const Capabilities = `{"resourceType":"CapabilityStatement","status":"active","kind":"instance","fhirVersion":"4.0.1"}`

// WithMetadata answers for /metadata, and has a handler answer all else.
func WithMetadata(handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/metadata") {
			OK(Capabilities).ServeHTTP(w, r)
			return
		}
		handler.ServeHTTP(w, r)
	})
}

// Store is a server that keeps resources by type and id and knows enough of FHIR to be uploaded to: read, update, delete,
// create, and conditional create by If-None-Exist, which finds what was created under the same condition or has the
// identifier that it asks for. Like some real servers it looks for the condition first
// and creates afterwards, so that two conditional creates at a time both create.
type Store struct {
	// Between is called between the look and the creation of a conditional create. Default: nothing.
	Between func()

	mu        sync.Mutex
	resources map[string]json.RawMessage
	keys      map[string]string
	last      int
}

// NewStore returns an empty one.
func NewStore() *Store {
	return &Store{resources: map[string]json.RawMessage{}, keys: map[string]string{}}
}

// Resources is a copy of all, by "Type/id".
func (s *Store) Resources() map[string]json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.resources)
}

// ServeHTTP answers one interaction.
func (s *Store) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.Trim(r.URL.Path, "/")
	if r.Method == http.MethodGet && r.URL.RawQuery != "" {
		s.search(w, r, name)
		return
	}
	if name == "metadata" {
		OK(Capabilities).ServeHTTP(w, r)
		return
	}
	switch r.Method {
	case http.MethodPut:
		s.put(w, r, name)
	case http.MethodPost:
		s.create(w, r, name)
	case http.MethodDelete:
		s.remove(w, r, name)
	default:
		s.read(w, r, name)
	}
}

func (s *Store) put(w http.ResponseWriter, r *http.Request, name string) {
	body, ok := decode(w, r)
	if !ok {
		return
	}
	s.mu.Lock()
	_, known := s.resources[name]
	s.resources[name] = body
	typ, _, _ := strings.Cut(name, "/")
	for _, found := range identifiers(body) {
		s.keys[typ+"?"+found] = name
	}
	s.mu.Unlock()
	status := http.StatusCreated
	if known {
		status = http.StatusOK
	}
	Answer(status, string(body)).ServeHTTP(w, r)
}

func (s *Store) create(w http.ResponseWriter, r *http.Request, typ string) {
	body, ok := decode(w, r)
	if !ok {
		return
	}
	key := condition(r)
	s.mu.Lock()
	name, exists := s.keys[typ+"?"+key]
	s.mu.Unlock()
	if key != "" && exists {
		Answer(http.StatusOK, "", "Location", "/"+name+"/_history/1").ServeHTTP(w, r)
		return
	}
	if key != "" && s.Between != nil {
		s.Between()
	}
	s.mu.Lock()
	s.last++
	name = fmt.Sprintf("%s/s%d", typ, s.last)
	s.resources[name] = body
	for _, found := range append(identifiers(body), key) {
		s.keys[typ+"?"+found] = name
	}
	s.mu.Unlock()
	Answer(http.StatusCreated, "", "Location", "/"+name+"/_history/1").ServeHTTP(w, r)
}

// condition is the search of If-None-Exist, in one of its spellings.
func condition(r *http.Request) string {
	values, err := url.ParseQuery(r.Header.Get("If-None-Exist"))
	if err != nil {
		return ""
	}
	return values.Encode()
}

// identifiers are the searches that find a resource by its identifiers.
func identifiers(body []byte) []string {
	var resource struct {
		Identifier []struct {
			System string `json:"system"`
			Value  string `json:"value"`
		} `json:"identifier"`
	}
	if json.Unmarshal(body, &resource) != nil {
		return nil
	}
	var all []string
	for _, id := range resource.Identifier {
		all = append(all, url.Values{"identifier": {id.System + "|" + id.Value}}.Encode())
	}
	return all
}

// search finds resources by identifier: those that have it, with the ids that they have here.
func (s *Store) search(w http.ResponseWriter, r *http.Request, typ string) {
	want := r.URL.Query().Get("identifier")
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []string
	for _, name := range slices.Sorted(maps.Keys(s.resources)) {
		body := s.resources[name]
		if !strings.HasPrefix(name, typ+"/") || !slices.ContainsFunc(identifiers(body), func(have string) bool {
			return have == url.Values{"identifier": {want}}.Encode()
		}) {
			continue
		}
		var resource map[string]any
		if json.Unmarshal(body, &resource) != nil {
			continue
		}
		resource["id"] = strings.TrimPrefix(name, typ+"/")
		text, err := json.Marshal(resource)
		if err != nil {
			continue
		}
		found = append(found, fmt.Sprintf(`{"resource":%s,"search":{"mode":"match"}}`, text))
	}
	OK(fmt.Sprintf(`{"resourceType":"Bundle","type":"searchset","total":%d,"entry":[%s]}`, len(found), strings.Join(found, ","))).ServeHTTP(w, r)
}

func (s *Store) remove(w http.ResponseWriter, r *http.Request, name string) {
	s.mu.Lock()
	_, ok := s.resources[name]
	delete(s.resources, name)
	s.mu.Unlock()
	if !ok {
		Answer(http.StatusNotFound, Outcome("not-found")).ServeHTTP(w, r)
		return
	}
	Answer(http.StatusNoContent, "").ServeHTTP(w, r)
}

func (s *Store) read(w http.ResponseWriter, r *http.Request, name string) {
	s.mu.Lock()
	body, ok := s.resources[name]
	s.mu.Unlock()
	if !ok {
		Answer(http.StatusNotFound, Outcome("not-found")).ServeHTTP(w, r)
		return
	}
	OK(string(body)).ServeHTTP(w, r)
}

// decode reads a resource, and answers 400 where it is none.
func decode(w http.ResponseWriter, r *http.Request) (json.RawMessage, bool) {
	var body json.RawMessage
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		Answer(http.StatusBadRequest, Outcome("invalid")).ServeHTTP(w, r)
		return nil, false
	}
	return body, true
}
