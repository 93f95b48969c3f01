package jsonscan

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// Validator checks every byte of texts. It keeps the memory of jsontext from one text to the next. One goroutine uses it at
// a time; the zero value is ready for use.
type Validator struct {
	decoder jsontext.Decoder
	buffer  *bytes.Buffer
}

// Validate checks that data is one JSON object and nothing else, to the last byte: grammar, UTF-8, escapes,
// duplicate keys, and how deeply it is nested. An error is an [*Error].
func (v *Validator) Validate(data []byte) error {
	if _, err := ObjectStart(data); err != nil {
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
	return AtEnd(data, int(v.decoder.InputOffset()))
}

// object reads to the end of the first value of an input of the given size.
func (v *Validator) object(size int) error {
	for {
		if _, err := v.decoder.ReadToken(); err != nil {
			return syntaxError(err, size)
		}
		switch depth := v.decoder.StackDepth(); {
		case depth == 0:
			return nil
		case depth > MaxDepth:
			return Fail(int(v.decoder.InputOffset())-1, MsgDepth)
		}
	}
}

// syntaxError says in our words what jsontext found: its own may quote the input.
func syntaxError(err error, size int) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return Fail(size, MsgTruncated)
	}
	var syntax *jsontext.SyntacticError
	if !errors.As(err, &syntax) {
		return Fail(0, msgInvalid)
	}
	offset := int(syntax.ByteOffset)
	if errors.Is(err, jsontext.ErrDuplicateName) {
		return Fail(offset, MsgDuplicate)
	}
	return Fail(offset, msgInvalid)
}

// Validate is [Validator.Validate] for one text.
func Validate(data []byte) error {
	var v Validator
	return v.Validate(data)
}
