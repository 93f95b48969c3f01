package fhirclient

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"sync"
)

// cacheIdentity is made when it is first asked for. The zero value is ready for use.
type cacheIdentity struct {
	once sync.Once
	text string
}

// CacheIdentity is an opaque text: the same for clients of the same server with the same credentials, who get the same
// answers. It differs between processes and has no secret in it. A client with a transport of the caller's, which may
// send credentials of its own, shares its identity with no other; [Auth] values whose credentials change are the same
// only as themselves.
func (c *Client) CacheIdentity() string {
	c.identity.once.Do(func() { c.identity.text = c.newIdentity() })
	return c.identity.text
}

func (c *Client) newIdentity() string {
	parts := []string{c.base.String(), c.cfg.FHIRVersion, authIdentity(c.cfg.Auth)}
	if c.cfg.Transport != nil {
		parts = append(parts, rand.Text())
	}
	header := c.core.header()
	for _, name := range slices.Sorted(maps.Keys(header)) {
		parts = append(append(parts, name), header[name]...)
	}
	return keyedHash(parts...)
}

// keyedHash tells nothing of the texts that it is of: the key is the process's own, so that nobody can try passwords on it.
func keyedHash(parts ...string) string {
	mac := hmac.New(sha256.New, identityKey())
	for _, p := range parts {
		mac.Write([]byte(strconv.Quote(p))) // so that no two lists make the same text
	}
	return hex.EncodeToString(mac.Sum(nil))
}

var identityKey = sync.OnceValue(func() []byte { return []byte(rand.Text()) })
