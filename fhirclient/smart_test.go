package fhirclient

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/google/go-cmp/cmp"
)

// TestSMARTKeys gets a token with each form of key; the token server verifies the signature.
func TestSMARTKeys(t *testing.T) {
	keys := testKeys()
	sec1, err := x509.MarshalECPrivateKey(keys.ec)
	if err != nil {
		t.Fatal(err)
	}
	set := func(keys ...jose.JSONWebKey) []byte {
		data, err := json.Marshal(jose.JSONWebKeySet{Keys: keys})
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	rsaKey := jose.JSONWebKey{Key: keys.rsa, KeyID: "r"}
	ecKey := jose.JSONWebKey{Key: keys.ec, KeyID: "e", Algorithm: "ES384", Use: "sig"}
	one, err := json.Marshal(ecKey)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "key.pem")
	if err := os.WriteFile(file, pemOf(t, keys.ec), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		cfg SMARTConfig
		alg jose.SignatureAlgorithm
	}{
		"pkcs8 rsa": {SMARTConfig{Key: pemOf(t, keys.rsa), KeyID: "k"}, jose.RS384},
		"pkcs8 ec":  {SMARTConfig{Key: pemOf(t, keys.ec)}, jose.ES384},
		"pkcs1": {SMARTConfig{Key: pem.EncodeToMemory(&pem.Block{
			Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(keys.rsa),
		})}, jose.RS384},
		"sec1":       {SMARTConfig{Key: pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: sec1})}, jose.ES384},
		"file":       {SMARTConfig{KeyFile: file}, jose.ES384},
		"jwk":        {SMARTConfig{Key: one}, jose.ES384},
		"set by kid": {SMARTConfig{Key: set(rsaKey, ecKey), KeyID: "r"}, jose.RS384},
		"only one":   {SMARTConfig{Key: set(rsaKey.Public(), ecKey)}, jose.ES384},
	} {
		t.Run(name, func(t *testing.T) {
			var public any = &keys.rsa.PublicKey
			if test.alg == jose.ES384 {
				public = &keys.ec.PublicKey
			}
			clock := newMovedClock()
			server := newTokenServer(t, public, test.alg, clock)
			test.cfg.ClientID, test.cfg.TokenURL = "client", server.URL+"/token"
			test.cfg.Scopes = []string{"system/Patient.rs", "system/Observation.rs"}
			checkToken(t, mustAuthorize(t, smartFor(t, test.cfg, clock)), 1)
			if diff := cmp.Diff([]string{"system/Patient.rs system/Observation.rs"}, server.scopes); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestSMARTConfigErrors tells what is wrong with a configuration, and nothing of the key.
func TestSMARTConfigErrors(t *testing.T) {
	keys := testKeys()
	small, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	p256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	two, err := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: keys.rsa, KeyID: "a"}, {Key: keys.ec, KeyID: "b"}}})
	if err != nil {
		t.Fatal(err)
	}
	good := pemOf(t, keys.ec)
	for _, test := range []struct {
		cfg  SMARTConfig
		want string
	}{
		{SMARTConfig{}, "SMART: there is no client id"},
		{SMARTConfig{ClientID: "c"}, "SMART: there is no key"},
		{SMARTConfig{ClientID: "c", Key: good}, "SMART: give the token URL, or the server's base URL to find it"},
		{SMARTConfig{ClientID: "c", Key: good, TokenURL: "example.org/token"}, "SMART: the token URL does not begin with https:// or http:// and a host"},
		{SMARTConfig{ClientID: "c", Key: good, TokenURL: "https://u:p@example.org/"}, "SMART: the token URL holds a user's name; leave that out"},
		{SMARTConfig{ClientID: "c", Key: []byte("private")}, "SMART: the key is neither PEM with a private key nor a JSON Web Key"},
		{SMARTConfig{ClientID: "c", Key: good[:100]}, "SMART: the key is neither PEM with a private key nor a JSON Web Key"},
		{SMARTConfig{ClientID: "c", Key: []byte(`{"keys":`)}, "SMART: the key set is not valid JSON"},
		{SMARTConfig{ClientID: "c", Key: two}, "SMART: the key set holds 2 keys that could sign; choose one by a key id that is unique"},
		{SMARTConfig{ClientID: "c", Key: two, KeyID: "x"}, "SMART: the key set holds no private key of this key id for RS384 or ES384"},
		{SMARTConfig{ClientID: "c", Key: pemOf(t, small)}, "SMART: the RSA key has fewer than 2048 bits"},
		{SMARTConfig{ClientID: "c", Key: pemOf(t, p256)}, "SMART: the elliptic key is not of curve P-384, which ES384 needs"},
	} {
		_, err := SMART(test.cfg)
		if err == nil || err.Error() != test.want {
			t.Errorf("error %v, want %s", err, test.want)
		}
	}
}

