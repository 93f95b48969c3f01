package resource

import "bytes"

// Peek returns the resourceType of a resource's JSON text without decoding the rest; nil where there is none or it is
// not a string. It shares memory with data unless it is written with escapes. Text before the resourceType has to be
// well-formed enough to be skipped; what follows it is not looked at. An error is an [*Error].
func Peek(data []byte) (resourceType []byte, err error) {
	if typ := typeAhead(data); typ != nil {
		return typ, nil
	}
	i, err := objectStart(data)
	if err != nil {
		return nil, err
	}
	return typeOf(data, i, 1)
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
		switch c {
		case '"':
			return data[n : n+i]
		case '\\':
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

// typeOf finds the resourceType of the object at i; depth counts it too.
func typeOf(data []byte, i, depth int) ([]byte, error) {
	for i = skipSpace(data, i+1); i < len(data) && data[i] != '}'; i = skipSpace(data, i+1) {
		if data[i] != '"' {
			return nil, fail(i, msgKey)
		}
		from := i + 1
		end, err := skipString(data, from)
		if err != nil {
			return nil, err
		}
		value, err := afterColon(data, end)
		if err != nil {
			return nil, err
		}
		if i, err = skipValue(data, value, depth); err != nil {
			return nil, err
		}
		if isResourceType(data[from : end-1]) {
			return stringValue(data, value, i)
		}
		i = skipSpace(data, i)
		if i < len(data) && data[i] == '}' {
			return nil, nil
		}
		if i < len(data) && data[i] != ',' {
			return nil, fail(i, msgComma)
		}
	}
	if i >= len(data) {
		return nil, fail(len(data), msgTruncated)
	}
	return nil, nil
}

// stringValue returns the text of the value from i to end, or nil where it is no string.
func stringValue(data []byte, i, end int) ([]byte, error) {
	if data[i] != '"' {
		return nil, nil
	}
	return plain(data[i+1:end-1], i+1)
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
