package fhirclient

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"sync"
)

// authIdentity returns a text that is the same for the same credentials, and tells nothing of them: the key of the hash is
// the process's own, so that nobody can try passwords on it. Credentials that change are the same only as themselves.
func authIdentity(a Auth) string {
	switch a := a.(type) {
	case nil:
		return ""
	case *fixed:
		mac := hmac.New(sha256.New, identityKey())
		mac.Write([]byte(a.value))
		return hex.EncodeToString(mac.Sum(nil))
	case interface{ identity() string }:
		return a.identity()
	default:
		return rand.Text() // so that nothing is shared
	}
}

// identity is of credentials that change: a name that no others ever have.
func (o *own) identity() string {
	o.once.Do(func() { o.name = rand.Text() })
	return o.name
}

type own struct {
	once sync.Once
	name string
}

var identityKey = sync.OnceValue(func() []byte { return []byte(rand.Text()) })
