package viewdef

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/jsonscan"
)

// object is a JSON object of a view with its place. It has no members where there is something else in its place,
// which is a problem already.
type object struct {
	path    string
	members map[string]json.RawMessage
	p       *problems
}

// root reads the JSON text of a view.
func root(data []byte, p *problems) (object, bool) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	o := object{p: p}
	if err := jsonscan.Validate(data); err != nil {
		var at *resource.Error
		errors.As(err, &at)
		line, column := position(data, at.Offset)
		p.failf("", "line %d, column %d: %s", line, column, strings.ReplaceAll(at.Msg, " resource", " view"))
		return o, false
	}
	if err := json.Unmarshal(data, &o.members); err != nil {
		p.failf("", "%v", err)
		return o, false
	}
	return o, true
}

func position(data []byte, offset int) (line, column int) {
	before := data[:min(offset, len(data))]
	return bytes.Count(before, []byte("\n")) + 1, len(before) - bytes.LastIndexByte(before, '\n')
}

// at returns the place of a member.
func (o object) at(key string) string {
	if o.path == "" {
		return key
	}
	return o.path + "." + key
}

func (o object) has(key string) bool {
	_, ok := o.members[key]
	return ok
}

func (o object) hasAny(keys ...string) bool { return slices.ContainsFunc(keys, o.has) }

// text returns a member that has to be a string that is not empty; "" where there is none, or another value, which is
// an error.
func (o object) text(key string) string {
	raw, ok := o.members[key]
	if !ok {
		return ""
	}
	return o.stringAt(o.at(key), raw)
}

func (o object) stringAt(path string, raw json.RawMessage) string {
	var s string
	switch err := json.Unmarshal(raw, &s); {
	case kindOf(raw) != "a string":
		o.p.failf(path, "has to be a string, not %s", kindOf(raw))
	case err != nil:
		o.p.failf(path, "%v", err)
	case strings.TrimSpace(s) == "":
		o.p.failf(path, "is empty")
		return ""
	}
	return s
}

// required is text for a member that must not be missing.
func (o object) required(key string) string {
	if !o.has(key) {
		o.p.failf(o.path, "%s is missing", key)
		return ""
	}
	return o.text(key)
}

func (o object) boolean(key string) bool {
	raw, ok := o.members[key]
	if !ok {
		return false
	}
	if kindOf(raw) != "a boolean" {
		o.p.failf(o.at(key), "has to be true or false, not %s", kindOf(raw))
	}
	return string(raw) == "true"
}

// objects returns the items of a member that has to be an array of objects. A single object counts as an array of one,
// as the specification's prose writes it.
func (o object) objects(key string) []object {
	items := o.items(key, "an object")
	out := make([]object, 0, len(items))
	for i, raw := range items {
		item := object{path: fmt.Sprintf("%s[%d]", o.at(key), i), p: o.p}
		if kindOf(raw) != "an object" || json.Unmarshal(raw, &item.members) != nil {
			o.p.failf(item.path, "has to be an object, not %s", kindOf(raw))
			item.members = nil
		}
		out = append(out, item)
	}
	return out
}

// texts returns the items of a member that has to be an array of strings; a single string counts as one. An item that
// is a mistake is "".
func (o object) texts(key string) []string {
	items := o.items(key, "a string")
	out := make([]string, 0, len(items))
	for i, raw := range items {
		out = append(out, o.stringAt(fmt.Sprintf("%s[%d]", o.at(key), i), raw))
	}
	return out
}

// items returns the items of an array, or a single item of the given kind.
func (o object) items(key, kind string) []json.RawMessage {
	raw, ok := o.members[key]
	switch {
	case !ok:
		return nil
	case kindOf(raw) == kind:
		o.p.warnf(o.at(key), "has to be an array: taken as an array of one")
		return []json.RawMessage{raw}
	case kindOf(raw) != "an array":
		o.p.failf(o.at(key), "has to be an array, not %s", kindOf(raw))
		return nil
	}
	var items []json.RawMessage
	if err := json.Unmarshal(raw, &items); err != nil {
		o.p.failf(o.at(key), "%v", err)
		return nil
	}
	if len(items) == 0 {
		o.p.failf(o.at(key), "is empty")
	}
	return items
}

// unknown returns the keys that are not among the known ones, sorted. Keys that any FHIR element can have are known.
func (o object) unknown(known ...string) []string {
	var keys []string
	for key := range o.members {
		if !slices.Contains(known, key) && !slices.Contains(everywhere[:], key) && !strings.HasPrefix(key, "_") {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

var everywhere = [...]string{"id", "extension", "modifierExtension", "fhir_comments"}

func kindOf(raw json.RawMessage) string {
	if len(raw) == 0 {
		return "nothing"
	}
	switch raw[0] {
	case '"':
		return "a string"
	case '{':
		return "an object"
	case '[':
		return "an array"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	}
	return "a number"
}
