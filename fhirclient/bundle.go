package fhirclient

import (
	"fmt"
	"strconv"
)

// bundle is what the client wants of a Bundle. All bytes are those of the text, in place, but for texts with escapes.
type bundle struct {
	total   int    // -1 where it is not stated
	next    []byte // the link to the next page, or nil
	astray  bool   // there is a link to the next page without an address
	issues  []byte // what R5 has in place of entries that are OperationOutcomes
	entries []bundleEntry
}

// bundleEntry is an entry; what it does not have is nil.
type bundleEntry struct {
	fullURL  []byte
	resource []byte // an object
	typ, id  []byte // of the resource
	mode     []byte // search.mode
	response []byte // an object
}

// parse reads a Bundle in one pass, into the memory of the one before. What it has no use for may be of any shape.
func (b *bundle) parse(data []byte) error {
	*b = bundle{total: -1, entries: b.entries[:0]}
	c := newCursor(data)
	var typ []byte
	typed, listed := false, false
	err := c.fields(func(name []byte) (err error) {
		switch string(name) {
		case "resourceType":
			if typed {
				return &jsonError{at: c.pos, what: "the Bundle has a second resourceType"}
			}
			typed = true
			typ, err = c.textOr()
		case "total":
			b.total, err = c.count()
		case "link":
			err = b.links(&c)
		case "issues":
			b.issues, err = c.raw()
		case "entry":
			if listed {
				return &jsonError{at: c.pos, what: "the Bundle has a second list of entries"}
			}
			listed = true
			err = b.list(&c)
		default:
			err = c.skip()
		}
		return err
	})
	if err == nil {
		err = c.end()
	}
	if err != nil {
		return err
	}
	if string(typ) != "Bundle" {
		return &otherTypeError{want: "Bundle", got: string(typ)}
	}
	return nil
}

// otherTypeError is an answer that is a resource of another type than was asked for.
type otherTypeError struct{ want, got string }

func (e *otherTypeError) Error() string {
	if checkType(e.got) != nil {
		return fmt.Sprintf("the answer is not a %s resource", e.want)
	}
	return fmt.Sprintf("the answer is a %s resource, not a %s", e.got, e.want)
}

// count passes a number that counts something, in quotes or not. Anything else is -1, for not known.
func (c *cursor) count() (int, error) {
	text, err := c.raw()
	if err != nil {
		return -1, err
	}
	if len(text) > 2 && text[0] == '"' {
		text = text[1 : len(text)-1]
	}
	if n, err := strconv.Atoi(string(text)); err == nil && n >= 0 {
		return n, nil
	}
	return -1, nil
}

// links looks for the link to the next page. Of several, the first counts. A link that stands alone is one, too. An empty
// address says that there is no next page, but none at all says nothing.
func (b *bundle) links(c *cursor) error {
	if c.peek() != '[' {
		return b.link(c)
	}
	return c.items(func(int) error { return b.link(c) })
}

func (b *bundle) link(c *cursor) error {
	if c.peek() != '{' {
		return c.skip()
	}
	var relation, url []byte
	err := c.fields(func(name []byte) (err error) {
		switch string(name) {
		case "relation":
			relation, err = c.textOr()
		case "url":
			url, err = c.textOr()
		default:
			err = c.skip()
		}
		return err
	})
	if string(relation) == "next" {
		b.astray = b.astray || url == nil
		if b.next == nil && len(url) > 0 {
			b.next = url
		}
	}
	return err
}

func (b *bundle) list(c *cursor) error {
	if c.peek() == 'n' {
		return c.skip()
	}
	return c.items(func(int) error {
		b.entries = append(b.entries, bundleEntry{})
		if c.peek() == 'n' {
			return c.skip()
		}
		return b.entries[len(b.entries)-1].parse(c)
	})
}

func (e *bundleEntry) parse(c *cursor) error {
	return c.fields(func(name []byte) (err error) {
		first := c.peek()
		switch string(name) {
		case "resource":
			switch {
			case first == 'n':
				return c.skip()
			case e.resource != nil:
				return &jsonError{at: c.pos, what: "the entry has a second resource"}
			}
			e.resource, e.typ, e.id, err = c.resource()
		case "fullUrl":
			e.fullURL, err = c.textOr()
		case "search":
			e.mode, err = c.mode()
		case "response":
			if first != '{' {
				return c.skip()
			}
			e.response, err = c.raw()
		default:
			err = c.skip()
		}
		return err
	})
}

// resource passes the resource at the cursor and returns it, in place, with its type and id. One that gives its type twice
// has none.
func (c *cursor) resource() (body, typ, id []byte, err error) {
	c.peek()
	from, types := c.pos, 0
	err = c.fields(func(name []byte) (err error) {
		switch string(name) {
		case "resourceType":
			types++
			if typ, err = c.textOr(); types > 1 {
				typ = nil
			}
		case "id":
			id, err = c.textOr()
		default:
			err = c.skip()
		}
		return err
	})
	if err != nil {
		return nil, nil, nil, err
	}
	return c.data[from:c.pos:c.pos], typ, id, nil
}

// mode passes an entry's search and returns its mode.
func (c *cursor) mode() (mode []byte, err error) {
	if c.peek() != '{' {
		return nil, c.skip()
	}
	err = c.fields(func(name []byte) (err error) {
		if string(name) == "mode" {
			mode, err = c.textOr()
			return err
		}
		return c.skip()
	})
	return mode, err
}
