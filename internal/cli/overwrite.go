package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// checkOverwrite refuses to write to a file that the run reads.
func checkOverwrite(path string, inputs []string, views []*viewFile) error {
	target, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // so it is not read
	}
	if err != nil {
		return err
	}
	isTarget := func(file string) bool {
		stat := func() (fs.FileInfo, error) { return os.Stat(file) }
		if file == stdinPath {
			stat = os.Stdin.Stat // which may be a file, by the shell's <
		}
		info, err := stat()
		return err == nil && os.SameFile(info, target)
	}
	if slices.ContainsFunc(filesRead(inputs), isTarget) {
		return usagef("--out %s: the file is one of the inputs", path)
	}
	for _, v := range views {
		if isTarget(v.path) {
			return usagef("--out %s: the file is one of the views", path)
		}
	}
	return nil
}

// filesRead returns the files that sources read for the paths: those in folders by their names only.
func filesRead(paths []string) []string {
	var files []string
	for _, path := range paths {
		matches, _ := filepath.Glob(path) // a bad pattern is a file's name, or the source's to tell
		for _, file := range append(matches, path) {
			files = append(files, file)
			children, _ := os.ReadDir(file) // none for a file
			for _, child := range children {
				if isResourceFile(child.Name()) {
					files = append(files, filepath.Join(file, child.Name()))
				}
			}
		}
	}
	return files
}

func isResourceFile(name string) bool {
	name = strings.ToLower(name)
	name = strings.TrimSuffix(strings.TrimSuffix(name, ".gz"), ".zst")
	return slices.Contains([]string{".ndjson", ".jsonl", ".json"}, filepath.Ext(name)) && name[0] != '.'
}
