// Package files finds the files that people name by their paths, by folders and by globs, and reads those that have to
// be in memory as a whole.
package files

import (
	"os"
	"path/filepath"
	"strings"
)

// File is a file that a path stands for.
type File struct {
	Path string
	// Named is true where the path is that of this file, and false where it is of a folder or a glob that the file is
	// in: then nobody may have thought of it.
	Named bool
	// PassedOver is why the file is not to be read, or "": that it is a named pipe, for example.
	PassedOver string
	// Err is why a folder below, whose path this is then, or what stands here, cannot be looked at.
	Err error
}

// Find returns the files that a path stands for.
//
//   - A file stands for itself, whatever it is called and whatever it is, also where its name reads like a glob.
//   - A folder stands for the files in it and in all folders below.
//   - A glob stands for the files and folders that match. Two asterisks match any number of folders, braces hold
//     alternatives. A glob that matches nothing is an error.
//
// Of a folder or a glob, the files come in the order of their paths, byte by byte, and each comes once. What begins with
// a dot is left out, unless a glob has the dot. Links to files are followed. Links to folders are not, or files would
// come twice or without end; but one is that is named, or that matches a glob without two asterisks.
//
// The names of files in folders have to be wanted, and so have those that match a glob which does not say how names end.
// What is not wanted, is no regular file or a link to a folder, is returned with the reason.
func Find(path string, wanted func(name string) bool) ([]File, error) {
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.IsDir():
		return []File{{Path: path, Named: true}}, nil
	case err == nil:
		return inFolder(path, wanted)
	case !strings.ContainsAny(path, `*?[{`):
		return nil, err
	}
	return matching(path, wanted)
}

// inFolder returns the files of a folder that was named. That it cannot be read is an error.
func inFolder(path string, wanted func(string) bool) ([]File, error) {
	w := &walk{wanted: wanted, stat: os.Stat}
	w.folder(path)
	found := w.sorted()
	if len(found) == 1 && found[0].Err != nil && found[0].Path == filepath.Clean(path) {
		return nil, found[0].Err
	}
	return found, nil
}

// HoldsResources is true for the name of a file that may hold resources, by its ending: .ndjson, .jsonl or .json, alone or
// with .gz or .zst.
func HoldsResources(name string) bool {
	name = strings.ToLower(name)
	if ending := filepath.Ext(name); ending == ".gz" || ending == ".zst" {
		name = strings.TrimSuffix(name, ending)
	}
	switch filepath.Ext(name) {
	case ".ndjson", ".jsonl", ".json":
		return true
	}
	return false
}

// saysEnding is true for a glob that says how names end, as *.json does and * does not.
func saysEnding(pattern string) bool { return strings.Trim(filepath.Ext(pattern), ".*?") != "" }
