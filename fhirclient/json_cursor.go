package fhirclient

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// maxDepth is how deep the values of an answer may nest. FHIR's own limits are far below.
const maxDepth = 512

// cursor walks over JSON text without decoding it. It looks for what it is asked for, and passes over everything else
// by its brackets and quotes: what is wrong inside a value that is passed over is left for its decoder to find.
type cursor struct {
	data []byte
	pos  int
}

// jsonError is a mistake in JSON text. It has the place and never the text.
type jsonError struct {
	at   int
	what string
}

func (e *jsonError) Error() string { return fmt.Sprintf("%s at byte %d", e.what, e.at) }

// wrong is the error of not finding something at the cursor.
func (c *cursor) wrong(wanted string) error {
	if c.pos >= len(c.data) {
		return &jsonError{at: len(c.data), what: "the JSON text ends early"}
	}
	return &jsonError{at: c.pos, what: "malformed JSON: there is no " + wanted}
}

// newCursor starts behind a byte order mark, if there is one.
func newCursor(data []byte) cursor {
	c := cursor{data: data}
	if bytes.HasPrefix(data, []byte("\ufeff")) {
		c.pos = len("\ufeff")
	}
	return c
}

// peek passes over white space and returns the byte there, 0 at the end.
func (c *cursor) peek() byte {
	for ; c.pos < len(c.data); c.pos++ {
		switch b := c.data[c.pos]; b {
		case ' ', '\t', '\n', '\r':
		default:
			return b
		}
	}
	return 0
}

// end makes sure that nothing follows.
func (c *cursor) end() error {
	if c.peek(); c.pos < len(c.data) {
		return c.wrong("end of the text")
	}
	return nil
}

// fields calls each for every field of the object at the cursor, which is then at the field's value; each has to pass it.
// The name is valid during the call.
func (c *cursor) fields(each func(name []byte) error) error {
	if c.peek() != '{' {
		return c.wrong("object")
	}
	c.pos++
	if c.peek() == '}' {
		c.pos++
		return nil
	}
	for {
		name, err := c.text()
		if err != nil {
			return err
		}
		if c.peek() != ':' {
			return c.wrong("colon")
		}
		c.pos++
		c.peek()
		if err := each(name); err != nil {
			return err
		}
		switch c.peek() {
		case ',':
			c.pos++
		case '}':
			c.pos++
			return nil
		default:
			return c.wrong("comma or closing brace")
		}
	}
}

// items calls each for every item of the array at the cursor, as fields does.
func (c *cursor) items(each func(index int) error) error {
	if c.peek() != '[' {
		return c.wrong("array")
	}
	c.pos++
	if c.peek() == ']' {
		c.pos++
		return nil
	}
	for i := 0; ; i++ {
		c.peek()
		if err := each(i); err != nil {
			return err
		}
		switch c.peek() {
		case ',':
			c.pos++
		case ']':
			c.pos++
			return nil
		default:
			return c.wrong("comma or closing bracket")
		}
	}
}

// text passes the string at the cursor and returns what it says, in place where it has no escapes.
func (c *cursor) text() ([]byte, error) {
	if c.peek() != '"' {
		return nil, c.wrong("string")
	}
	from := c.pos
	to := textEnd(c.data, from)
	if to < 0 {
		c.pos = len(c.data)
		return nil, c.wrong("closing quote")
	}
	c.pos = to + 1
	text := c.data[from+1 : to : to]
	if bytes.IndexByte(text, '\\') < 0 {
		return text, nil
	}
	var plain string
	if err := json.Unmarshal(c.data[from:c.pos], &plain); err != nil {
		c.pos = from
		return nil, c.wrong("valid string")
	}
	return []byte(plain), nil
}

// textOr passes the value at the cursor and returns what it says if it is a string, and else nil.
func (c *cursor) textOr() ([]byte, error) {
	if c.peek() == '"' {
		return c.text()
	}
	return nil, c.skip()
}

// raw passes the value at the cursor and returns it in place.
func (c *cursor) raw() ([]byte, error) {
	c.peek()
	from := c.pos
	if err := c.skip(); err != nil {
		return nil, err
	}
	return c.data[from:c.pos:c.pos], nil
}
