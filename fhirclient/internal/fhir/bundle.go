package fhir

import (
	"fmt"
	"strconv"
)

// Bundle is what the client wants of a Bundle. All bytes are those of the text, in place, but for texts with escapes.
type Bundle struct {
	Total   int    // -1 where it is not stated
	Next    []byte // the link to the next page, or nil
	Astray  bool   // there is a link to the next page without an address
	Issues  []byte // what R5 has in place of entries that are OperationOutcomes
	Entries []Entry

	shape shape // of the entries of pages
}

// Entry is an entry; what it does not have is nil.
type Entry struct {
	FullURL  []byte
	Resource []byte // an object
	Type, ID []byte // of the resource
	Headed   bool   // Type and ID are the first that there are: what comes after them was not read
	Mode     []byte // search.mode
	Response []byte // an object
}

// Parse reads a Bundle in one pass, into the memory of the one before. What it has no use for may be of any shape.
func (b *Bundle) Parse(data []byte) error { return b.parse(Cursor{Data: data}) }

// ParsePage is Parse for a page of a search, of which whoever wants the resources reads each anyway: here, a resource is read
// up to its type and id, which mostly come first, and the rest is passed over by its brackets.
func (b *Bundle) ParsePage(data []byte) error { return b.parse(Cursor{Data: data, heads: true}) }

// parse reads a Bundle anew where something is wrong, to find where that begins.
func (b *Bundle) parse(c Cursor) error {
	c.skipMark()
	again := c
	err := b.read(&c)
	if _, ok := err.(*SyntaxError); ok { //nolint:errorlint // it is not wrapped here
		again.exact, again.heads = true, false
		err = b.read(&again)
	}
	return err
}

