package fhirclient

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// assertionLives is how long an assertion is good: less than the five minutes that are allowed, for clocks that differ.
const assertionLives = 4 * time.Minute

// assertionSigner signs what a client says of itself.
type assertionSigner struct{ signer jose.Signer }

func newAssertionSigner(cfg *SMARTConfig) (*assertionSigner, error) {
	key, err := signingKey(cfg)
	if err != nil {
		return nil, err
	}
	alg, err := algorithm(key.Key)
	if err != nil {
		return nil, err
	}
	if key.Algorithm != "" && key.Algorithm != string(alg) {
		return nil, errors.New("the key is for another algorithm than RS384 or ES384")
	}
	opts := (&jose.SignerOptions{}).WithType("JWT")
	if cfg.KeySetURL != "" {
		opts = opts.WithHeader("jku", cfg.KeySetURL)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: key}, opts)
	if err != nil {
		return nil, errors.New("the key cannot sign")
	}
	return &assertionSigner{signer}, nil
}

// assertion returns a signed assertion that was never used before.
func (s *assertionSigner) assertion(clientID, audience string, now time.Time) (string, error) {
	claims, err := json.Marshal(map[string]any{
		"iss": clientID,
		"sub": clientID,
		"aud": audience,
		"exp": now.Add(assertionLives).Unix(),
		"jti": rand.Text(),
	})
	if err != nil {
		return "", errors.New("the client id cannot be signed")
	}
	signed, err := s.signer.Sign(claims)
	if err != nil {
		return "", errors.New("the assertion cannot be signed")
	}
	return signed.CompactSerialize()
}
