package fhirclient

import (
	"errors"
	"strings"
)

var (
	errType = errors.New("the resource type is not a name of letters and digits that begins with a capital")
	errID   = errors.New("the id is not 1 to 64 letters, digits, hyphens and dots, as FHIR demands")
)

// checkType is nil for what may be the name of a resource type, and so part of a URL.
func checkType(typ string) error {
	if typ == "" || len(typ) > 64 || typ[0] < 'A' || typ[0] > 'Z' {
		return errType
	}
	for i := range len(typ) {
		if !alphanumeric(typ[i]) {
			return errType
		}
	}
	return nil
}

// checkID is nil for a valid id, of a resource or of a version. Those that a URL's path gives a meaning of their own, a
// dot and two dots, are not.
func checkID(id string) error {
	if id == "" || len(id) > 64 || id == "." || id == ".." {
		return errID
	}
	for i := range len(id) {
		if !alphanumeric(id[i]) && id[i] != '-' && id[i] != '.' {
			return errID
		}
	}
	return nil
}

func alphanumeric(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}

// checkName is checkType and checkID.
func checkName(typ, id string) error {
	if err := checkType(typ); err != nil {
		return err
	}
	return checkID(id)
}

// resourceName returns the type and the id of a resource; it may have no id. The text has to be one object, whose type
// and id are valid.
func resourceName(body []byte) (typ, id string, err error) {
	c := newCursor(body)
	_, t, i, err := c.resource()
	if err == nil {
		err = c.end()
	}
	if err == nil {
		err = checkType(string(t))
	}
	if err == nil && i != nil {
		err = checkID(string(i))
	}
	if err != nil {
		return "", "", err
	}
	return string(t), string(i), nil
}

// url is an address below the client's base.
func (c *Client) url(path ...string) string {
	return strings.TrimSuffix(c.base.String(), "/") + "/" + strings.Join(path, "/")
}
