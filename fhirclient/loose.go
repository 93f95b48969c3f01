package fhirclient

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// looseText is a string wherever a server puts one, and empty where it puts something else: what is said about a failure
// must not fail for a detail of how it is said.
type looseText string

// UnmarshalJSON implements [json.Unmarshaler].
func (t *looseText) UnmarshalJSON(data []byte) error {
	*t = ""
	switch data[0] {
	case '"':
		var s string
		err := json.Unmarshal(data, &s)
		*t = looseText(s)
		return err
	case '{', '[', 'n':
		return nil
	}
	*t = looseText(data) // a number or boolean
	return nil
}

// looseTexts is a list of strings, also where a server puts one string alone.
type looseTexts []string

// UnmarshalJSON implements [json.Unmarshaler].
func (t *looseTexts) UnmarshalJSON(data []byte) error {
	var list looseList[looseText]
	err := list.UnmarshalJSON(data)
	*t = nil
	for _, s := range list {
		if s != "" {
			*t = append(*t, string(s))
		}
	}
	return err
}

// looseList is a list of items, also where a server puts an item alone. Items of another shape are left out.
type looseList[T any] []T

// UnmarshalJSON implements [json.Unmarshaler].
func (l *looseList[T]) UnmarshalJSON(data []byte) error {
	*l = nil
	raw := []json.RawMessage{data}
	if data[0] == '[' {
		raw = nil
		if err := json.Unmarshal(data, &raw); err != nil {
			return err
		}
	}
	for _, r := range raw {
		if bytes.Equal(r, []byte("null")) {
			continue
		}
		var item T
		if err := looseUnmarshal(r, &item); err == nil {
			*l = append(*l, item)
		}
	}
	return nil
}

// looseUnmarshal decodes what has the right shape and leaves out the rest. Its only errors are of JSON's syntax, and of a
// value that is as a whole of another shape.
func looseUnmarshal(data []byte, into any) error {
	err := json.Unmarshal(fhir.WithoutMark(data), into)
	var shape *json.UnmarshalTypeError
	if errors.As(err, &shape) && shape.Field != "" {
		return nil
	}
	return err
}
