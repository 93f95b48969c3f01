package cli

import (
	"errors"
	"io/fs"
	"os"
	"slices"

	"github.com/fhirview/fhirview/internal/files"
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
	for _, in := range inputs {
		switch {
		case isTarget(in):
			return usagef("%s %s: the file is one of the inputs", flag, path)
		case slices.ContainsFunc(filesIn(in), isTarget):
			return usagef("%s %s: the file is one of the inputs, of those of %s; choose a place outside of it", flag, path, in)
		}
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

// filesIn returns the files that sources read for a folder or a glob, by their names only.
func filesIn(path string) []string {
	var read []string
	found, _ := files.Find(path, files.HoldsResources) // what is wrong with the path is the source's to tell
	for _, f := range found {
		if f.PassedOver == "" {
			read = append(read, f.Path)
		}
	}
	return read
}
