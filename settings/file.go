package settings

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/fhirview/fhirview/internal/files"
	"github.com/fhirview/fhirview/internal/option"
)

// readFile takes the values of a JSON file: an object, with groups of settings as objects in it.
func (l *loader) readFile(name string) {
	data, err := files.Read(l.ctx, name)
	if err != nil {
		if failed, ok := errors.AsType[*os.PathError](err); ok {
			err = failed.Err
		}
		l.problemf("%s: the configuration file %s cannot be read: %w", option.ConfigVariable, name, err)
		return
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if err := oneObject(data); err != nil {
		l.problemf("%s: %s", name, err)
		return
	}
	f := &file{loader: l, name: name, folder: filepath.Dir(name), seen: map[string]bool{}}
	f.object("", data)
}

// oneObject says where a text is not a single JSON object. It tells places, not text.
func oneObject(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	var raw json.RawMessage
	err := d.Decode(&raw)
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return placeError(data, int(syntax.Offset), "the JSON is broken")
	case err != nil:
		return placeError(data, len(data), "the JSON ends too early")
	case raw[0] != '{':
		return errors.New("the file must be a JSON object")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return placeError(data, int(d.InputOffset()), "there is more after the end of the object")
	}
	return nil
}

func placeError(data []byte, offset int, text string) error {
	line := 1 + bytes.Count(data[:min(offset, len(data))], []byte("\n"))
	return &lineError{line, text}
}

// file is a configuration file while it is read.
type file struct {
	*loader

	name, folder string
	seen         map[string]bool
}

// object takes the members of an object, whose key is group, or "" for the whole file. The text is well-formed.
func (f *file) object(group string, data []byte) {
	d := json.NewDecoder(bytes.NewReader(data))
	_, _ = d.Token() // {
	for d.More() {
		name, _ := d.Token()
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return
		}
		key, _ := name.(string)
		if group != "" {
			key = group + "." + key
		}
		f.member(key, raw)
	}
}

func (f *file) member(key string, raw json.RawMessage) {
	from := key + " in " + f.name
	s := find(key)
	switch {
	case f.lenient() && (!f.reads(key) || s == nil && !isGroup(key)):
		return
	case f.seen[key]:
		f.problemf("%s is there twice", from)
	case s == nil && !isGroup(key):
		f.problemf("%s is no setting%s", from, suggestion(key, "", keys()))
	case s == nil && raw[0] != '{':
		f.problemf("%s must be an object of settings", from)
	case s == nil:
		f.object(key, raw)
	case s.Secret:
		f.problemf("%s: a secret does not belong into this file: give it as %s, or in a file of its own as %s_file", from, option.Variable(key), key)
	default:
		f.scalar(from, s, raw)
	}
	f.seen[key] = true
}

// scalar takes a text, a number, a truth value or, for a list, an array of texts. null is as if the key were not there.
func (f *file) scalar(from string, s *setting, raw json.RawMessage) {
	text := string(raw)
	switch raw[0] {
	case 'n':
		return
	case '"':
		_ = json.Unmarshal(raw, &text)
	case '[':
		var items []string
		if err := json.Unmarshal(raw, &items); err != nil || s.List == "" {
			f.problemf("%s must be %s", from, s.Form)
			return
		}
		text = strings.Join(items, s.List)
	case '{':
		f.problemf("%s must be %s", from, s.Form)
		return
	}
	if text == "" {
		f.problemf("%s is empty: leave it out, or give %s", from, s.Form)
		return
	}
	f.values[s.Key] = value{text: text, from: from, folder: f.folder}
}
