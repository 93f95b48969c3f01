package jsonscan

import (
	"errors"
	"fmt"
)

// Value finds where a value ends in a text that comes in parts: an object, an array or a string. It looks at brackets and
// at the ends of strings and at nothing else, so that a mistake inside is left to whoever reads the value, and costs no
// other. One goroutine uses it at a time; the zero value is ready for [Value.Begin]. [Extent] does the same faster, where
// all of the value is at hand and nothing is wrong with it.
type Value struct {
	quoted
	text    bool   // it is a string
	closing []byte // the brackets that are waited for
	deepest int
}

// ErrDepth is the error of a value in which more brackets are open than may be.
var ErrDepth = errors.New("nested too deeply")

// BracketError is the error of a bracket that does not close the one that was opened last.
type BracketError struct{ Want, Have byte }

func (e *BracketError) Error() string { return fmt.Sprintf("expected '%c', not '%c'", e.Want, e.Have) }

// Begin makes ready for a value that begins with a byte. So many brackets may be open in it.
func (v *Value) Begin(first byte, deepest int) {
	*v = Value{text: first == '"', closing: v.closing[:0], deepest: deepest}
}

// Next goes on with the next part of a text, the first of which begins with the value. It returns how much of the part
// is the value's, and whether that ends there. An error is [ErrDepth] or a [*BracketError], and n the place of the bracket.
func (v *Value) Next(part []byte) (n int, done bool, err error) {
	for n < len(part) {
		c := part[n]
		switch {
		case v.inString != 0:
			n += v.string(part[n:])
			if v.text && v.inString == 0 {
				return n, true, nil
			}
		case !structural[c]:
			n++
		case c == '"':
			v.inString = ^uint64(0)
			n++
		default:
			if err := v.bracket(c); err != nil {
				return n, false, err
			}
			n++
			if len(v.closing) == 0 {
				return n, true, nil
			}
		}
	}
	return n, false, nil
}

func (v *Value) bracket(c byte) error {
	open := len(v.closing)
	switch {
	case c&4 != 0 && v.closing[open-1] != c: // [ and ] are 0x5b and 0x5d, { and } are 0x7b and 0x7d
		return &BracketError{v.closing[open-1], c}
	case c&4 != 0:
		v.closing = v.closing[:open-1]
	case open == v.deepest:
		return ErrDepth
	default:
		v.closing = append(v.closing, c+2)
	}
	return nil
}
