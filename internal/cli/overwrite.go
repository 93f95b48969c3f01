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
	if err := checkOverwriteInput("--out", path, inputs); err != nil {
		return err
	}
	isTarget, err := isFile(path)
	if err != nil {
		return err
	}
	for _, v := range views {
		if isTarget(v.path) {
			return usagef("--out %s: the file is one of the views", path)
		}
	}
	return nil
}

// checkOverwriteInput refuses to write what a flag names to a file that is read.
func checkOverwriteInput(flag, path string, inputs []string) error {
	isTarget, err := isFile(path)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(filesRead(inputs), isTarget) {
		return usagef("%s %s: the file is one of the inputs", flag, path)
	}
	return nil
}

// isFile returns what tells whether another path leads to the same file. No path leads to one that does not exist.
func isFile(path string) (func(other string) bool, error) {
	target, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return func(string) bool { return false }, nil
	}
	if err != nil {
		return nil, err
	}
	return func(other string) bool {
		stat := func() (fs.FileInfo, error) { return os.Stat(other) }
		if other == stdinPath {
			stat = os.Stdin.Stat // which may be a file, by the shell's <
		}
		info, err := stat()
		return err == nil && os.SameFile(info, target)
	}, nil
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