// TestSMARTRefresh renews a token a minute before it expires, however the server says when that is.
func TestSMARTRefresh(t *testing.T) {
	for expires, lives := range map[string]time.Duration{
		"300": 5 * time.Minute, `"900"`: 15 * time.Minute, "899.5": 899500 * time.Millisecond, "": 5 * time.Minute,
		`"soon"`: 5 * time.Minute, "-1": 5 * time.Minute, "null": 5 * time.Minute, "1e99": 24 * time.Hour,
	} {
		t.Run(expires, func(t *testing.T) {
			s, server := newSMART(t)
			server.expires = expires
			checkToken(t, mustAuthorize(t, s), 1)
			s.clock.(*movedClock).move(lives - time.Minute - time.Millisecond)
			checkToken(t, mustAuthorize(t, s), 1)
			s.clock.(*movedClock).move(time.Millisecond)
			checkToken(t, mustAuthorize(t, s), 2)
		})
	}
}

// TestSMARTShortLived does not fetch a token for each request where tokens live for less than two minutes.
func TestSMARTShortLived(t *testing.T) {
	s, server := newSMART(t)
	server.expires = "30"
	checkToken(t, mustAuthorize(t, s), 1)
	s.clock.(*movedClock).move(14 * time.Second)
	checkToken(t, mustAuthorize(t, s), 1)
	s.clock.(*movedClock).move(time.Second)
	checkToken(t, mustAuthorize(t, s), 2)
}

// TestSMARTOldTokenWhileRenewing goes on with a token that is still good while the server gives no new one.
func TestSMARTOldTokenWhileRenewing(t *testing.T) {
	s, server := newSMART(t)
	checkToken(t, mustAuthorize(t, s), 1)
	s.clock.(*movedClock).move(4 * time.Minute)
	for range 2 * tokenAttempts {
		server.answers = append(server.answers, status(http.StatusServiceUnavailable, ""))
	}
	for range 10 {
		checkToken(t, mustAuthorize(t, s), 1)
	}
	if n := server.requests(); n != 1+tokenAttempts {
		t.Errorf("%d token requests, want %d: a server that fails is left alone for a while", n, 1+tokenAttempts)
	}
}

// TestSMARTSingleFlight has 100 workers refused at once: one token request is made for all of them.
func TestSMARTSingleFlight(t *testing.T) {
	s, server := newSMART(t)
	var reqs []*http.Request
	for range 100 {
		reqs = append(reqs, mustAuthorize(t, s))
	}
	var workers sync.WaitGroup
	for _, req := range reqs {
		workers.Go(func() {
			again, err := s.Refresh(t.Context(), req)
			if err != nil || !again {
				t.Errorf("refresh: %v, %v", again, err)
			}
			checkToken(t, mustAuthorize(t, s), 2)
		})
	}
	workers.Wait()
	if n := server.requests(); n != 2 {
		t.Errorf("%d token requests, want 2", n)
	}
	for _, h := range server.headers {
		if h.Get("Authorization") != "" || h.Get("Cookie") != "" {
			t.Error("a token request carries credentials of requests")
		}
	}
}

// TestSMARTSharedFailure has workers that wait for a token share the error that comes instead.
func TestSMARTSharedFailure(t *testing.T) {
	s, server := newSMART(t)
	arrived, open := make(chan struct{}, 100), make(chan struct{})
	server.before = func() { <-open }
	for range 200 {
		server.answers = append(server.answers, status(http.StatusBadGateway, ""))
	}
	var workers sync.WaitGroup
	for range 20 {
		workers.Go(func() {
			arrived <- struct{}{}
			if _, err := request(t, s); err == nil {
				t.Error("no error")
			}
		})
	}
	for range 20 {
		<-arrived
	}
	time.Sleep(20 * time.Millisecond) // so that most of them wait; a late one asks once more
	close(open)
	workers.Wait()
	if n := server.requests(); n%tokenAttempts != 0 || n > 3*tokenAttempts {
		t.Errorf("%d token requests", n)
	}
}

