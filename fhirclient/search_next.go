package fhirclient

import (
	"errors"
	"net/url"
	"strings"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// next decides where to go after the page from an address: another address, or "" at the end.
//
// A page without entries is no end: servers take out of a page what the caller may not see. But some link from the last
// page to one that has nothing, which links to another that has nothing, so after many of them in a row it is enough.
func (s *Search) next(b *fhir.Bundle, from string) (string, error) {
	if len(b.Next) == 0 {
		if b.Astray {
			s.state.stopped = stoppedByLink
		}
		return "", nil
	}
	if s.opts.MaxPages > 0 && s.state.pages >= s.opts.MaxPages {
		s.state.stopped = stoppedByMaxPages
		return "", nil
	}
	if s.state.barren > maxBarrenPages {
		s.state.stopped = stoppedByBarrenPages
		return "", nil
	}
	return s.client.pageURL(string(b.Next), from, s.typ)
}

// pageURL turns the link to a further page into an address of the client's server. A link is followed as it is written;
// a relative one is relative to the server's base, or to the page that it comes from where it has only a query.
func (c *Client) pageURL(link, from, typ string) (string, error) {
	link = strings.ReplaceAll(link, " ", "%20") // which cannot be sent as it is
	u, err := url.Parse(link)
	if err != nil {
		return "", errors.New("the link to the next page is not a URL") // whose text may hold names and ids
	}
	if strings.HasPrefix(link, "?") {
		from, _, _ = strings.Cut(from, "?")
		return strings.TrimSuffix(from, "/_search") + link, nil
	}
	if u.Host == "" && u.Scheme != "" {
		return "", errors.New("the link to the next page has no host")
	}
	if !u.IsAbs() {
		u = c.base.ResolveReference(u)
		link = u.String()
	}
	switch {
	case sameOrigin(u, c.base):
		return link, nil
	case c.cfg.RebaseNext:
		return c.rebase(u, typ), nil
	}
	return "", ErrForeignNext
}

// rebase moves a link of another origin to the client's own base. Servers behind a proxy know themselves by another host,
// and may know themselves by another path.
func (c *Client) rebase(u *url.URL, typ string) string {
	base, path := strings.TrimSuffix(c.base.EscapedPath(), "/"), u.EscapedPath()
	if path != base && !strings.HasPrefix(path, base+"/") {
		path = base + below(path, typ)
	}
	address := c.base.Scheme + "://" + c.base.Host + path
	if u.RawQuery != "" {
		address += "?" + u.RawQuery
	}
	return address
}

// below guesses the part of a path that is below the base of the server who wrote it.
func below(path, typ string) string {
	if i := strings.LastIndex(path+"/", "/"+typ+"/"); i >= 0 {
		return path[i:]
	}
	if i := strings.LastIndex(path, "/_"); i >= 0 {
		return path[i:]
	}
	return "" // the base itself, to whom some servers give a parameter for the page
}

func sameOrigin(a, b *url.URL) bool {
	return strings.EqualFold(a.Scheme, b.Scheme) && strings.EqualFold(a.Hostname(), b.Hostname()) && port(a) == port(b)
}

func port(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	if strings.EqualFold(u.Scheme, "https") {
		return "443"
	}
	return "80"
}
