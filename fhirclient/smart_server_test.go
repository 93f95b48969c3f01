package fhirclient

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// tokenServer is a token server that checks assertions as SMART asks it to.
type tokenServer struct {
	*httptest.Server

	t      *testing.T
	public jose.JSONWebKey
	alg    jose.SignatureAlgorithm
	clock  *movedClock

	mu      sync.Mutex
	seen    map[string]bool // jti
	issued  int
	expires string                                         // JSON of expires_in, "" for none
	answers []func(w http.ResponseWriter, r *http.Request) // instead of tokens, one each
	before  func()
	scopes  []string
	headers []http.Header
}

func newTokenServer(t *testing.T, public any, alg jose.SignatureAlgorithm, clock *movedClock) *tokenServer {
	t.Helper()
	s := &tokenServer{
		t: t, public: jose.JSONWebKey{Key: public}, alg: alg, clock: clock,
		seen: map[string]bool{}, expires: "300",
	}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *tokenServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.before != nil {
		s.before()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.headers = append(s.headers, r.Header.Clone())
	if r.URL.Path != "/token" {
		http.NotFound(w, r)
		return
	}
	if err := s.check(r); err != nil {
		s.t.Errorf("assertion: %v", err)
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	if len(s.answers) > 0 {
		answer := s.answers[0]
		s.answers = s.answers[1:]
		if answer != nil {
			answer(w, r)
			return
		}
	}
	s.issued++
	expires := ""
	if s.expires != "" {
		expires = `,"expires_in":` + s.expires
	}
	fmt.Fprintf(w, `{"access_token":"%s-%d","token_type":"Bearer","scope":"x"%s}`, secretToken, s.issued, expires)
}

// check verifies the assertion of a request, and that no assertion comes twice.
func (s *tokenServer) check(r *http.Request) error {
	r.Body = http.MaxBytesReader(nil, r.Body, 1<<16)
	if err := r.ParseForm(); err != nil {
		return err
	}
	s.scopes = append(s.scopes, r.PostForm.Get("scope"))
	if r.Method != http.MethodPost || r.PostForm.Get("grant_type") != "client_credentials" ||
		r.PostForm.Get("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" {
		return fmt.Errorf("not a request for a token: %v", r.PostForm)
	}
	parsed, err := jwt.ParseSigned(r.PostForm.Get("client_assertion"), []jose.SignatureAlgorithm{s.alg})
	if err != nil {
		return err
	}
	var claims jwt.Claims
	if err := parsed.Claims(s.public, &claims); err != nil {
		return err
	}
	if typ := parsed.Headers[0].ExtraHeaders[jose.HeaderType]; typ != "JWT" {
		return fmt.Errorf("typ is %v", typ)
	}
	expected := jwt.Expected{Issuer: "client", Subject: "client", AnyAudience: jwt.Audience{s.URL + "/token"}, Time: s.clock.Now()}
	if err := claims.ValidateWithLeeway(expected, 0); err != nil {
		return err
	}
	if left := claims.Expiry.Time().Sub(s.clock.Now()); left <= 0 || left > 5*time.Minute {
		return fmt.Errorf("expires in %v", left)
	}
	if claims.ID == "" || s.seen[claims.ID] {
		return fmt.Errorf("jti %q is empty or was seen before", claims.ID)
	}
	s.seen[claims.ID] = true
	return nil
}

// requests is how many requests came.
func (s *tokenServer) requests() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.headers)
}

const secretToken = "verysecrettoken"

// status answers with a status and a body that must not be passed on.
func status(code int, body string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(code)
		fmt.Fprint(w, body)
	}
}

// movedClock is a clock that only its owner and sleeping move.
type movedClock struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
}

func newMovedClock() *movedClock {
	return &movedClock{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
}

func (c *movedClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *movedClock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.slept = append(c.slept, d)
	return ctx.Err()
}

func (c *movedClock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// testKeys are made once for all tests: RSA keys take their time.
var testKeys = sync.OnceValue(func() (keys struct {
	rsa *rsa.PrivateKey
	ec  *ecdsa.PrivateKey
},
) {
	keys.rsa, _ = rsa.GenerateKey(rand.Reader, 2048)
	keys.ec, _ = ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	return keys
})

func pemOf(t *testing.T, key any) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}

// newSMART returns a client of a token server with an elliptic key, and both with the same clock.
func newSMART(t *testing.T) (*smart, *tokenServer) {
	t.Helper()
	clock := newMovedClock()
	key := testKeys().ec
	server := newTokenServer(t, &key.PublicKey, jose.ES384, clock)
	return smartFor(t, SMARTConfig{ClientID: "client", Key: pemOf(t, key), TokenURL: server.URL + "/token"}, clock), server
}

func smartFor(t *testing.T, cfg SMARTConfig, clock *movedClock) *smart {
	t.Helper()
	auth, err := SMART(cfg)
	if err != nil {
		t.Fatal(err)
	}
	s := auth.(*smart)
	s.clock = clock
	return s
}

// request returns a request with the credentials of an Auth.
func request(t *testing.T, a Auth) (*http.Request, error) {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://fhir.example.org/Patient", http.NoBody)
	return req, a.Authorize(t.Context(), req)
}

func mustAuthorize(t *testing.T, a Auth) *http.Request {
	t.Helper()
	req, err := request(t, a)
	if err != nil {
		t.Fatal(err)
	}
	return req
}

func checkToken(t *testing.T, req *http.Request, n int) {
	t.Helper()
	want := fmt.Sprintf("Bearer %s-%d", secretToken, n)
	if have := req.Header.Get("Authorization"); have != want {
		t.Errorf("credentials %q, want %q", have, want)
	}
}
