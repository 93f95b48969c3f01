package resource

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// Validate checks that data is one JSON object and nothing else, to the last byte: grammar, UTF-8, escapes,
// duplicate keys. An error is an [*Error].
func Validate(data []byte) error {
	if i := skipSpace(data, 0); i < len(data) && data[i] != '{' {
		return fail(i, msgObject)
	}
	d := jsontext.NewDecoder(bytes.NewBuffer(data))
	if err := d.SkipValue(); err != nil {
		return syntaxError(err, len(data))
	}
	switch _, err := d.ReadToken(); {
	case err == io.EOF:
		return nil
	default:
		return fail(skipSpace(data, int(d.InputOffset())), msgTrailing)
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
