package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// found is a file, and whether it was named or only stood in a folder that was.
type found struct {
	path  string
	named bool
}

// jsonFiles returns the files that paths name: files as they are, folders by the .json files directly in them, sorted,
// and globs by what they match.
func jsonFiles(paths []string) ([]found, error) {
	var files []found
	for _, path := range paths {
		more, err := lookUp(path)
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	return files, nil
}

func lookUp(path string) ([]found, error) {
	_, err := os.Stat(path)
	if err == nil {
		return fileOrFolder(path)
	}
	if !strings.ContainsAny(path, "*?[") {
		return nil, err
	}
	matches, globErr := filepath.Glob(path)
	if globErr != nil {
		return nil, fmt.Errorf("%s: %w", path, globErr)
	}
	if len(matches) == 0 {
		return nil, fmt.Errorf("%s: no file or folder matches", path)
	}
	var files []found
	for _, match := range matches {
		more, err := fileOrFolder(match)
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	return files, nil
}

func fileOrFolder(path string) ([]found, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []found{{path, true}}, nil
	}
	children, err := os.ReadDir(path)
	if err != nil {
		return nil, err
	}
	var files []found
	for _, child := range children {
		name := child.Name()
		if !child.IsDir() && !strings.HasPrefix(name, ".") && strings.EqualFold(filepath.Ext(name), ".json") {
			files = append(files, found{path: filepath.Join(path, name)})
		}
	}
	return files, nil
}