func (b *Bundle) read(c *Cursor) error {
	*b = Bundle{Total: -1, Entries: b.Entries[:0], shape: b.shape}
	var typ []byte
	typed, listed := false, false
	err := c.Fields(func(name []byte) (err error) {
		switch string(name) {
		case "resourceType":
			if typed {
				return &SyntaxError{at: c.Pos, what: "the Bundle has a second resourceType"}
			}
			typed = true
			typ, err = c.TextOr()
		case "total":
			b.Total, err = c.count()
		case "link":
			err = b.links(c)
		case "issues":
			b.Issues, err = c.Raw()
		case "entry":
			if listed {
				return &SyntaxError{at: c.Pos, what: "the Bundle has a second list of entries"}
			}
			listed = true
			err = b.list(c)
		default:
			err = c.Skip()
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
		return &TypeError{Want: "Bundle", Got: string(typ)}
	}
	return nil
}

// TypeError is an answer that is a resource of another type than was asked for.
type TypeError struct{ Want, Got string }

func (e *TypeError) Error() string {
	if CheckType(e.Got) != nil {
		return fmt.Sprintf("the answer is not a %s resource", e.Want)
	}
	return fmt.Sprintf("the answer is a %s resource, not a %s", e.Got, e.Want)
}

// count passes a number that counts something, in quotes or not. Anything else is -1, for not known.
func (c *Cursor) count() (int, error) {
	text, err := c.Raw()
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
func (b *Bundle) links(c *Cursor) error {
	if c.Peek() != '[' {
		return b.link(c)
	}
	return c.Items(func(int) error { return b.link(c) })
}

func (b *Bundle) link(c *Cursor) error {
	if c.Peek() != '{' {
		return c.Skip()
	}
	var relation, url []byte
	err := c.Fields(func(name []byte) (err error) {
		switch string(name) {
		case "relation":
			relation, err = c.TextOr()
		case "url":
			url, err = c.TextOr()
		default:
			err = c.Skip()
		}
		return err
	})
	if string(relation) == "next" {
		b.Astray = b.Astray || url == nil
		if b.Next == nil && len(url) > 0 {
			b.Next = url
		}
	}
	return err
}

func (b *Bundle) list(c *Cursor) error {
	if c.Peek() == 'n' {
		return c.Skip()
	}
	return c.Items(func(int) error {
		b.Entries = append(b.Entries, Entry{})
		e, from := &b.Entries[len(b.Entries)-1], c.Pos
		switch {
		case c.Peek() == 'n':
			return c.Skip()
		case !c.heads:
			return e.Parse(c)
		case b.shape.read(c, e):
			return nil
		}
		err := e.Parse(c)
		if err == nil {
			b.shape.learn(c, from, e)
		}
		return err
	})
}

// Parse reads the entry at a cursor.
func (e *Entry) Parse(c *Cursor) error {
	return c.Fields(func(name []byte) (err error) {
		first := c.Peek()
		switch string(name) {
		case "resource":
			switch {
			case first == 'n':
				return c.Skip()
			case e.Resource != nil:
				return &SyntaxError{at: c.Pos, what: "the entry has a second resource"}
			}
			if c.heads {
				e.head(c)
			}
			if e.Resource == nil {
				e.Resource, e.Type, e.ID, err = c.resource()
			}
		case "fullUrl":
			c.places.url = c.Pos
			e.FullURL, err = c.TextOr()
		case "search":
			e.Mode, err = c.mode()
		case "response":
			if first != '{' {
				return c.Skip()
			}
			e.Response, err = c.Raw()
		default:
			err = c.Skip()
		}
		return err
	})
}

// head passes the resource at the cursor where that has a type and an id and goes on after them, and where brackets need no
// more than to be counted. Otherwise it changes nothing.
func (e *Entry) head(c *Cursor) {
	at := *c
	at.places.id = -1
	var typ, id []byte
	if at.Peek() != '{' {
		return
	}
	from := at.Pos
	for typ == nil || id == nil {
		at.Pos++
		name, err := at.Text()
		if err != nil || at.Peek() != ':' {
			return
		}
		at.Pos++
		switch {
		case string(name) == "resourceType" && typ == nil:
			typ, err = at.TextOr()
		case string(name) == "id" && id == nil:
			if at.Peek(); typ != nil {
				at.places.id = at.Pos
			}
			id, err = at.TextOr()
		case string(name) == "resourceType", string(name) == "id":
			return
		default:
			err = at.Skip()
		}
		if err != nil || at.Peek() != ',' {
			return
		}
	}
	at.Pos = from
	if at.counted() {
		e.Resource, e.Type, e.ID, e.Headed = c.Data[from:at.Pos:at.Pos], typ, id, true
		c.Pos, c.places.resource, c.places.id = at.Pos, from, at.places.id
	}
}

// ReadOn reads all of a resource of which the head was read. One that turns out to be damaged has neither type nor id.
func (e *Entry) ReadOn() {
	if e.Headed {
		c := Cursor{Data: e.Resource}
		_, e.Type, e.ID, _ = c.resource()
		e.Headed = false
	}
}

// resource passes the resource at the cursor and returns it, in place, with its type and id. One that gives its type twice
// has none.
func (c *Cursor) resource() (body, typ, id []byte, err error) {
	c.Peek()
	from, types := c.Pos, 0
	err = c.Fields(func(name []byte) (err error) {
		switch string(name) {
		case "resourceType":
			types++
			if typ, err = c.TextOr(); types > 1 {
				typ = nil
			}
		case "id":
			id, err = c.TextOr()
		default:
			err = c.Skip()
		}
		return err
	})
	if err != nil {
		return nil, nil, nil, err
	}
	return c.Data[from:c.Pos:c.Pos], typ, id, nil
}

// mode passes an entry's search and returns its mode.
func (c *Cursor) mode() (mode []byte, err error) {
	if c.Peek() != '{' {
		return nil, c.Skip()
	}
	err = c.Fields(func(name []byte) (err error) {
		if string(name) == "mode" {
			mode, err = c.TextOr()
			return err
		}
		return c.Skip()
	})
	return mode, err
}
