package source

import (
	"bytes"
	"encoding/json"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
)

// noResource is why a document in a folder is passed over.
const noResource = "no resource in it"

// maxForeign is how long a document may be that is looked through for a resource before it is read. Longer ones are
// data, whatever they begin with: nobody writes settings of that size.
const maxForeign = 16 << 20

// typed matches a document that begins as nearly all resources do.
var typed = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\{\s*"resourceType"\s*:\s*"([^"\\]*)"`)
})

// holdsNoResource is true for a whole, well-formed JSON document that is something else: an object without a
// resourceType, such as a manifest or a file of settings or of test cases; a list in which nothing has a resourceType; a
// text or a number; or a ViewDefinition, which is the program and not its data. All that is broken may have been a
// resource, and is left to be read.
func (in *input) holdsNoResource() bool {
	if filepath.Ext(stem(in.name)) != ".json" {
		return false
	}
	for size := sniffStep; size <= maxForeign; size *= 4 {
		head, err := in.peek(size)
		text := bytes.TrimSpace(head)
		switch m := typed().FindSubmatch(text); {
		case m != nil && !isViewDefinition(string(m[1])):
			return false
		case err == io.EOF:
			return isForeign(text)
		case err != nil:
			return false
		}
	}
	return false
}

func isForeign(text []byte) bool {
	if !utf8.Valid(text) {
		return false
	}
	if len(text) > 0 && text[0] == '{' {
		var top struct {
			Type json.RawMessage `json:"resourceType"`
		}
		if json.Unmarshal(text, &top) != nil {
			return false
		}
		var name string
		return top.Type == nil || json.Unmarshal(top.Type, &name) == nil && isViewDefinition(name)
	}
	// A list without items is a result of nothing, and an escape may hide any name.
	none := len(text) > 1 && text[0] == '[' && bytes.TrimSpace(text[1:])[0] == ']'
	return !none && !bytes.Contains(text, []byte("resourceType")) && !bytes.Contains(text, []byte(`\u00`)) && json.Valid(text)
}

// isViewDefinition knows the type by its name and by the address that some views have for it.
func isViewDefinition(typ string) bool {
	return typ == "ViewDefinition" || strings.HasSuffix(typ, "/ViewDefinition")
}
