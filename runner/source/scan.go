package source

import (
	"errors"
	"fmt"
	"io"

	"github.com/fhirview/fhirview/internal/jsonscan"
)

// maxDepth bounds the memory for open brackets; a document nested deeper is refused.
const maxDepth = 100_000

// scanner finds where JSON values end. Of a resource it checks the brackets and the ends of strings only, since whoever
// decodes it checks the rest, and a mistake within it then costs only that resource. What is not a resource is checked
// in full, because nobody looks at it again; only where a single value of it is longer than the limit for a resource,
// brackets and strings must do, since it is not held in memory.
type scanner struct {
	window
	extent jsonscan.Extent
	v      jsonscan.Value
	exact  bool   // brackets are matched, not counted
	where  string // "entry" or "item", "" outside of both
	index  int64
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
	if s.pos < len(s.b.buf) && s.b.buf[s.pos] > ' ' {
		return s.b.buf[s.pos], nil
	}
	return s.skipSpace()
}

func (s *scanner) skipSpace() (byte, error) {
	for {
		s.pos = jsonscan.SkipSpace(s.b.buf, s.pos)
		if s.pos < len(s.b.buf) {
			return s.b.buf[s.pos], nil
		}
		if err := s.need(); err != nil {
			return 0, err
		}
	}
}

// errLinesFollow is no mistake: the document is the first of several lines.
var errLinesFollow = errors.New("lines follow")

// end checks that nothing but space is left.
func (s *scanner) end() error {
	lines := int64(0)
	for {
		for _, c := range s.b.buf[s.pos:] {
			switch {
			case c == '\n':
				lines++
			case c == '{' && lines > 0 && s.in.bundleLine > 0:
				s.in.bundleLine += lines - 1
				return errLinesFollow
			}
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

// container consumes the object or array at pos. As long as all of its text is in memory, it is enough to count brackets: if
// the count is not right, or something around it is not, the text is looked at once more, to say what is wrong and where.
func (s *scanner) container() error {
	if s.held >= 0 && !s.exact {
		from := s.at()
		if done, err := s.counted(); done || err != nil {
			return err
		}
		s.pos = int(from - s.base)
	}
	return s.matched()
}

// counted consumes the object or array at pos by counting its brackets. Done is false where that leads to nothing.
func (s *scanner) counted() (done bool, err error) {
	s.extent.Begin(maxDepth)
	for {
		n, done, sure := s.extent.Next(s.b.buf[s.pos:])
		s.pos += n
		switch {
		case !sure:
			return false, nil
		case done:
			return true, nil
		case s.letsGo():
			return false, nil
		}
		switch err := s.more(); err {
		case nil:
		case errStopped, errHeldFull:
			return false, err
		default:
			return false, nil // the one that looks once more comes to it again
		}
	}
}

// text consumes the string at pos.
func (s *scanner) text() error {
	if end := jsonscan.Quote(s.b.buf, s.pos+1); end >= 0 {
		s.pos = end + 1
		return nil
	}
	return s.matched()
}

// matched consumes the object, array or string at pos and matches each bracket.
func (s *scanner) matched() error {
	s.v.Begin(s.b.buf[s.pos], maxDepth)
	for {
		n, done, err := s.v.Next(s.b.buf[s.pos:])
		s.pos += n
		switch {
		case err == jsonscan.ErrDepth:
			return s.wrong(s.at(), fmt.Sprintf("JSON is nested deeper than %d levels", maxDepth))
		case err != nil:
			return s.wrong(s.at(), err.Error())
		case done:
			return nil
		}
		if err := s.need(); err != nil {
			return err
		}
	}
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
	if jsonscan.Valid(text) {
		return text, nil
	}
	s.pos = int(from - s.base)
	s.exact = true
	if err := s.value(); err != nil {
		return nil, err
	}
	return nil, s.wrong(from, "JSON is not valid")
}
