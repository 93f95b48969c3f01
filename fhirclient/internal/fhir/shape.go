package fhir

import (
	"bytes"

	"github.com/fhirview/fhirview/internal/jsonscan"
)

// shape is what the entries of a server's pages have in common: all that stands around the fullUrl, the id of the resource, and
// the rest of the resource. Servers write one entry as the other, so that most are read by comparing them with the one before.
// What is equal to a text that was read is read as that was; anything else is read as if there were no shape.
type shape struct {
	lead []byte // from the entry's bracket up to the fullUrl, with its quote; nothing where there is no fullUrl
	head []byte // from the quote behind it, or the entry's bracket, up to the id, with its quote
	from int    // where in head the resource begins
	tail []byte // what follows the resource

	typ, mode []byte
}

// places are where parts of an entry begin, the texts with their quotes. The id's is -1 where the type comes after it.
type places struct{ url, resource, id int }

// learn takes the shape of an entry that was read from a place on up to the cursor, if that can be told by what stands before
// the fullUrl and the id.
func (s *shape) learn(c *Cursor, from int, e *Entry) {
	at := c.places
	named := e.FullURL != nil
	if !e.Headed || e.Response != nil || !c.isText(at.id, e.ID) || named && (at.url > at.resource || !c.isText(at.url, e.FullURL)) {
		return
	}
	start := from
	s.lead = s.lead[:0]
	if named {
		start = at.url + 1 + len(e.FullURL)
		s.lead = append(s.lead, c.Data[from:at.url+1]...)
	}
	s.head = append(s.head[:0], c.Data[start:at.id+1]...)
	s.from = at.resource - start
	s.tail = append(s.tail[:0], c.Data[at.resource+len(e.Resource):c.Pos]...)
	s.typ, s.mode = bytes.Clone(e.Type), bytes.Clone(e.Mode)
}

// isText is true where a text stands at a place, in quotes and as it is.
func (c *Cursor) isText(at int, text []byte) bool {
	if at < 0 || c.Data[at] != '"' {
		return false
	}
	rest, is := bytes.CutPrefix(c.Data[at+1:], text)
	return is && rest[0] == '"'
}

// read reads the entry at the cursor where it has the shape. Otherwise it changes nothing.
func (s *shape) read(c *Cursor, e *Entry) bool {
	data, i := c.Data, c.Pos
	var url []byte
	if len(s.lead) > 0 {
		if url, i = textAfter(data, i, s.lead); url == nil {
			return false
		}
	}
	from := i + s.from
	id, i := textAfter(data, i, s.head)
	if id == nil || i+1 >= len(data) || data[i+1] != ',' {
		return false
	}
	at := Cursor{Data: data, Pos: from}
	if !at.counted() || !bytes.HasPrefix(data[at.Pos:], s.tail) {
		return false
	}
	*e = Entry{FullURL: url, Resource: data[from:at.Pos:at.Pos], Type: s.typ, ID: id, Headed: true, Mode: s.mode}
	c.Pos = at.Pos + len(s.tail)
	return true
}

// textAfter returns the string that begins behind a text, which ends with its quote, and where the quote is that ends it; nil where
// there is another text, or the string is not plain.
func textAfter(data []byte, i int, before []byte) ([]byte, int) {
	if len(before) == 0 || !bytes.HasPrefix(data[i:], before) {
		return nil, i
	}
	from := i + len(before)
	end := jsonscan.PlainText(data, from)
	if end >= len(data) || data[end] != '"' {
		return nil, i
	}
	return data[from:end:end], end
}
