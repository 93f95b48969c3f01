package fhir

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/fhirview/fhirview/internal/jsonscan"
)

// maxDepth is how deep the values of an answer may nest. FHIR's own limits are far below.
const maxDepth = 512

// Cursor walks over JSON text without decoding it. It looks for what it is asked for, and passes over everything else
// by its brackets and quotes: what is wrong inside a value that is passed over is left for its decoder to find.
type Cursor struct {
	Data []byte
	Pos  int
	// exact has brackets be matched, not counted: what is wrong is found where it begins.
	exact bool
	// heads has resources be read up to their type and id where more needs not be.
	heads  bool
	places places // of the entry that is read
}

// SyntaxError is a mistake in JSON text. It has the place and never the text.
type SyntaxError struct {
	at   int
	what string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("%s at byte %d", e.what, e.at) }

// wrong is the error of not finding something at the cursor.
func (c *Cursor) wrong(wanted string) error {
	if c.Pos >= len(c.Data) {
		return &SyntaxError{at: len(c.Data), what: "the JSON text ends early"}
	}
	return &SyntaxError{at: c.Pos, what: "malformed JSON: there is no " + wanted}
}

// NewCursor starts behind a byte order mark, if there is one.
func NewCursor(data []byte) Cursor {
	c := Cursor{Data: data}
	c.skipMark()
	return c
}

func (c *Cursor) skipMark() {
	if bytes.HasPrefix(c.Data, []byte("\ufeff")) {
		c.Pos = len("\ufeff")
	}
}

// Peek passes over white space and returns the byte there, 0 at the end.
func (c *Cursor) Peek() byte {
	for ; c.Pos < len(c.Data); c.Pos++ {
		switch b := c.Data[c.Pos]; b {
		case ' ', '\t', '\n', '\r':
		default:
			return b
		}
	}
	return 0
}

// end makes sure that nothing follows.
func (c *Cursor) end() error {
	if c.Peek(); c.Pos < len(c.Data) {
		return c.wrong("end of the text")
	}
	return nil
}

// Fields calls each for every field of the object at the cursor, which is then at the field's value; each has to pass it.
// The name is valid during the call.
func (c *Cursor) Fields(each func(name []byte) error) error {
	if c.Peek() != '{' {
		return c.wrong("object")
	}
	c.Pos++
	if c.Peek() == '}' {
		c.Pos++
		return nil
	}
	for {
		name, err := c.Text()
		if err != nil {
			return err
		}
		if c.Peek() != ':' {
			return c.wrong("colon")
		}
		c.Pos++
		c.Peek()
		if err := each(name); err != nil {
			return err
		}
		switch c.Peek() {
		case ',':
			c.Pos++
		case '}':
			c.Pos++
			return nil
		default:
			return c.wrong("comma or closing brace")
		}
	}
}

// Items calls each for every item of the array at the cursor, as fields does.
func (c *Cursor) Items(each func(index int) error) error {
	if c.Peek() != '[' {
		return c.wrong("array")
	}
	c.Pos++
	if c.Peek() == ']' {
		c.Pos++
		return nil
	}
	for i := 0; ; i++ {
		c.Peek()
		if err := each(i); err != nil {
			return err
		}
		switch c.Peek() {
		case ',':
			c.Pos++
		case ']':
			c.Pos++
			return nil
		default:
			return c.wrong("comma or closing bracket")
		}
	}
}

// Text passes the string at the cursor and returns what it says, in place where it has no escapes.
func (c *Cursor) Text() ([]byte, error) {
	if c.Peek() != '"' {
		return nil, c.wrong("string")
	}
	from := c.Pos
	if to := jsonscan.PlainText(c.Data, from+1); to < len(c.Data) && c.Data[to] == '"' { // as most are
		c.Pos = to + 1
		return c.Data[from+1 : to : to], nil
	}
	to := jsonscan.Quote(c.Data, from+1)
	if to < 0 {
		c.Pos = len(c.Data)
		return nil, c.wrong("closing quote")
	}
	c.Pos = to + 1
	text := c.Data[from+1 : to : to]
	if bytes.IndexByte(text, '\\') < 0 {
		return text, nil
	}
	var plain string
	if err := json.Unmarshal(c.Data[from:c.Pos], &plain); err != nil {
		c.Pos = from
		return nil, c.wrong("valid string")
	}
	return []byte(plain), nil
}

// TextOr passes the value at the cursor and returns what it says if it is a string, and else nil.
func (c *Cursor) TextOr() ([]byte, error) {
	if c.Peek() == '"' {
		return c.Text()
	}
	return nil, c.Skip()
}

// Raw passes the value at the cursor and returns it in place.
func (c *Cursor) Raw() ([]byte, error) {
	c.Peek()
	from := c.Pos
	if err := c.Skip(); err != nil {
		return nil, err
	}
	return c.Data[from:c.Pos:c.Pos], nil
}
