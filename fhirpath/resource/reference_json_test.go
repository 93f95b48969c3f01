package resource_test

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// jsonValue is a JSON value as jsontext reads it: what the fuzz tests compare the decoder with.
type jsonValue struct {
	kind    jsontext.Kind
	text    string // of a string without escapes, of all other scalars as written
	span    span
	items   []jsonValue
	members []jsonMember
}

type jsonMember struct {
	key   string
	value jsonValue
}

// span is a range of bytes of the input.
type span struct{ from, to int }

var errReference = errors.New("not one JSON object of the depth that is allowed")

// parseReference reads one object and nothing else.
func parseReference(data []byte) (jsonValue, error) {
	p := referenceParser{jsontext.NewDecoder(bytes.NewReader(data))}
	if p.PeekKind() != '{' {
		return jsonValue{}, errReference
	}
	v, err := p.value()
	if err != nil {
		return v, err
	}
	if _, err := p.ReadToken(); err != io.EOF {
		return v, errReference
	}
	return v, nil
}

type referenceParser struct{ *jsontext.Decoder }

func (p referenceParser) value() (v jsonValue, err error) {
	v.kind = p.PeekKind()
	if v.kind != '{' && v.kind != '[' {
		v.text, v.span, err = p.scalar()
		return v, err
	}
	p.ReadToken()
	v.span.from = int(p.InputOffset()) - 1
	if p.StackDepth() > 512 {
		return v, errReference
	}
	for err == nil && p.PeekKind() != '}' && p.PeekKind() != ']' {
		err = p.child(&v)
	}
	if err != nil {
		return v, err
	}
	_, err = p.ReadToken()
	v.span.to = int(p.InputOffset())
	return v, err
}

func (p referenceParser) child(parent *jsonValue) error {
	var m jsonMember
	var err error
	if parent.kind == '{' {
		if m.key, _, err = p.scalar(); err != nil {
			return err
		}
	}
	if m.value, err = p.value(); err != nil {
		return err
	}
	if parent.kind == '{' {
		parent.members = append(parent.members, m)
	} else {
		parent.items = append(parent.items, m.value)
	}
	return nil
}

func (p referenceParser) scalar() (text string, s span, err error) {
	raw, err := p.ReadValue()
	if err != nil {
		return "", s, err
	}
	s.to = int(p.InputOffset())
	s.from = s.to - len(raw)
	if raw.Kind() == '"' {
		unquoted, err := jsontext.AppendUnquote(nil, raw)
		return string(unquoted), s, err
	}
	return string(raw), s, nil
}

// strings yields the spans of all strings in a value, keys excepted, without their quotes.
func (v jsonValue) strings(yield func(span)) {
	if v.kind == '"' {
		yield(span{v.span.from + 1, v.span.to - 1})
	}
	for _, item := range v.items {
		item.strings(yield)
	}
	for _, m := range v.members {
		m.value.strings(yield)
	}
}
