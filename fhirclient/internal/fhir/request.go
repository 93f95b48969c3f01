package fhir

import (
	"errors"
	"net/http"
	"strings"
)

// Request is an entry of a Bundle that is to be sent to a server.
type Request struct {
	Entry

	Raw    []byte // all of it
	Bad    error  // it is no entry
	Asked  bool   // it says what is to be done
	Method string
	URL    string
	// What it says of conditions; Other is one that only a server can judge.
	IfNoneExist, IfMatch, Other string
}

var errMalformedBundle = errors.New("the Bundle is malformed")

// ParseRequests reads a Bundle. The text is known to be well-formed.
func ParseRequests(data []byte) (typ string, entries []Request, err error) {
	c := NewCursor(data)
	err = c.Fields(func(name []byte) error {
		switch string(name) {
		case "type":
			text, err := c.TextOr()
			typ = string(text)
			return err
		case "entry":
			if c.Peek() != '[' {
				return c.Skip()
			}
			return c.Items(func(int) error {
				e, err := readRequest(&c)
				entries = append(entries, e)
				return err
			})
		}
		return c.Skip()
	})
	if err != nil {
		return "", nil, errMalformedBundle
	}
	return typ, entries, nil
}

func readRequest(c *Cursor) (Request, error) {
	raw, err := c.Raw()
	e := Request{Raw: raw}
	if err != nil || raw[0] == 'n' {
		return e, err
	}
	inner := NewCursor(raw)
	e.Bad = e.Parse(&inner)
	if e.Bad == nil {
		inner = NewCursor(raw)
		e.Bad = inner.Fields(func(name []byte) error {
			if string(name) != "request" || inner.Peek() != '{' {
				return inner.Skip()
			}
			e.Asked = true
			return e.request(&inner)
		})
	}
	return e, nil
}

func (e *Request) request(c *Cursor) error {
	return c.Fields(func(name []byte) error {
		var to *string
		switch string(name) {
		case "method":
			to = &e.Method
		case "url":
			to = &e.URL
		case "ifNoneExist":
			to = &e.IfNoneExist
		case "ifMatch":
			to = &e.IfMatch
		case "ifNoneMatch", "ifModifiedSince":
			to = &e.Other
		default:
			return c.Skip()
		}
		text, err := c.TextOr()
		*to = string(text)
		return err
	})
}

// Repeatable is true where a request of a Bundle can be processed twice without harm; conditional is a create under a
// condition.
func Repeatable(method string, conditional bool) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete:
		return true
	}
	return conditional
}

// RequestType is the resource type of the URL of a request of a Bundle, or empty.
func RequestType(url string) string {
	if i := strings.IndexAny(url, "/?"); i >= 0 {
		url = url[:i]
	}
	if CheckType(url) != nil {
		return ""
	}
	return url
}
