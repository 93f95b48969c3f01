package fhirclient

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	maxTokenAnswer  = 64 << 10
	tokenAttempts   = 3
	tokenTimeout    = 30 * time.Second
	renewEarly      = time.Minute
	defaultLifetime = 5 * time.Minute // what SMART recommends, for answers that do not say
	maxLifetime     = 24 * time.Hour
)

// tokenTransport is for a request every few minutes: no connection is kept for the next.
func tokenTransport() http.RoundTripper {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DisableKeepAlives:     true,
		TLSHandshakeTimeout:   10 * time.Second,
		ResponseHeaderTimeout: tokenTimeout,
	}
}

// fetch asks the token server for a token, after asking the FHIR server who that is where it has to.
func (s *smart) fetch(ctx context.Context) (token, error) {
	if s.tokenURL == "" {
		found, err := s.discover(ctx)
		if err != nil {
			return token{}, err
		}
		s.tokenURL = found
	}
	var t token
	err := s.repeat(ctx, "token endpoint", func(ctx context.Context) (*tokenAnswer, error) {
		asked := s.clock.Now()
		answer, err := s.post(ctx)
		if err == nil && answer.status == http.StatusOK {
			t, err = readToken(answer.body, asked)
		}
		return answer, err
	})
	return t, err
}

// post sends one request for a token, with an assertion of its own.
func (s *smart) post(ctx context.Context) (*tokenAnswer, error) {
	assertion, err := s.signer.assertion(s.clientID, s.tokenURL, s.clock.Now())
	if err != nil {
		return nil, final(err)
	}
	form := url.Values{
		"grant_type":            {"client_credentials"},
		"scope":                 {strings.Join(s.scopes, " ")},
		"client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
		"client_assertion":      {assertion},
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.tokenURL, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, final(errors.New("the token URL is no URL"))
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.send(req)
}

// tokenAnswer is an answer of the token server, or of the FHIR server when it is asked who that is.
type tokenAnswer struct {
	status int
	header http.Header
	body   []byte
}

// send sends a request past any redirects and cookies: the transport knows neither.
func (s *smart) send(req *http.Request) (*tokenAnswer, error) {
	req.Header.Set("Accept", "application/json")
	resp, err := s.transport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxTokenAnswer+1))
	if err != nil {
		return nil, err
	}
	if len(body) > maxTokenAnswer {
		return nil, final(ErrTooLarge)
	}
	return &tokenAnswer{resp.StatusCode, resp.Header, body}, nil
}

// readToken reads what a token server answered to a request that was sent at a time. Its errors show nothing of it.
func readToken(body []byte, asked time.Time) (token, error) {
	var answer struct {
		Token   string          `json:"access_token"`
		Type    string          `json:"token_type"`
		Expires json.RawMessage `json:"expires_in"`
	}
	switch {
	case json.Unmarshal(body, &answer) != nil:
		return token{}, final(errors.New("the answer is not JSON as of a token server"))
	case answer.Token == "":
		return token{}, final(errors.New("the answer has no access_token"))
	case answer.Type != "" && !strings.EqualFold(answer.Type, "bearer"):
		return token{}, final(errors.New("the token is not of type bearer"))
	}
	lives := lifetime(answer.Expires)
	return token{
		value:   bearerValue(answer.Token),
		renew:   asked.Add(lives - min(renewEarly, lives/2)),
		expires: asked.Add(lives),
	}, nil
}

// lifetime reads expires_in, which servers send as a number or as a string of one, or not at all.
func lifetime(raw json.RawMessage) time.Duration {
	seconds, err := strconv.ParseFloat(string(bytes.Trim(raw, `"`)), 64)
	if err != nil || !(seconds > 0) { // also not a number
		return defaultLifetime
	}
	return time.Duration(min(seconds, maxLifetime.Seconds()) * float64(time.Second))
}

// oauthError returns the error code of RFC 6749 in an answer, or "" where there is none that is known: other text could
// be anything.
func oauthError(a *tokenAnswer) string {
	if typ, _, _ := mime.ParseMediaType(a.header.Get("Content-Type")); typ == "text/html" {
		return ""
	}
	var answer struct {
		Error string `json:"error"`
	}
	_ = json.Unmarshal(a.body, &answer)
	if _, known := oauthMeaning[answer.Error]; known {
		return answer.Error
	}
	return ""
}
