package plan

import (
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
)

// Bundle finds the entries of the Bundle that a resource was an entry of. Entries are numbered from 0.
type Bundle interface {
	// ByURL returns the first entry of a fullUrl that comes after an entry of the same, or after -1; -1 is none.
	ByURL(url string, after int) int
	// ByID is ByURL for the type and the id of the entry's resource.
	ByID(typ, id string, after int) int
	// Entry returns the fullUrl of an entry, and the type and id of its resource; "" for what it does not have.
	Entry(i int) (fullURL, typ, id string)
	// Text returns the JSON text of an entry's resource.
	Text(i int) ([]byte, error)
}

// Around is what is around a resource.
type Around struct {
	// Bundle is nil where there is none, or nobody asks for it.
	Bundle Bundle
	// FullURL is that of the resource's own entry, nil for none.
	FullURL []byte

	// entries are those that were resolved for the resource that is evaluated.
	entries map[int]*resource.Resource
}

// Set has the next resources be entries of a Bundle.
func (a *Around) Set(b Bundle, fullURL []byte) { a.Bundle, a.FullURL = b, fullURL }

// forget gives up what was resolved.
func (a *Around) forget() { clear(a.entries) }

// entryKey is the key of an entry's resource: its id, or else what its fullUrl names it by.
func entryKey(fullURL, typ, id string) string {
	if id != "" {
		return id
	}
	for _, scheme := range [...]string{"urn:uuid:", "urn:oid:"} {
		if key, ok := strings.CutPrefix(fullURL, scheme); ok {
			return key
		}
	}
	if have, id, ok := splitReference(fullURL); ok && have == typ {
		return id
	}
	return ""
}

// referenceKey returns the key of the entry that a reference points to; ok is false where it points to none. Of a
// relative reference the key is known without.
func (a *Around) referenceKey(ref, typ string) (key string, ok bool) {
	if a.Bundle == nil || strings.IndexByte(ref, ':') < 0 {
		return "", false
	}
	url, _, _ := strings.Cut(ref, "/_history/")
	i := a.Bundle.ByURL(url, -1)
	if i < 0 {
		return "", false
	}
	fullURL, have, id := a.Bundle.Entry(i)
	if typ != "" && typ != have {
		return "", true
	}
	return entryKey(fullURL, have, id), true
}

// ownKey is the key of a resource without id: by the fullUrl of its entry.
func (c *Context) ownKey(r *resource.Resource, n resource.NodeID) string {
	typ := r.Model().TypeName(r.Type(n))
	if n == r.Root() {
		return entryKey(c.fullURL(r), typ, "")
	}
	within := enclosing(r, n)
	if len(within) < 2 || within[0] != n || r.Model().TypeName(r.Type(within[1])) != "Bundle" {
		return ""
	}
	return entryKey(entryURL(r, within[1], n), typ, "")
}

// mayHaveOwnKey is true where a resource without id may have a key all the same.
func (c *Context) mayHaveOwnKey(r *resource.Resource) bool {
	return c.Around.FullURL != nil || c.Around.Bundle != nil || r.Model().TypeName(r.Type(r.Root())) == "Bundle"
}

// fullURL returns the fullUrl of the entry that a resource was: the one that is evaluated, or one that was resolved.
func (c *Context) fullURL(r *resource.Resource) string {
	for i, other := range c.Around.entries {
		if other == r {
			url, _, _ := c.Around.Bundle.Entry(i)
			return url
		}
	}
	if len(c.RootResource) > 0 && c.RootResource[0].Kind() == value.KindElement {
		if own, _ := c.RootResource[0].Element(); own == r {
			return string(c.Around.FullURL)
		}
	}
	return ""
}

// entry finds the entry of the Bundle around that a reference of a resource points to.
func (c *Context) entry(r *resource.Resource, ref string) (target value.Value, ok bool, err error) {
	b := c.Around.Bundle
	if b == nil {
		return target, false, nil
	}
	want, own := bundleKey(ref), ""
	url := want.url
	if want.relative {
		if own = baseOf(c.fullURL(r)); own != "" {
			url = own + "/" + url
		}
	}
	for i := b.ByURL(url, -1); i >= 0; i = b.ByURL(url, i) {
		if target, ok, err = c.version(i, want.version); ok || err != nil {
			return target, ok, err
		}
	}
	if !want.relative {
		return target, false, nil
	}
	for i := b.ByID(want.typ, want.id, -1); i >= 0; i = b.ByID(want.typ, want.id, i) {
		c.Spend(1)
		url, _, _ := b.Entry(i)
		if base := baseOf(url); own != "" && base != "" && own != base {
			continue
		}
		if target, ok, err = c.version(i, want.version); ok || err != nil {
			return target, ok, err
		}
	}
	return target, false, nil
}

// version returns the resource of an entry, if it is the version that is wanted; "" is any.
func (c *Context) version(i int, version string) (target value.Value, ok bool, err error) {
	c.Spend(1)
	r, err := c.decoded(i)
	if err != nil {
		return target, false, err
	}
	if version != "" {
		meta := child(r, r.Root(), "meta")
		if meta == 0 || childByKey(r, meta, "versionId") != version {
			return target, false, nil
		}
	}
	return value.Elem(r, r.Root()), true, nil
}

// decoded returns the resource of an entry. It is decoded once for each resource that is evaluated.
func (c *Context) decoded(i int) (*resource.Resource, error) {
	a := &c.Around
	if r, ok := a.entries[i]; ok {
		return r, nil
	}
	text, err := a.Bundle.Text(i)
	if err != nil {
		return nil, failure("the entry that the reference points to cannot be read", err)
	}
	r, err := c.decode(model.Unknown, text)
	if err != nil {
		return nil, failure("the entry that the reference points to is no resource", err)
	}
	if a.entries == nil {
		a.entries = map[int]*resource.Resource{}
	}
	a.entries[i] = r
	return r, nil
}
