package fhirclient

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"

	"github.com/go-jose/go-jose/v4"

	"github.com/fhirview/fhirview/internal/files"
)

// signingKey returns the configured key with its id.
func signingKey(cfg *SMARTConfig) (jose.JSONWebKey, error) {
	data := cfg.Key
	if len(data) == 0 {
		if cfg.KeyFile == "" {
			return jose.JSONWebKey{}, errors.New("there is no key")
		}
		var err error
		if data, err = files.ReadWaiting(cfg.KeyFile); err != nil {
			return jose.JSONWebKey{}, fmt.Errorf("cannot read the key: %w", err)
		}
	}
	if data = bytes.TrimSpace(data); len(data) > 0 && data[0] == '{' {
		return keyOfSet(data, cfg.KeyID)
	}
	key, err := keyOfPEM(data)
	return jose.JSONWebKey{Key: key, KeyID: cfg.KeyID}, err
}

// keyOfPEM returns the first private key of a PEM file. Its errors, as all here, show nothing of the file.
func keyOfPEM(data []byte) (any, error) {
	for {
		var block *pem.Block
		if block, data = pem.Decode(data); block == nil {
			return nil, errors.New("the key is neither PEM with a private key nor a JSON Web Key")
		}
		var key any
		var err error
		switch block.Type {
		case "PRIVATE KEY":
			key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
		case "RSA PRIVATE KEY":
			key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
		case "EC PRIVATE KEY":
			key, err = x509.ParseECPrivateKey(block.Bytes)
		case "ENCRYPTED PRIVATE KEY":
			err = errors.New("encrypted")
		default:
			continue // parameters, certificates
		}
		if err != nil || block.Headers["DEK-Info"] != "" {
			return nil, errors.New("the private key cannot be read; it has to be whole and not encrypted")
		}
		return key, nil
	}
}

// keyOfSet returns a private key of a key set, or the one key that there is instead of a set.
func keyOfSet(data []byte, id string) (jose.JSONWebKey, error) {
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if json.Unmarshal(data, &set) != nil {
		return jose.JSONWebKey{}, errors.New("the key set is not valid JSON")
	}
	if set.Keys == nil {
		set.Keys = []json.RawMessage{data}
	}
	var found []jose.JSONWebKey
	for _, raw := range set.Keys {
		var key jose.JSONWebKey
		if json.Unmarshal(raw, &key) != nil || key.IsPublic() || id != "" && key.KeyID != id {
			continue // sets may hold keys of kinds that are not known here
		}
		if _, err := algorithm(key.Key); err == nil && (key.Use == "" || key.Use == "sig") {
			found = append(found, key)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return jose.JSONWebKey{}, fmt.Errorf("the key set holds %d keys that could sign; choose one by a key id that is unique", len(found))
	case id != "":
		return jose.JSONWebKey{}, errors.New("the key set holds no private key of this key id for RS384 or ES384")
	}
	return jose.JSONWebKey{}, errors.New("the key set holds no private key for RS384 or ES384")
}

// algorithm returns how a key signs.
func algorithm(key any) (jose.SignatureAlgorithm, error) {
	switch key := key.(type) {
	case *rsa.PrivateKey:
		if key.N.BitLen() < 2048 {
			return "", errors.New("the RSA key has fewer than 2048 bits")
		}
		return jose.RS384, nil
	case *ecdsa.PrivateKey:
		if key.Curve != elliptic.P384() {
			return "", errors.New("the elliptic key is not of curve P-384, which ES384 needs")
		}
		return jose.ES384, nil
	}
	return "", errors.New("the key is neither RSA nor elliptic")
}
