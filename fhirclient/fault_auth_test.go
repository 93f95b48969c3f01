package fhirclient_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
	"github.com/fhirview/fhirview/internal/faultserver"
	"github.com/google/go-cmp/cmp"
)

// smartAuth returns credentials that get their tokens from a server.
func smartAuth(tb testing.TB, tokens *faultserver.Server) fhirclient.Auth {
	tb.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	wantNil(tb, err)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	wantNil(tb, err)
	auth, err := fhirclient.SMART(fhirclient.SMARTConfig{
		ClientID: "client", TokenURL: tokens.URL + "/token",
		Key: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}),
	})
	wantNil(tb, err)
	return auth
}

// guarded returns a client of a server that wants tokens.
func guarded(tb testing.TB, tokens *faultserver.Tokens, handler http.Handler) (*fhirclient.Client, *clienttest.Clock, *faultserver.Server) {
	tb.Helper()
	server := faultserver.New(tb, tokens.Guard(handler))
	client, clock := setup(tb, server.URL, &fhirclient.Config{Auth: smartAuth(tb, faultserver.New(tb, tokens))})
	return client, clock, server
}

func TestFault54ExpiryBetweenPagesRefreshesEarly(t *testing.T) {
	tokens := &faultserver.Tokens{ExpiresIn: "300"}
	pages := faultserver.InTurn(
		faultserver.OK(faultserver.Page(2, "?page=2", faultserver.Patient("p0"))),
		faultserver.OK(faultserver.Page(2, "", faultserver.Patient("p1"))))
	client, clock, server := guarded(t, tokens, pages)
	var ids []string
	for entry, err := range client.Search(t.Context(), "Patient", nil, &fhirclient.SearchOptions{Sequential: true}).Entries() {
		wantNil(t, err)
		ids = append(ids, idOf(entry))
		clock.Advance(241 * time.Second) // one second into the last minute
	}
	if diff := cmp.Diff(patientIDs(0, 2), ids); diff != "" {
		t.Error(diff)
	}
	// No page was asked for with the old token.
	wantCount(t, server.Count(""), 2)
	wantCount(t, len(tokens.Assertions()), 2)
}

func TestFault55ManyUnauthorizedWorkersRefreshOnce(t *testing.T) {
	tokens := &faultserver.Tokens{ExpiresIn: "300"}
	client, _, server := guarded(t, tokens, onePatient)
	wantNil(t, read(t.Context(), client))
	tokens.Revoke()
	var workers sync.WaitGroup
	for range 100 {
		workers.Go(func() {
			if err := read(t.Context(), client); err != nil {
				t.Error(err)
			}
		})
	}
	workers.Wait()
	wantCount(t, len(tokens.Assertions()), 2)
	if n := server.Count(""); n > 1+2*100 {
		t.Errorf("%d requests, want each replayed once at most", n)
	}
}

func TestFault56PersistentUnauthorizedIsTwoRequests(t *testing.T) {
	server := faultserver.New(t, faultserver.Answer(http.StatusUnauthorized, faultserver.Outcome("login")))
	tokens := &faultserver.Tokens{}
	var asked atomic.Int32
	for name, auth := range map[string]fhirclient.Auth{
		"SMART": smartAuth(t, faultserver.New(t, tokens)),
		"function": fhirclient.BearerFunc(func(context.Context) (string, error) {
			return fmt.Sprint("token-", asked.Add(1)), nil
		}),
	} {
		before := server.Count("")
		client, _ := setup(t, server.URL, &fhirclient.Config{Auth: auth})
		wantStatus(t, read(t.Context(), client), http.StatusUnauthorized, 2)
		if n := server.Count("") - before; n != 2 {
			t.Errorf("%s: %d requests, want 2", name, n)
		}
	}
	// What cannot change is not sent again.
	before := server.Count("")
	client, _ := setup(t, server.URL, &fhirclient.Config{Auth: fhirclient.Bearer("secret")})
	wantStatus(t, read(t.Context(), client), http.StatusUnauthorized, 1)
	wantCount(t, server.Count("")-before, 1)
}

