package fhirclient

import (
	"crypto/rand"
	"sync"
)

// authIdentity returns a text that is the same for the same credentials, and tells nothing of them. Credentials that
// change are the same only as themselves.
func authIdentity(a Auth) string {
	switch a := a.(type) {
	case nil:
		return ""
	case *fixed:
		return keyedHash(a.value)
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
