package faultserver

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Tokens is the token endpoint of SMART Backend Services and the guard of a FHIR server that accepts its tokens. It
// does not check signatures: it keeps the assertions for the test to look at.
type Tokens struct {
	// ExpiresIn is the value of expires_in as JSON. Default: the answer has none.
	ExpiresIn string
	// Fail answers the first requests for a token. Default: none.
	Fail []http.Handler

	mu         sync.Mutex
	assertions []Assertion
	issued     int
	revoked    int // tokens up to this number are not accepted
}

// Assertion is what a client says of itself to get a token.
type Assertion struct {
	Alg   string  `json:"alg"` // of the header
	Kid   string  `json:"kid"` // of the header
	Iss   string  `json:"iss"`
	Sub   string  `json:"sub"`
	Jti   string  `json:"jti"`
	Exp   float64 `json:"exp"`
	Scope string  `json:"-"` // of the request
}

// ServeHTTP answers a request for a token.
func (t *Tokens) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	assertion, err := parseAssertion(r)
	if err != nil {
		Answer(http.StatusBadRequest, `{"error":"invalid_request"}`).ServeHTTP(w, r)
		return
	}
	t.mu.Lock()
	t.assertions = append(t.assertions, assertion)
	n := len(t.assertions)
	if n <= len(t.Fail) {
		t.mu.Unlock()
		t.Fail[n-1].ServeHTTP(w, r)
		return
	}
	t.issued++
	body := fmt.Sprintf(`{"access_token":"token-%d","token_type":"bearer","scope":"system/*.rs"`, t.issued)
	t.mu.Unlock()
	if t.ExpiresIn != "" {
		body += `,"expires_in":` + t.ExpiresIn
	}
	Answer(http.StatusOK, body+"}", "Cache-Control", "no-store").ServeHTTP(w, r)
}

// Guard passes on requests with a token that is accepted, and answers 401 to others.
func (t *Tokens) Guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var number int
		_, err := fmt.Sscanf(r.Header.Get("Authorization"), "Bearer token-%d", &number)
		t.mu.Lock()
		accepted := err == nil && number > t.revoked && number <= t.issued
		t.mu.Unlock()
		if !accepted {
			Answer(http.StatusUnauthorized, Outcome("login")).ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Revoke makes the guard refuse all tokens that were issued so far.
func (t *Tokens) Revoke() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.revoked = t.issued
}

// Assertions are those of all requests for tokens so far.
func (t *Tokens) Assertions() []Assertion {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.assertions)
}

func parseAssertion(r *http.Request) (Assertion, error) {
	var a Assertion
	if err := r.ParseForm(); err != nil {
		return a, err
	}
	parts := strings.Split(r.PostForm.Get("client_assertion"), ".")
	for i, part := range parts[:min(2, len(parts))] {
		text, err := base64.RawURLEncoding.DecodeString(part)
		if err != nil {
			return a, fmt.Errorf("part %d of the assertion: %w", i, err)
		}
		if err := json.Unmarshal(text, &a); err != nil {
			return a, fmt.Errorf("part %d of the assertion: %w", i, err)
		}
	}
	a.Scope = r.PostForm.Get("scope")
	return a, nil
}
