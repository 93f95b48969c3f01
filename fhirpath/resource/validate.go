package resource

import "github.com/fhirview/fhirview/internal/jsonscan"

// Validate checks that data is one JSON object and nothing else, to the last byte: grammar, UTF-8, escapes,
// duplicate keys, and how deeply it is nested. An error is an [*Error].
func Validate(data []byte) error {
	var v jsonscan.Validator
	return v.Validate(data)
}
