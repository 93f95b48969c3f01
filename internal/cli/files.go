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

func isJSON(name string) bool { return strings.EqualFold(filepath.Ext(name), ".json") }

// isOther is true for JSON that was plainly meant as something else than a view, which folders may hold besides views:
// another resource or test cases. A view with mistakes is not among that. The text may end early.
func isOther(text []byte) bool {
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(text, []byte("\uFEFF"))))
	if first, _ := d.Token(); first != json.Delim('{') {
		return false
	}
	other := false
	for d.More() {
		key, err := d.Token()
		if err != nil {
			break
		}
		switch key {
		case "select":
			return false
		case "tests", "entry":
			other = true
		}
		var value json.RawMessage
		if d.Decode(&value) != nil {
			break
		}
		var typ string
		if key == "resourceType" && json.Unmarshal(value, &typ) == nil {
			other = other || typ != "" && !strings.Contains(typ, "ViewDefinition")
		}
	}
	return other
}
