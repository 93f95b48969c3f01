package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"
)

// maxDepth bounds the memory for open brackets; a document nested deeper is refused.
const maxDepth = 100_000

// structural are the bytes that matter between the start and the end of a value.
var structural = [256]bool{'"': true, '{': true, '}': true, '[': true, ']': true}

// scanner finds where JSON values end. Of a resource it checks the brackets and the ends of strings only, since whoever
// decodes it checks the rest, and a mistake within it then costs only that resource. What is not a resource is checked
// in full, because nobody looks at it again; only where a single value of it is longer than the limit for a resource,
// brackets and strings must do, since it is not held in memory.
type scanner struct {
	window
	brackets []byte // the closing ones that the current value waits for
	where    string // "entry" or "item", "" outside of both
	index    int64
}

// after describes the place within the list, for errors.
func (s *scanner) after() string {
	if s.where == "" {
		return ""
	}
	return fmt.Sprintf("in %s %d", s.where, s.index)
}

// wrong is the error for a text that is not what it should be at an offset. It does not show the text.
func (s *scanner) wrong(offset int64, what string) error {
	return fmt.Errorf("%s %s", what, position(offset, s.after()))
}

// need is more for places where the text cannot end.
func (s *scanner) need() error {
	err := s.more()
	switch err {
	case nil, errStopped, errHeldFull:
		return err
	case io.EOF:
		return s.wrong(s.at(), "JSON ends early")
	}
	return s.in.fail(err, s.at(), s.after())
}

// nonSpace skips space and returns the byte after it, without consuming that.
func (s *scanner) nonSpace() (byte, error) {
	for {
		for _, c := range s.b.buf[s.pos:] {
			if !isSpace(c) {
				return c, nil
			}
			s.pos++
		}
		if err := s.need(); err != nil {
			return 0, err
		}
	}
}

// end checks that nothing but space is left.
func (s *scanner) end() error {
	for {
		for _, c := range s.b.buf[s.pos:] {
			if !isSpace(c) {
				return fmt.Errorf("more data follows the JSON value at byte %d; one resource a line is NDJSON", s.at())
			}
			s.pos++
		}
		switch err := s.more(); err {
		case nil:
		case io.EOF:
			return nil
		case errStopped:
			return err
		default:
			return s.in.fail(err, s.at(), "")
		}
	}
}

// value consumes the value at pos.
func (s *scanner) value() error {
	switch c := s.b.buf[s.pos]; {
	case c == '{', c == '[':
		return s.container()
	case c == '"':
		return s.text()
	case isScalar(c):
		return s.scalar()
	}
	return s.wrong(s.at(), "expected a JSON value")
}

func (s *scanner) container() error {
	s.brackets = s.brackets[:0]
	for {
		buf, i := s.b.buf, s.pos
		for i < len(buf) && !structural[buf[i]] {
			i++
		}
		s.pos = i
		if i == len(buf) {
			if err := s.need(); err != nil {
				return err
			}
			continue
		}
		if err := s.bracketOrText(buf[i]); err != nil {
			return err
		}
		if len(s.brackets) == 0 {
			return nil
		}
	}
}

func (s *scanner) bracketOrText(c byte) error {
	switch c {
	case '"':
		return s.text()
	case '{', '[':
		if len(s.brackets) == maxDepth {
			return s.wrong(s.at(), fmt.Sprintf("JSON is nested deeper than %d levels", maxDepth))
		}
		s.brackets = append(s.brackets, c+2) // in ASCII both closing brackets are two after their opening ones
	default:
		last := len(s.brackets) - 1
		if s.brackets[last] != c {
			return s.wrong(s.at(), fmt.Sprintf("expected '%c', not '%c'", s.brackets[last], c))
		}
		s.brackets = s.brackets[:last]
	}
	s.pos++
	return nil
}

// text consumes the string at pos.
func (s *scanner) text() error {
	s.pos++
	for {
		part := s.b.buf[s.pos:]
		if n := bytes.IndexByte(part, '"'); n >= 0 {
			s.pos += n + 1
			if !endsEscaping(part[:n]) {
				return nil
			}
			continue
		}
		escaping := endsEscaping(part)
		s.pos += len(part)
		if err := s.need(); err != nil {
			return err
		}
		if escaping {
			s.pos++
		}
	}
}

// endsEscaping reports whether the byte after part is escaped. A part never begins with an escaped byte.
func endsEscaping(part []byte) bool {
	n := len(part)
	for n > 0 && part[n-1] == '\\' {
		n--
	}
	return (len(part)-n)%2 == 1
}

func (s *scanner) scalar() error {
	for {
		for _, c := range s.b.buf[s.pos:] {
			if !isScalar(c) {
				return nil
			}
			s.pos++
		}
		if err := s.need(); err != nil {
			return err
		}
	}
}

// isScalar holds for the bytes of numbers, true, false and null, and of misspelled ones.
func isScalar(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '-' || c == '+' || c == '.'
}

// checked consumes the value at pos and returns its text, valid until the next byte is read, after checking it. For a
// text longer than the limit, which can only be a value that nobody asked for, it returns nil.
func (s *scanner) checked(limit int) ([]byte, error) {
	from, within := s.at(), s.held >= 0
	if !within {
		s.hold(max(limit, minHold))
		defer s.release()
	}
	if err := s.value(); err != nil {
		return nil, err
	}
	if s.over {
		return nil, nil
	}
	text := s.since(from)
	if !json.Valid(text) || !utf8.Valid(text) {
		return nil, s.wrong(from, "JSON is not valid")
	}
	return text, nil
}
