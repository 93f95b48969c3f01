package source

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// FuzzJSON compares the scanner with encoding/json: what that accepts must yield the same resources, and what it does
// not accept must be an error, or make a record that is not JSON either.
func FuzzJSON(f *testing.F) {
	for _, c := range jsonCases {
		f.Add([]byte(c.text), uint8(c.max), uint8(3))
	}
	f.Fuzz(func(t *testing.T, text []byte, limit, block uint8) {
		if codecOf(text[:min(len(text), magicLen)]) != nil {
			return
		}
		set := &Options{MaxRecord: int(limit), BlockSize: int(block)}
		o := drain(JSON(bytes.NewReader(text), set))
		if strings.Contains(o.Err, "has two ") {
			return // encoding/json takes the last of them
		}
		if plain := bytes.TrimPrefix(text, []byte(byteOrderMark)); !isJSON(plain) {
			unchecked := set.MaxRecord > 0 && len(text) > minHold // values longer than the limit are not checked in full
			if o.Err == "" && allValid(o.Records) && !unchecked {
				t.Errorf("no error for text that is not JSON, but %d records", len(o.Records))
			}
		} else if want, ok := resourcesByHand(plain); !ok {
			if o.Err == "" {
				t.Error("no error for a document of another kind")
			}
		} else if diff := cmp.Diff(within(set.orDefaults(1).MaxRecord, want), indexed(o.Records)); diff != "" || o.Err != "" {
			t.Errorf("error %q, records differ (-want +got):\n%s", o.Err, diff)
		}
		for _, r := range o.Records {
			if !bytes.HasPrefix(text[r.Offset:], []byte(r.Data)) {
				t.Errorf("record %+v is not at its offset", r)
			}
		}
	})
}

// isJSON knows, as encoding/json does not, that JSON is UTF-8.
func isJSON(text []byte) bool { return json.Valid(text) && utf8.Valid(text) }

func allValid(records []got) bool {
	for _, r := range records {
		if r.Err != "" || !isJSON([]byte(r.Data)) {
			return false
		}
	}
	return true
}

// found is a resource by its position; one that is not an object has no data.
type found struct {
	Index int64
	Data  string
}

// within takes the data of those that are too long.
func within(limit int, all []found) []found {
	for i := range all {
		if len(all[i].Data) > limit {
			all[i].Data = ""
		}
	}
	return all
}

func indexed(records []got) []found {
	var all []found
	for _, r := range records {
		all = append(all, found{r.Index, r.Data})
	}
	return all
}

// resourcesByHand finds the resources of valid JSON; false means that it is no document of resources.
func resourcesByHand(text []byte) ([]found, bool) {
	var array []json.RawMessage
	if json.Unmarshal(text, &array) == nil && !isNull(text) {
		var all []found
		for i, item := range array {
			all = append(all, foundAt(i, item))
		}
		return all, true
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(text, &object) != nil || isNull(text) {
		return nil, false
	}
	var resourceType string
	if json.Unmarshal(object["resourceType"], &resourceType) != nil || resourceType != "Bundle" {
		return []found{{-1, string(bytes.TrimSpace(text))}}, true
	}
	return entriesByHand(object["entry"])
}

func entriesByHand(entry json.RawMessage) ([]found, bool) {
	if entry == nil || isNull(entry) {
		return nil, true
	}
	var entries []json.RawMessage
	if json.Unmarshal(entry, &entries) != nil {
		return nil, false
	}
	var all []found
	for i, item := range entries {
		var fields map[string]json.RawMessage
		if json.Unmarshal(item, &fields) != nil || isNull(item) {
			all = append(all, foundAt(i, item))
		} else if r, ok := fields["resource"]; ok && !isNull(r) {
			all = append(all, foundAt(i, r))
		}
	}
	return all, true
}

func foundAt(i int, item json.RawMessage) found {
	if item[0] != '{' {
		return found{int64(i), ""}
	}
	return found{int64(i), string(item)}
}

func isNull(text []byte) bool { return string(bytes.TrimSpace(text)) == "null" }
