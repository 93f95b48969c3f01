package decode

import (
	"bytes"
	"unicode/utf8"

	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/projection"
)

// Peek returns the resourceType of a resource's JSON text without decoding the rest; nil where there is none. It shares memory with data unless it is written with escapes. Text before the resourceType has to be
// well-formed enough to be skipped; what follows it, but for the comma or bracket that comes next, is not looked at: that
// there is no second one is for a [Decoder] or [Skimmer] to find out. An error is a [*jsonscan.Error].
func Peek(data []byte) (resourceType []byte, err error) {
	if typ := typeAhead(data); typ != nil {
		return typ, nil
	}
	i, err := jsonscan.ObjectStart(data)
	if err != nil {
		return nil, err
	}
	m, err := typeOf(data, i, 1)
	if err != nil || m.end == 0 {
		return nil, err
	}
	if data[m.value] != '"' {
		return nil, jsonscan.Fail(m.value, msgType)
	}
	return m.text(data)
}

// resourceTypeFirst is how the text of a resource mostly begins.
const resourceTypeFirst = `{"` + projection.ResourceTypeKey + `":"`

// Begins is true for a text that begins as most resources of the projection's type do: with the resourceType. Then Peek
// would return that.
func (d *Decoder) Begins(data []byte) bool {
	n := len(d.prefix)
	if len(data) < n {
		return false
	}
	if data[1] <= ' ' || data[len(resourceTypeFirst)-1] <= ' ' {
		return d.beginsSpaced(data)
	}
	i := 0
	for ; i+8 < n; i += 8 {
		if jsonscan.Load(data, i) != jsonscan.LoadText(d.prefix, i) {
			return false
		}
	}
	return jsonscan.Load(data, n-8) == jsonscan.LoadText(d.prefix, n-8) // it is longer than that
}

// beginsSpaced is Begins for a text with space between what it begins with.
func (d *Decoder) beginsSpaced(data []byte) bool {
	const key = `"` + projection.ResourceTypeKey + `"`
	rest, ok := bytes.CutPrefix(data[jsonscan.SkipSpace(data, 1):], []byte(key))
	if i := jsonscan.SkipSpace(rest, 0); ok && data[0] == '{' && i < len(rest) && rest[i] == ':' {
		name := d.prefix[len(resourceTypeFirst)-1:]
		rest = rest[jsonscan.SkipSpace(rest, i+1):]
		return len(rest) > len(name) && string(rest[:len(name)]) == name
	}
	return false
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

// typeMember says where a resourceType stands: where its key begins, and its value, and where that ends, which is 0 where
// there is none.
type typeMember struct{ key, value, end int }

// text returns the type, where the value is a string.
func (m *typeMember) text(data []byte) ([]byte, error) {
	return plain(data[m.value+1:m.end-1], m.value+1)
}

// typeOf finds the resourceType of the object at i, or the next after the comma at i. Depth counts the object too.
func typeOf(data []byte, i, depth int) (m typeMember, err error) {
	for i = jsonscan.SkipSpace(data, i+1); i < len(data) && data[i] != '}'; i = jsonscan.SkipSpace(data, i+1) {
		if data[i] != '"' {
			return m, jsonscan.Fail(i, jsonscan.MsgKey)
		}
		key := i
		end, err := jsonscan.SkipString(data, key+1)
		if err != nil {
			return m, err
		}
		value, err := jsonscan.AfterColon(data, end)
		if err != nil {
			return m, err
		}
		if i, err = jsonscan.SkipValue(data, value, depth); err != nil {
			return m, err
		}
		after := jsonscan.SkipSpace(data, i)
		if after < len(data) && data[after] != ',' && data[after] != '}' {
			return m, jsonscan.Fail(after, jsonscan.MsgComma)
		}
		if isResourceType(data[key+1 : end-1]) {
			return typeMember{key, value, i}, nil
		}
		if i = after; i < len(data) && data[i] == '}' {
			return m, nil
		}
	}
	if i >= len(data) {
		return m, jsonscan.Fail(len(data), jsonscan.MsgTruncated)
	}
	return m, nil
}

// isResourceType is true for the text of a key, be it written with escapes.
func isResourceType(key []byte) bool {
	if len(key) <= len(projection.ResourceTypeKey) {
		return string(key) == projection.ResourceTypeKey
	}
	key, err := plain(key, 0)
	return err == nil && string(key) == projection.ResourceTypeKey
}

// plain resolves the escapes of a string that begins at offset.
func plain(raw []byte, offset int) ([]byte, error) {
	if bytes.IndexByte(raw, '\\') < 0 {
		return raw, nil
	}
	return jsonscan.Unescape(make([]byte, 0, len(raw)), raw, offset)
}
