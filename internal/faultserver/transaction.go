package faultserver

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
)

// Transactions is a store that takes transactions: all of one or nothing. It replaces what refers to an entry by its fullUrl
// and, if the search finds one resource, conditional references; others are refused. Batches are answered entry by entry.
func Transactions(s *Store) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || strings.Trim(r.URL.Path, "/") != "" {
			s.ServeHTTP(w, r)
			return
		}
		body, err := io.ReadAll(r.Body)
		var bundle transaction
		if err != nil || json.Unmarshal(body, &bundle) != nil || bundle.Type != "transaction" && bundle.Type != "batch" {
			Answer(http.StatusBadRequest, Outcome("invalid")).ServeHTTP(w, r)
			return
		}
		if bundle.Type == "batch" {
			inner := r.Clone(r.Context())
			inner.Body = io.NopCloser(strings.NewReader(string(body)))
			Batches(s, nil, 0).ServeHTTP(w, inner)
			return
		}
		answers, err := s.transact(&bundle)
		if err != nil {
			Answer(http.StatusUnprocessableEntity, Outcome("processing")).ServeHTTP(w, r)
			return
		}
		OK(`{"resourceType":"Bundle","type":"transaction-response","entry":[`+strings.Join(answers, ",")+`]}`).ServeHTTP(w, r)
	})
}

type transaction struct {
	Type  string             `json:"type"`
	Entry []transactionEntry `json:"entry"`
}

type transactionEntry struct {
	FullURL  string          `json:"fullUrl"`
	Resource json.RawMessage `json:"resource"`
	Request  struct {
		Method      string `json:"method"`
		URL         string `json:"url"`
		IfNoneExist string `json:"ifNoneExist"`
	} `json:"request"`
}

// transact stores everything, or nothing.
func (s *Store) transact(b *transaction) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	resources, keys := maps.Clone(s.resources), maps.Clone(s.keys)
	names, statuses, replacements := make([]string, len(b.Entry)), make([]int, len(b.Entry)), map[string]string{}
	for i, e := range b.Entry {
		name, status := e.Request.URL, http.StatusOK
		key := ""
		if values, err := url.ParseQuery(e.Request.IfNoneExist); err == nil && len(values) > 0 {
			key = e.Request.URL + "?" + values.Encode()
		}
		_, there := resources[name]
		switch {
		case e.Request.Method == http.MethodPost && key != "" && keys[key] != "":
			name = keys[key]
		case e.Request.Method == http.MethodPost:
			s.last++
			name, status = fmt.Sprintf("%s/s%d", name, s.last), http.StatusCreated
		case e.Request.Method == http.MethodPut && !there:
			status = http.StatusCreated
		case e.Request.Method == http.MethodDelete:
			delete(resources, name)
			names[i], statuses[i] = name, http.StatusNoContent
			continue
		case e.Request.Method != http.MethodPut:
			return nil, errors.New("no such request")
		}
		names[i], statuses[i] = name, status
		replacements[e.FullURL] = name
		for _, found := range identifiers(e.Resource) {
			keys[strings.Split(name, "/")[0]+"?"+found] = name
		}
		if key != "" {
			keys[key] = name
		}
	}
	answers := make([]string, len(b.Entry))
	for i, e := range b.Entry {
		answers[i] = fmt.Sprintf(`{"response":{"status":"%d","location":"%s/_history/1"}}`, statuses[i], names[i])
		if statuses[i] == http.StatusNoContent || statuses[i] == http.StatusOK && e.Request.Method == http.MethodPost {
			continue
		}
		body, err := resolved(e.Resource, replacements, keys)
		if err != nil {
			return nil, err
		}
		resources[names[i]] = body
	}
	s.resources, s.keys = resources, keys
	return answers, nil
}

// resolved is a resource with its references replaced.
func resolved(body []byte, names, keys map[string]string) (json.RawMessage, error) {
	var resource any
	if err := json.Unmarshal(body, &resource); err != nil {
		return nil, err
	}
	var failed error
	var walk func(value any)
	walk = func(value any) {
		switch value := value.(type) {
		case []any:
			for _, item := range value {
				walk(item)
			}
		case map[string]any:
			for name, item := range value {
				text, isText := item.(string)
				typ, query, conditional := strings.Cut(text, "?")
				switch {
				case isText && names[text] != "":
					value[name] = names[text]
				case name == "reference" && conditional:
					values, _ := url.ParseQuery(query)
					if value[name] = keys[typ+"?"+values.Encode()]; value[name] == "" {
						failed = errors.New("no match")
					}
				default:
					walk(item)
				}
			}
		}
	}
	walk(resource)
	out, err := json.Marshal(resource)
	if err == nil {
		err = failed
	}
	return out, err
}