// TestSMARTCanceledFetch cancels the worker that fetches the token: another does it then.
func TestSMARTCanceledFetch(t *testing.T) {
	s, server := newSMART(t)
	began, open := make(chan struct{}, 2), make(chan struct{})
	server.before = func() { began <- struct{}{}; <-open }
	ctx, cancel := context.WithCancel(t.Context())
	first := make(chan error)
	go func() {
		first <- s.Authorize(ctx, httptest.NewRequestWithContext(ctx, http.MethodGet, "/", http.NoBody))
	}()
	<-began
	second := make(chan error)
	go func() {
		_, err := request(t, s)
		second <- err
	}()
	cancel()
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want the context's", err)
	}
	close(open)
	if err := <-second; err != nil {
		t.Errorf("the other worker: %v", err)
	}
}

// TestSMARTCanceledWait cancels a worker that waits for the one that fetches.
func TestSMARTCanceledWait(t *testing.T) {
	s, _ := newSMART(t)
	s.turn <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := s.Authorize(ctx, httptest.NewRequestWithContext(ctx, http.MethodGet, "/", http.NoBody))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want the context's", err)
	}
}

// TestSMARTCanceledSleep cancels between two attempts, with the wall clock in a bubble.
func TestSMARTCanceledSleep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		auth, err := SMART(SMARTConfig{
			ClientID: "client", Key: pemOf(t, testKeys().ec), TokenURL: "https://auth.example.org/token",
			Transport: roundTrip(func(*http.Request) (*http.Response, error) { return nil, errors.New("down") }),
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		err = auth.Authorize(ctx, httptest.NewRequestWithContext(ctx, http.MethodGet, "/", http.NoBody))
		if took := time.Since(began); !errors.Is(err, context.DeadlineExceeded) || took != time.Second {
			t.Errorf("error %v after %v", err, took)
		}
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestSMARTRetries sends token requests again, each with an assertion of its own, which the server checks.
func TestSMARTRetries(t *testing.T) {
	s, server := newSMART(t)
	wait := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "17")
		w.WriteHeader(http.StatusTooManyRequests)
	}
	server.answers = []func(http.ResponseWriter, *http.Request){status(http.StatusServiceUnavailable, ""), wait}
	checkToken(t, mustAuthorize(t, s), 1)
	if n := server.requests(); n != 3 {
		t.Errorf("%d token requests, want 3", n)
	}
	slept := s.clock.(*movedClock).slept
	if len(slept) != 2 || slept[0] < 2*time.Second || slept[0] >= 4*time.Second || slept[1] != 17*time.Second {
		t.Errorf("waits %v, want 2–4 s and 17 s", slept)
	}
}

