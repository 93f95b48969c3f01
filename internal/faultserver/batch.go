package faultserver

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
)

// Batches answers batches by having a handler answer each entry. Where refuse is true of one of the entries' resources,
// the whole batch is answered by a status such as 400, as servers do that parse all before they process any: fault 16.
func Batches(entries http.Handler, refuse func(resource []byte) bool, status int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || strings.Trim(r.URL.Path, "/") != "" {
			entries.ServeHTTP(w, r)
			return
		}
		var bundle struct {
			Entry []struct {
				Resource json.RawMessage `json:"resource"`
				Request  struct {
					Method      string `json:"method"`
					URL         string `json:"url"`
					IfNoneExist string `json:"ifNoneExist"`
				} `json:"request"`
			} `json:"entry"`
		}
		if err := json.NewDecoder(r.Body).Decode(&bundle); err != nil {
			Answer(http.StatusBadRequest, Outcome("invalid")).ServeHTTP(w, r)
			return
		}
		for _, entry := range bundle.Entry {
			if refuse != nil && refuse(entry.Resource) {
				Answer(status, Outcome("structure")).ServeHTTP(w, r)
				return
			}
		}
		answers := make([]string, 0, len(bundle.Entry))
		for _, entry := range bundle.Entry {
			inner := httptest.NewRequestWithContext(r.Context(), entry.Request.Method, "/"+entry.Request.URL,
				strings.NewReader(string(entry.Resource)))
			inner.Header.Set("If-None-Exist", entry.Request.IfNoneExist)
			answer := httptest.NewRecorder()
			entries.ServeHTTP(answer, inner)
			answers = append(answers, fmt.Sprintf(`{"response":{"status":"%d","location":%q}}`,
				answer.Code, answer.Header().Get("Location")))
		}
		OK(BatchResponse(answers...)).ServeHTTP(w, r)
	})
}

// BatchResponse is a Bundle of entries that are given as JSON.
func BatchResponse(entries ...string) string {
	return `{"resourceType":"Bundle","type":"batch-response","entry":[` + strings.Join(entries, ",") + `]}`
}
