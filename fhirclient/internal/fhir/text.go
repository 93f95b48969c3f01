// Package fhir is what a client has to know of FHIR: Bundles as JSON text, names and what may stand for one in a URL,
// conditions and ETags. It decodes nothing but that.
package fhir

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
)

// WithoutMark leaves out a byte order mark, which may not stand within a JSON text.
func WithoutMark(text []byte) []byte { return bytes.TrimPrefix(text, []byte("\ufeff")) }

// AppendText appends a text as a JSON string.
func AppendText(b []byte, text string) []byte {
	quoted, err := json.Marshal(text)
	if err != nil { // which a string does not give
		return append(b, `""`...)
	}
	return append(b, quoted...)
}

// PlainCode is a code as it stands if it is one of those of the specification in form, and else a question mark: others
// might hold anything.
func PlainCode(s string) string {
	if s == "" || len(s) > 32 || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz-") != "" {
		return "?"
	}
	return s
}

// ErrBase is what is probably wrong where a server does not know the address of a search.
var ErrBase = errors.New("is the base URL right? It is what stands before /metadata and /Patient, and often ends in /fhir")
