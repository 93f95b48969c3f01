package fhir

import (
	"errors"

	"github.com/go-json-experiment/json/jsontext"
)

// ErrNotJSON is about a text that cannot be sent.
var ErrNotJSON = errors.New("not one well-formed JSON object, in UTF-8 and with each name once")

// Errors of names.
var (
	ErrType = errors.New("the resource type is not a name of letters and digits that begins with a capital")
	ErrID   = errors.New("the id is not 1 to 64 letters, digits, hyphens and dots, as FHIR demands")
)

// CheckType is nil for what may be the name of a resource type, and so part of a URL.
func CheckType(typ string) error {
	if typ == "" || len(typ) > 64 || typ[0] < 'A' || typ[0] > 'Z' {
		return ErrType
	}
	for i := range len(typ) {
		if !alphanumeric(typ[i]) {
			return ErrType
		}
	}
	return nil
}

// CheckID is nil for a valid id, of a resource or of a version. Those that a URL's path gives a meaning of their own, a
// dot and two dots, are not.
func CheckID(id string) error {
	if id == "" || len(id) > 64 || id == "." || id == ".." {
		return ErrID
	}
	for i := range len(id) {
		if !alphanumeric(id[i]) && id[i] != '-' && id[i] != '.' {
			return ErrID
		}
	}
	return nil
}

func alphanumeric(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}

// CheckName is checkType and checkID.
func CheckName(typ, id string) error {
	if err := CheckType(typ); err != nil {
		return err
	}
	return CheckID(id)
}

// ResourceName returns the type and the id of a resource; it may have no id. The text has to be one object, whose type
// and id are valid.
func ResourceName(body []byte) (typ, id string, err error) {
	c := NewCursor(body)
	_, t, i, err := c.resource()
	if err == nil {
		err = c.end()
	}
	if err == nil {
		err = CheckType(string(t))
	}
	if err == nil && i != nil {
		err = CheckID(string(i))
	}
	if err != nil {
		return "", "", err
	}
	return string(t), string(i), nil
}

// ScanResource finds the resource type and the id of a resource; it may have no id. Both are fit for a URL as they stand.
// Other than a single request, a batch mixes what records say, so that the whole text must be one object and well-formed.
func ScanResource(data []byte) (typ, id string, err error) {
	if !jsontext.Value(WithoutMark(data)).IsValid() { // which is stricter than encoding/json
		return "", "", ErrNotJSON
	}
	return ResourceName(data)
}
