package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// locate returns the Bundle file or the folder of StructureDefinitions to read for a release.
func locate(definitions, release string) (string, error) {
	if definitions == "" {
		dir, err := defaultDefinitions()
		if err != nil {
			return "", err
		}
		definitions = dir
	}
	release = strings.ToLower(release)
	for _, path := range []string{
		filepath.Join(definitions, release+".json"),
		filepath.Join(definitions, release, "package"),
		filepath.Join(definitions, release),
		definitions,
	} {
		if holdsDefinitions(path) {
			return path, nil
		}
	}
	return "", fmt.Errorf("no StructureDefinitions of %s at %s: name their Bundle or folder with -definitions",
		release, definitions)
}

func holdsDefinitions(path string) bool {
	info, err := os.Stat(path)
	if err != nil {
		return false
	}
	if !info.IsDir() {
		return true
	}
	files, err := definitionFiles(path)
	return err == nil && len(files) > 0
}

func definitionFiles(dir string) ([]string, error) {
	return filepath.Glob(filepath.Join(dir, "StructureDefinition-*.json"))
}

// defaultDefinitions returns the folder of definitions that is used unless a flag names another.
func defaultDefinitions() (string, error) {
	if shared := os.Getenv("FHIRVIEW_SHARED"); shared != "" {
		return filepath.Join(shared, "definitions"), nil
	}
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	return filepath.Join(root, "..", "shared", "definitions"), nil
}

// moduleRoot walks up from the working directory, which under go generate is the package's folder.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		_, err := os.Stat(filepath.Join(dir, "go.mod"))
		if err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if !errors.Is(err, fs.ErrNotExist) || parent == dir {
			return "", errors.New("no go.mod above the working directory: run inside the repository or name the " +
				"definitions with -definitions")
		}
		dir = parent
	}
}
