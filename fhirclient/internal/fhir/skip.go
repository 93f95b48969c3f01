package fhir

import (
	"encoding/binary"
	"math/bits"
)

// Skip passes over the value at the cursor.
func (c *Cursor) Skip() error {
	switch c.Peek() {
	case '"':
		end := textEnd(c.Data, c.Pos)
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

// skipNested passes over an object or array.
func (c *Cursor) skipNested() error {
	var arrays [maxDepth / 64]uint64 // a bit for each level, set where it is an array
	depth := 0
	for i := c.Pos; i < len(c.Data); i++ {
		switch c.Data[i] {
		case '"':
			if i = textEnd(c.Data, i); i < 0 {
				c.Pos = len(c.Data)
				return c.wrong("closing quote")
			}
		case '{', '[':
			if depth == maxDepth {
				return &SyntaxError{at: i, what: "the JSON text nests too deeply"}
			}
			bit := uint64(1) << (depth % 64)
			arrays[depth/64] &^= bit
			if c.Data[i] == '[' {
				arrays[depth/64] |= bit
			}
			depth++
		case '}', ']':
			depth--
			if isArray := arrays[depth/64]>>(depth%64)&1 == 1; isArray != (c.Data[i] == ']') {
				c.Pos = i
				return c.wrong("bracket of this kind open")
			}
			if depth == 0 {
				c.Pos = i + 1
				return nil
			}
		}
	}
	c.Pos = len(c.Data)
	return c.wrong("closing bracket")
}

// textEnd returns the place of the quote that closes the string which opens at from, or -1.
func textEnd(data []byte, from int) int {
	i := from + 1
	for {
		if i = quote(data, i); i < 0 {
			return -1
		}
		first := i
		for data[first-1] == '\\' {
			first--
		}
		if (i-first)%2 == 0 {
			return i
		}
		i++
	}
}

// quote returns the place of the next quote from i on, or -1. Most strings of FHIR are short: looking at eight bytes at a
// time is faster for them than calling [bytes.IndexByte].
func quote(data []byte, i int) int {
	const ones, tops, quotes uint64 = 0x0101010101010101, 0x8080808080808080, 0x2222222222222222
	for ; len(data)-i >= 8; i += 8 {
		x := binary.LittleEndian.Uint64(data[i:]) ^ quotes
		if found := (x - ones) &^ x & tops; found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	for ; i < len(data); i++ {
		if data[i] == '"' {
			return i
		}
	}
	return -1
}

// literal is true for the bytes of numbers, true, false and null.
func literal(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || b == '-' || b == '+' || b == '.' || b == 'E'
}