func TestFault57ForbiddenIsFinal(t *testing.T) {
	tokens := &faultserver.Tokens{}
	client, _, server := guarded(t, tokens, faultserver.Answer(http.StatusForbidden, faultserver.Outcome("forbidden")))
	wantStatus(t, read(t.Context(), client), http.StatusForbidden, 1)
	wantCount(t, server.Count(""), 1)
	wantCount(t, len(tokens.Assertions()), 1)
}

func TestFault58TokenEndpointUnavailableIsAskedAgainByNewAssertion(t *testing.T) {
	tokens := &faultserver.Tokens{Fail: []http.Handler{faultserver.Busy(), faultserver.Busy()}}
	client, clock, _ := guarded(t, tokens, onePatient)
	wantNil(t, read(t.Context(), client))
	assertions := tokens.Assertions()
	wantCount(t, len(assertions), 3)
	seen := map[string]bool{}
	for _, a := range assertions {
		if a.Jti == "" || seen[a.Jti] {
			t.Errorf("jti %q was used before", a.Jti)
		}
		seen[a.Jti] = true
		if a.Alg != "ES384" || a.Iss != "client" || a.Sub != "client" || a.Scope == "" {
			t.Errorf("assertion is %+v", a)
		}
		if exp := time.Unix(int64(a.Exp), 0); exp.After(clock.Now().Add(5*time.Minute)) || exp.Before(clock.Now().Add(-time.Minute)) {
			t.Errorf("the assertion expires at %v, more than 5 minutes from now", exp)
		}
	}
}

func TestFault58TokenEndpointUnavailableForever(t *testing.T) {
	tokens := &faultserver.Tokens{Fail: []http.Handler{faultserver.Busy(), faultserver.Busy(), faultserver.Busy()}}
	client, _, server := guarded(t, tokens, onePatient)
	var failure *fhirclient.TokenError
	if err := read(t.Context(), client); !errors.As(err, &failure) || failure.Status != http.StatusServiceUnavailable {
		t.Errorf("error is %v, want a TokenError with 503", err)
	}
	wantCount(t, len(tokens.Assertions()), 3)
	wantCount(t, server.Count(""), 0)
}

func TestFault59LifetimeOfTokensIsReadInAnyForm(t *testing.T) {
	for name, test := range map[string]struct {
		expiresIn string
		after     time.Duration
		want      int // tokens asked for by two reads with that time between
	}{
		"number":          {`3600`, time.Hour - 2*time.Minute, 1},
		"number, expired": {`3600`, time.Hour - 59*time.Second, 2},
		"string":          {`"3600"`, time.Hour - 2*time.Minute, 1},
		"string, expired": {`"3600"`, time.Hour - 59*time.Second, 2},
		"absent":          {``, time.Second, 1},
		"absent, expired": {``, 24 * time.Hour, 2},
		"null":            {`null`, time.Second, 1},
		"senseless":       {`"soon"`, time.Second, 1},
	} {
		t.Run(name, func(t *testing.T) {
			tokens := &faultserver.Tokens{ExpiresIn: test.expiresIn}
			client, clock, server := guarded(t, tokens, onePatient)
			wantNil(t, read(t.Context(), client))
			clock.Advance(test.after)
			wantNil(t, read(t.Context(), client))
			wantCount(t, len(tokens.Assertions()), test.want)
			wantCount(t, server.Count(""), 2)
		})
	}
}

func TestFault60PresignedURLGetsNoBearer(t *testing.T) {
	// As object stores do, the bucket refuses a request that is authorized twice.
	bucket := faultserver.New(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			faultserver.Answer(http.StatusBadRequest, "").ServeHTTP(w, r)
			return
		}
		onePatient.ServeHTTP(w, r)
	}))
	signed := "/bucket/p0?X-Amz-Signature=signature&X-Amz-Expires=300"
	server := faultserver.New(t, faultserver.Answer(http.StatusFound, "", "Location", bucket.URL+signed))
	client, _ := setup(t, server.URL, secrets())
	wantNil(t, read(t.Context(), client))
	requests := bucket.Requests()
	wantCount(t, len(requests), 1)
	wantNoSecret(t, requests)
	if requests[0].URL != signed {
		t.Errorf("asked for %s, want %s", requests[0].URL, signed)
	}
	if u, err := url.Parse(requests[0].URL); err != nil || strings.Contains(u.RawQuery, "secret") {
		t.Errorf("the query holds a secret: %v", err)
	}
}
