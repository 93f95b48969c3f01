package resource

import (
	"bytes"
	"unicode/utf8"
)

// Peek returns the resourceType of a resource's JSON text without decoding the rest; nil where there is none. It shares memory with data unless it is written with escapes. Text before the resourceType has to be
// well-formed enough to be skipped; what follows it, but for the comma or bracket that comes next, is not looked at: that
// there is no second one is for a [Decoder] or [Skimmer] to find out. An error is an [*Error].
func Peek(data []byte) (resourceType []byte, err error) {
	if typ := typeAhead(data); typ != nil {
		return typ, nil
	}
	i, err := objectStart(data)
	if err != nil {
		return nil, err
	}
	m, err := typeOf(data, i, 1)
	if err != nil || m.end == 0 {
		return nil, err
	}
	if data[m.value] != '"' {
		return nil, fail(m.value, msgType)
	}
	return m.text(data)
}

// resourceTypeFirst is how the text of a resource mostly begins.
const resourceTypeFirst = `{"` + keyResourceType + `":"`

// Begins is true for a text that begins as most resources of the projection's type do: with the resourceType. Then Peek
// would return that.
func (d *Decoder) Begins(data []byte) bool {
	n := len(d.prefix)
	if len(data) < n {
		return false
	}
	i := 0
	for ; i+8 < n; i += 8 {
		if load(data, i) != loadText(d.prefix, i) {
			return false
		}
	}
	return load(data, n-8) == loadText(d.prefix, n-8) // it is longer than that
}

// typeAhead returns the resourceType where the text begins with it, as servers write it: nil where it does not, or
// where this has to be looked at more closely.
func typeAhead(data []byte) []byte {
	const n = len(resourceTypeFirst)
	if len(data) < n || string(data[:n]) != resourceTypeFirst {
		return nil
	}
	for i, c := range data[n:] {
		switch {
		case c == '"' && n+i+1 < len(data) && (data[n+i+1] == ',' || data[n+i+1] == '}'):
			return data[n : n+i]
		case c == '"', c == '\\', c < ' ', c >= utf8.RuneSelf:
			return nil
		}
	}
	return nil
}

// objectStart returns where the one object that the data should be begins.
func objectStart(data []byte) (int, error) {
	i := skipSpace(data, 0)
	switch {
	case i == len(data):
		return i, fail(i, msgTruncated)
	case data[i] != '{':
		return i, fail(i, msgObject)
	}
	return i, nil
}

// atEnd is an error where anything but white space stands at i or after it.
func atEnd(data []byte, i int) error {
	if i = skipSpace(data, i); i != len(data) {
		return fail(i, msgTrailing)
	}
	return nil
}

// typeMember says where a resourceType stands: where its key begins, and its value, and where that ends, which is 0 where
// there is none.
type typeMember struct{ key, value, end int }

// text returns the type, where the value is a string.
func (m *typeMember) text(data []byte) ([]byte, error) {
	return plain(data[m.value+1:m.end-1], m.value+1)
}

// typeOf finds the resourceType of the object at i, or the next after the comma at i. Depth counts the object too.
func typeOf(data []byte, i, depth int) (m typeMember, err error) {
	for i = skipSpace(data, i+1); i < len(data) && data[i] != '}'; i = skipSpace(data, i+1) {
		if data[i] != '"' {
			return m, fail(i, msgKey)
		}
		key := i
		end, err := skipString(data, key+1)
		if err != nil {
			return m, err
		}
		value, err := afterColon(data, end)
		if err != nil {
			return m, err
		}
		if i, err = skipValue(data, value, depth); err != nil {
			return m, err
		}
		after := skipSpace(data, i)
		if after < len(data) && data[after] != ',' && data[after] != '}' {
			return m, fail(after, msgComma)
		}
		if isResourceType(data[key+1 : end-1]) {
			return typeMember{key, value, i}, nil
		}
		if i = after; i < len(data) && data[i] == '}' {
			return m, nil
		}
	}
	if i >= len(data) {
		return m, fail(len(data), msgTruncated)
	}
	return m, nil
}

// isResourceType is true for the text of a key, be it written with escapes.
func isResourceType(key []byte) bool {
	if len(key) <= len(keyResourceType) {
		return string(key) == keyResourceType
	}
	key, err := plain(key, 0)
	return err == nil && string(key) == keyResourceType
}

// plain resolves the escapes of a string that begins at offset.
func plain(raw []byte, offset int) ([]byte, error) {
	if bytes.IndexByte(raw, '\\') < 0 {
		return raw, nil
	}
	return unescape(make([]byte, 0, len(raw)), raw, offset)
}
