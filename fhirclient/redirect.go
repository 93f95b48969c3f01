package fhirclient

import (
	"net/http"
	"net/url"
)

const maxRedirects = 5

func redirects(a *answer) bool {
	switch a.status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect,
		http.StatusPermanentRedirect:
		return a.header.Get("Location") != ""
	}
	return false
}

// follow is where a redirect leads. Only 303 changes the method: browsers also turn POST into GET after 301 and 302, which
// would make a create that never happened look like one that did.
func (t target) follow(location string, status int) (target, error) {
	u, err := t.url.Parse(location)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		return target{}, ErrRedirect
	}
	if t.url.Scheme == "https" && u.Scheme == "http" {
		return target{}, ErrRedirect
	}
	u.Fragment = ""
	next := target{url: u, method: t.method, body: t.body, trusted: t.trusted}
	if status == http.StatusSeeOther && t.method != http.MethodHead {
		next.method, next.body = http.MethodGet, nil
	}
	if origin(u) != origin(t.url) {
		next.trusted = false
		if next.method != http.MethodGet && next.method != http.MethodHead {
			return target{}, ErrRedirect
		}
	}
	return next, nil
}

// travels is true for fields that another origin may see: they say what is wanted, not who wants it.
func travels(name string) bool {
	switch http.CanonicalHeaderKey(name) {
	case "Accept", "Accept-Language", "Cache-Control", "Content-Type", "If-Match", "If-Modified-Since", "If-None-Match",
		"If-Range", "Prefer", "Range":
		return true
	}
	return false
}

// presigned is true for URLs that carry their own credentials, to which others must not be added: object stores refuse
// such requests.
func presigned(u *url.URL) bool {
	if u.RawQuery == "" {
		return false
	}
	q := u.Query()
	return q.Has("X-Amz-Signature") || q.Has("X-Goog-Signature") || q.Has("Signature") && (q.Has("Expires") || q.Has("Key-Pair-Id")) ||
		q.Has("sig") && q.Has("se")
}
