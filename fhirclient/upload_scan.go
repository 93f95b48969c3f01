package fhirclient

import (
	"errors"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
	"github.com/go-json-experiment/json/jsontext"
)

// maxRecord is how long a record may be by default.
const maxRecord = 64 << 20

// Errors of records that cannot be sent. They name no contents.
var (
	errNotJSON = errors.New("not one well-formed JSON object, in UTF-8 and with each name once")
	errNoID    = errors.New("id is missing: give it one, or create records instead of putting them")
	errNoKey   = errors.New("the record has no search key")
)

// scanResource finds the resource type and the id of a resource; it may have no id. Both are fit for a URL as they stand.
// Other than a single request, a batch mixes what records say, so that the whole text must be one object and well-formed.
func scanResource(data []byte) (typ, id string, err error) {
	if !jsontext.Value(fhir.WithoutMark(data)).IsValid() { // which is stricter than encoding/json
		return "", "", errNotJSON
	}
	return fhir.ResourceName(data)
}
