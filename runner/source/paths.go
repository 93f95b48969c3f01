package source

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const (
	stdin     = "-"
	stdinName = "stdin"
	endings   = ".ndjson, .jsonl or .json, alone or with .gz or .zst"
)

// expand replaces folders and globs by the files that they stand for. Where a path names a file that exists, the file is
// meant, even if the name reads like a glob.
func expand(paths []string) ([]string, error) {
	if len(paths) == 0 {
		return nil, errors.New("no input: give at least one file, folder or glob, or - for standard input")
	}
	var files []string
	for _, path := range paths {
		more, err := expandOne(path)
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	return files, nil
}

func expandOne(path string) ([]string, error) {
	if path == stdin {
		return []string{stdin}, nil
	}
	_, err := os.Stat(path)
	if err == nil {
		return expandFolder(path)
	}
	if !strings.ContainsAny(path, `*?[`) {
		return nil, err
	}
	return expandGlob(path)
}

// expandFolder returns the path of a file as it is.
func expandFolder(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return []string{path}, err
	}
	children, err := os.ReadDir(path)
	if err != nil {
		return nil, err
	}
	var files []string
	for _, child := range children {
		file := filepath.Join(path, child.Name())
		if strings.HasPrefix(child.Name(), ".") || !hasEnding(file) {
			continue
		}
		if info, err := os.Stat(file); err != nil {
			return nil, err
		} else if !info.IsDir() {
			files = append(files, file)
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: the folder has no file that ends in %s (folders in it are not searched)", path, endings)
	}
	return files, nil
}

func expandGlob(pattern string) ([]string, error) {
	matches, err := filepath.Glob(pattern)
	if err != nil {
		return nil, fmt.Errorf("%s: %w (in a glob, write \\[ for a bracket of the name)", pattern, err)
	}
	if len(matches) == 0 {
		return nil, fmt.Errorf("%s: no file or folder matches", pattern)
	}
	var files []string
	for _, match := range matches {
		more, err := expandFolder(match)
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	return files, nil
}

func hasEnding(path string) bool {
	switch filepath.Ext(stem(path)) {
	case ".ndjson", ".jsonl", ".json":
		return true
	}
	return false
}

// stem is the path in lower case, without the ending for compressed data.
func stem(path string) string {
	lower := strings.ToLower(path)
	if codecNamed(lower) != nil {
		return strings.TrimSuffix(lower, filepath.Ext(lower))
	}
	return lower
}