// TestSMARTErrors says why there is no token, without any of what the server answered.
func TestSMARTErrors(t *testing.T) {
	hangUp := func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
	secret := `{"error":"invalid_client","error_description":"` + secretToken + `"}`
	for name, test := range map[string]struct {
		answer   func(http.ResponseWriter, *http.Request)
		requests int
		want     string
	}{
		"invalid_client": {
			status(400, secret), 1,
			"no token: the token endpoint answered 400 invalid_client: the server does not know the client or its key; check client id, key and kid",
		},
		"unknown code":  {status(400, `{"error":"`+secretToken+`"}`), 1, "no token: the token endpoint answered 400"},
		"unauthorized":  {status(401, "<html>"+secretToken), 1, "no token: the token endpoint answered 401"},
		"503 for ever":  {status(503, secretToken), 3, "no token: the token endpoint answered 503 (3 attempts)"},
		"not JSON":      {status(200, secretToken), 1, "no token: the token endpoint answered 200: the answer is not JSON as of a token server"},
		"no token":      {status(200, `{}`), 1, "no token: the token endpoint answered 200: the answer has no access_token"},
		"another type":  {status(200, `{"access_token":"x","token_type":"mac"}`), 1, "no token: the token endpoint answered 200: the token is not of type bearer"},
		"line break":    {status(200, `{"access_token":"`+secretToken+`\n"}`), 1, "the credentials hold a control character, such as the newline of a file"},
		"too large":     {status(200, `{"access_token":"`+strings.Repeat(secretToken, 5000)), 1, "no token: the token endpoint cannot be asked: " + ErrTooLarge.Error()},
		"no answer":     {hangUp, 3, "no token: the token endpoint cannot be asked: read: the connection ended early (3 attempts)"},
		"another place": {redirect, 1, "no token: the token endpoint answered 307: redirects of token requests are not followed"},
	} {
		t.Run(name, func(t *testing.T) {
			s, server := newSMART(t)
			for range 10 {
				server.answers = append(server.answers, test.answer)
			}
			_, err := request(t, s)
			if err == nil || err.Error() != test.want {
				t.Errorf("error  %v\nwant   %s", err, test.want)
			}
			for _, shown := range []string{fmt.Sprint(err), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", err)} {
				if strings.Contains(shown, secretToken) {
					t.Error("the error shows what the server answered")
				}
			}
			if n := server.requests(); n != test.requests {
				t.Errorf("%d token requests, want %d", n, test.requests)
			}
		})
	}
}

func redirect(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "/token", http.StatusTemporaryRedirect)
}

// TestSMARTRefusalHolds leaves a token server that has refused alone for a while.
func TestSMARTRefusalHolds(t *testing.T) {
	s, server := newSMART(t)
	server.answers = append(server.answers, status(400, `{"error":"invalid_scope"}`))
	for range 5 {
		var refused *TokenError
		if _, err := request(t, s); !errors.As(err, &refused) || refused.Code != "invalid_scope" || refused.Status != 400 {
			t.Fatalf("error %v", err)
		}
	}
	if n := server.requests(); n != 1 {
		t.Errorf("%d token requests, want 1", n)
	}
	s.clock.(*movedClock).move(errorHolds)
	checkToken(t, mustAuthorize(t, s), 1)
}

// TestSMARTDiscovery finds the token URL at the server, once.
func TestSMARTDiscovery(t *testing.T) {
	s, server := newSMART(t)
	asked := 0
	fhir := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		switch {
		case r.URL.Path != "/fhir/.well-known/smart-configuration":
			http.NotFound(w, r)
		case asked == 1:
			w.WriteHeader(http.StatusBadGateway)
		default:
			fmt.Fprintf(w, `{"token_endpoint":"%s/token"}`, server.URL)
		}
	}))
	defer fhir.Close()
	cfg := SMARTConfig{ClientID: "client", Key: pemOf(t, testKeys().ec), Server: fhir.URL + "/fhir/"}
	s = smartFor(t, cfg, s.clock.(*movedClock))
	req := mustAuthorize(t, s)
	checkToken(t, req, 1)
	if again, err := s.Refresh(t.Context(), req); !again || err != nil {
		t.Errorf("refresh: %v, %v", again, err)
	}
	if asked != 2 {
		t.Errorf("the server was asked %d times, want 2", asked)
	}
}

func TestSMARTDiscoveryErrors(t *testing.T) {
	for answer, want := range map[string]string{
		`{}`:                                   "no token: the server's SMART configuration answered 200: it names no token_endpoint; give the token URL",
		`{"token_endpoint":"/token"}`:          "no token: the server's SMART configuration answered 200: its token_endpoint is no absolute URL; give the token URL",
		`{"token_endpoint":"http://auth.org"}`: "no token: the server's SMART configuration answered 200: its token_endpoint is not https; give the token URL",
	} {
		rec := func(*http.Request) (*http.Response, error) {
			w := httptest.NewRecorder()
			_, _ = w.WriteString(answer)
			return w.Result(), nil
		}
		s := smartFor(t, SMARTConfig{
			ClientID: "client", Key: pemOf(t, testKeys().ec), Server: "https://example.org/fhir", Transport: roundTrip(rec),
		}, newMovedClock())
		if _, err := request(t, s); err == nil || err.Error() != want {
			t.Errorf("error %v\nwant  %s", err, want)
		}
	}
}
