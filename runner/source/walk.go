package source

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/fhirview/fhirview/internal/jsonscan"
)

// fieldName is the name of a field, as far as this package cares.
type fieldName uint8

const (
	fieldOther fieldName = iota
	fieldEntry
	fieldResource
	fieldType
	fieldID
	fieldFullURL
)

// fieldNames are the names with their quotes.
var fieldNames = [...]string{
	fieldEntry: `"entry"`, fieldResource: `"resource"`, fieldType: `"resourceType"`, fieldID: `"id"`, fieldFullURL: `"fullUrl"`,
}

// fields calls visit for each field of the object at pos. It finds the cursor at the value and must consume that.
func (s *scanner) fields(maxRecord int, visit func(fieldName) error) error {
	s.pos++
	for first := true; ; first = false {
		done, err := s.separator('}', first)
		if done || err != nil {
			return err
		}
		name, err := s.fieldName(maxRecord)
		if err != nil {
			return err
		}
		if c, err := s.nonSpace(); err != nil {
			return err
		} else if c != ':' {
			return s.wrong(s.at(), "expected ':'")
		}
		s.pos++
		if _, err := s.nonSpace(); err != nil {
			return err
		}
		if err := visit(name); err != nil {
			return err
		}
	}
}

// items calls visit for each item of the array at pos. It finds the cursor at the item, whose first byte it gets, and
// must consume that.
func (s *scanner) items(what string, visit func(first byte) error) error {
	s.where, s.index = what, 0
	defer func() { s.where = "" }()
	s.pos++
	for first := true; ; first = false {
		done, err := s.separator(']', first)
		if done || err != nil {
			return err
		}
		if !first {
			s.index++
		}
		c, err := s.nonSpace()
		if err != nil {
			return err
		}
		if err := visit(c); err != nil {
			return err
		}
	}
}

// separator consumes the comma between two members, or the closing bracket: then done is true.
func (s *scanner) separator(closing byte, first bool) (done bool, err error) {
	c, err := s.nonSpace()
	switch {
	case err != nil:
		return false, err
	case c == closing:
		s.pos++
		return true, nil
	case first:
		return false, nil
	case c == ',':
		s.pos++
		return false, nil
	case closing == '}':
		return false, s.wrong(s.at(), "expected ',' or '}'")
	}
	return false, s.wrong(s.at(), "expected ',' or ']'")
}

func (s *scanner) fieldName(maxRecord int) (fieldName, error) {
	c, err := s.nonSpace()
	if err != nil {
		return fieldOther, err
	}
	if c != '"' {
		return fieldOther, s.wrong(s.at(), "expected a field name in double quotes")
	}
	if end := jsonscan.PlainText(s.b.buf, s.pos+1); end < len(s.b.buf) && s.b.buf[end] == '"' { // as most are
		name := nameOf(s.b.buf[s.pos : end+1])
		s.pos = end + 1
		return name, nil
	}
	text, err := s.checked(maxRecord)
	if err != nil || text == nil {
		return fieldOther, err
	}
	return nameOf(text), nil
}

// nameOf returns the name that a field's text is, with its quotes.
func nameOf(text []byte) fieldName {
	return fieldName(max(0, slices.Index(fieldNames[:], string(unescaped(text)))))
}

// unescaped is a valid JSON string with its quotes but without escapes, which are never needed in the names and codes
// that matter and almost never used.
func unescaped(text []byte) []byte {
	if bytes.IndexByte(text, '\\') < 0 {
		return text
	}
	var s string
	if json.Unmarshal(text, &s) != nil {
		return nil
	}
	return []byte(`"` + s + `"`)
}
