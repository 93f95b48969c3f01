package cli

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"

	"github.com/fhirview/fhirview/internal/files"
)

// jsonFiles returns the files that paths name: files as they are, and of folders and globs those that end in .json.
func jsonFiles(paths []string) ([]files.File, error) {
	var all []files.File
	for _, path := range paths {
		found, err := files.Find(path, isJSON)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			if f.Err != nil {
				return nil, f.Err
			}
			if f.PassedOver == "" {
				all = append(all, f)
			}
		}
	}
	return all, nil
}

// refuseInputs is wrong usage where one of the paths is named as only files of resources are.
func refuseInputs(paths []string, wanted string) error {
	for _, path := range paths {
		if files.HoldsResources(path) && !isJSON(path) {
			return usagef("%s holds resources and no %s", path, wanted)
		}
	}
	return nil
}

func isJSON(name string) bool { return strings.EqualFold(filepath.Ext(name), ".json") }

// content is what a JSON object was plainly meant as.
type content uint8

const (
	contentUnknown content = iota
	contentForeign         // well-formed, and nothing of a view or of FHIR in it, such as the settings of a tool
	contentView
	contentCases
	contentResource
)

// isOther is true for JSON that was plainly meant as something else than a view, which folders may hold besides views:
// another resource, test cases, or settings. A view with mistakes is not among that.
func isOther(text []byte) bool {
	c := contentOf(text)
	return c == contentForeign || c == contentCases || c == contentResource
}

// contentOf goes by the keys of an object, of which the text may be the beginning only. No resource has a select.
func contentOf(text []byte) content {
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(text, []byte("\uFEFF"))))
	if first, _ := d.Token(); first != json.Delim('{') {
		return contentUnknown
	}
	c, some := contentUnknown, false
	for d.More() {
		key, err := d.Token()
		if err != nil {
			break
		}
		switch key {
		case "select":
			return contentView
		case "resource", "constant", "where":
			some = true // of a view
		case "tests":
			c = contentCases
		case "entry":
			c = max(c, contentResource)
		}
		var value json.RawMessage
		if d.Decode(&value) != nil {
			break
		}
		var typ string
		switch {
		case key != "resourceType" || json.Unmarshal(value, &typ) != nil || typ == "":
		case strings.Contains(typ, "ViewDefinition"):
			return contentView
		case c != contentCases:
			c = contentResource
		}
	}
	if c == contentUnknown && !some && json.Valid(text) {
		return contentForeign
	}
	return c
}
