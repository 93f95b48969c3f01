package fhirclient

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

// SMARTConfig says who a client is to a server with SMART Backend Services. ClientID, a key, and TokenURL or Server are
// required.
type SMARTConfig struct {
	// ClientID is the name under which the client is registered.
	ClientID string
	// Key is the private key, as PEM (PKCS #8, PKCS #1 or SEC 1) or as a JSON Web Key or key set. An RSA key signs with
	// RS384, an elliptic one (P-384) with ES384. KeyFile names a file with the same, where Key is empty; it is read once.
	Key     []byte
	KeyFile string
	// KeyID is the kid of the key; in a key set it chooses the key. Default: that of the only private key in the set.
	KeyID string
	// TokenURL is where tokens are asked for. Default: what [Server]/.well-known/smart-configuration says, which is looked
	// up before the first request and only there.
	TokenURL string
	// Server is the FHIR server's base URL, needed where there is no TokenURL.
	Server string
	// Scopes are the rights to ask for. Default: system/*.read.
	Scopes []string
	// KeySetURL is where the public key can be fetched, sent as the jku of assertions. Default: none is sent.
	KeySetURL string
	// Transport sends the requests for tokens. Default: one of its own, which keeps no connections.
	Transport http.RoundTripper
}

// SMART returns an Auth that gets tokens by SMART Backend Services: OAuth 2.0 client credentials with a signed assertion.
// See https://hl7.org/fhir/smart-app-launch/backend-services.html.
//
// A token is shared by all requests and asked for once at a time, a minute before the old one expires, and after a 401.
// Each request for a token carries an assertion of its own; it is repeated after 429, 5xx and network errors, three times
// in all. Assertions go to the token URL alone: its redirects are not followed. The error of a request that got no token is
// a [*TokenError].
func SMART(cfg SMARTConfig) (Auth, error) {
	if cfg.ClientID == "" {
		return nil, errors.New("SMART: there is no client id")
	}
	s := &smart{
		clientID:  cfg.ClientID,
		scopes:    cfg.Scopes,
		transport: cfg.Transport,
		clock:     systemClock{},
		turn:      make(chan struct{}, 1),
	}
	if len(s.scopes) == 0 {
		s.scopes = []string{"system/*.read"}
	}
	if s.transport == nil {
		s.transport = tokenTransport()
	}
	var err error
	if s.signer, err = newAssertionSigner(&cfg); err != nil {
		return nil, fmt.Errorf("SMART: %w", err)
	}
	if s.tokenURL, s.discoverURL, err = tokenEndpoint(&cfg); err != nil {
		return nil, fmt.Errorf("SMART: %w", err)
	}
	return s, nil
}

// tokenEndpoint returns the token URL, or the one to learn it from.
func tokenEndpoint(cfg *SMARTConfig) (token, discover string, err error) {
	switch {
	case cfg.TokenURL != "":
		if _, err := absoluteURL(cfg.TokenURL); err != nil {
			return "", "", fmt.Errorf("the token URL %w", err)
		}
		return cfg.TokenURL, "", nil
	case cfg.Server != "":
		base, err := absoluteURL(cfg.Server)
		if err != nil {
			return "", "", fmt.Errorf("the server's URL %w", err)
		}
		return "", base.JoinPath(".well-known", "smart-configuration").String(), nil
	}
	return "", "", errors.New("give the token URL, or the server's base URL to find it")
}

// absoluteURL reads a URL to send requests to. Its errors do not show it: it may hold a secret in the wrong place.
func absoluteURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, errors.New("is no URL")
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		return nil, errors.New("does not begin with https:// or http:// and a host")
	case u.User != nil:
		return nil, errors.New("holds a user's name; leave that out")
	}
	return u, nil
}
