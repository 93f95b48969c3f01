package resource

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// Validate checks that data is one JSON object and nothing else, to the last byte: grammar, UTF-8, escapes,
// duplicate keys, and how deeply it is nested. An error is an [*Error].
func Validate(data []byte) error {
	var v validator
	return v.validate(data)
}

// validator keeps the memory of jsontext from one resource to the next.
type validator struct {
	decoder jsontext.Decoder
	buffer  *bytes.Buffer
}

func (v *validator) validate(data []byte) error {
	if _, err := objectStart(data); err != nil {
		return err
	}
	if v.buffer == nil {
		v.buffer = new(bytes.Buffer)
	}
	*v.buffer = *bytes.NewBuffer(data)
	v.decoder.Reset(v.buffer)
	if err := v.object(len(data)); err != nil {
		return err
	}
	return atEnd(data, int(v.decoder.InputOffset()))
}

// object reads to the end of the first value of an input of the given size.
func (v *validator) object(size int) error {
	for {
		if _, err := v.decoder.ReadToken(); err != nil {
			return syntaxError(err, size)
		}
		switch depth := v.decoder.StackDepth(); {
		case depth == 0:
			return nil
		case depth > maxDepth:
			return fail(int(v.decoder.InputOffset())-1, msgDepth)
		}
	}
}

// syntaxError says in our words what jsontext found: its own may quote the input.
func syntaxError(err error, size int) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fail(size, msgTruncated)
	}
	var syntax *jsontext.SyntacticError
	if !errors.As(err, &syntax) {
		return fail(0, msgInvalid)
	}
	offset := int(syntax.ByteOffset)
	if errors.Is(err, jsontext.ErrDuplicateName) {
		return fail(offset, msgDuplicate)
	}
	return fail(offset, msgInvalid)
}
