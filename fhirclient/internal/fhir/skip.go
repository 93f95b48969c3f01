package fhir

import "github.com/fhirview/fhirview/internal/jsonscan"

// Skip passes over the value at the cursor.
func (c *Cursor) Skip() error {
	switch c.Peek() {
	case '"':
		end := jsonscan.Quote(c.Data, c.Pos+1)
		if end < 0 {
			c.Pos = len(c.Data)
			return c.wrong("closing quote")
		}
		c.Pos = end + 1
		return nil
	case '{', '[':
		return c.skipNested()
	}
	from := c.Pos
	for c.Pos < len(c.Data) && literal(c.Data[c.Pos]) {
		c.Pos++
	}
	if c.Pos == from {
		return c.wrong("value")
	}
	return nil
}

// skipNested passes over an object or array. To count its brackets is enough where they match.
func (c *Cursor) skipNested() error {
	if !c.exact && c.counted() {
		return nil
	}
	rest := c.Data[c.Pos:]
	var v jsonscan.Value
	v.Begin(rest[0], maxDepth)
	n, done, err := v.Next(rest)
	c.Pos += n
	switch {
	case err == jsonscan.ErrDepth:
		return &SyntaxError{at: c.Pos, what: "the JSON text nests too deeply"}
	case err != nil:
		return c.wrong("bracket of this kind open")
	case !done:
		return c.wrong("closing bracket")
	}
	return nil
}

// counted passes over an object or array by counting its brackets, and is false where that is not enough.
func (c *Cursor) counted() bool {
	var x jsonscan.Extent
	x.Begin(maxDepth)
	n, done, sure := x.Next(c.Data[c.Pos:])
	if done && sure {
		c.Pos += n
	}
	return done && sure
}

// literal is true for the bytes of numbers, true, false and null.
func literal(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || b == '-' || b == '+' || b == '.' || b == 'E'
}
