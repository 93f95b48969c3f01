package source

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/fhirview/fhirview/internal/files"
)

const (
	stdin     = "-"
	stdinName = "stdin"
	endings   = ".ndjson, .jsonl or .json, alone or with .gz or .zst"
)

// place is what a path stands for.
type place struct {
	path  string
	files []files.File
}

// lookUp finds the files that paths stand for. Each path has one at least that is to be read.
func lookUp(paths []string) ([]place, error) {
	if len(paths) == 0 {
		return nil, errors.New("no input: give at least one file, folder or glob, or - for standard input")
	}
	var places []place
	for _, path := range paths {
		p := place{path: path, files: []files.File{{Path: stdin, Named: true}}}
		if path != stdin {
			var err error
			if p.files, err = files.Find(path, files.HoldsResources); err != nil {
				return nil, err
			}
		}
		if !p.readable() {
			return nil, p.empty()
		}
		places = append(places, p)
	}
	return places, nil
}

func (p *place) readable() bool {
	for i := range p.files {
		if p.files[i].PassedOver == "" {
			return true
		}
	}
	return false
}

// empty is the error of a path that stands for no resources at all.
func (p *place) empty() error {
	if len(p.files) == 0 {
		return fmt.Errorf("%s: there is no file; those that hold resources end in %s", p.path, endings)
	}
	why := make([]string, 0, 1)
	for _, f := range p.files[:min(len(p.files), 3)] {
		why = append(why, fmt.Sprintf("%s (%s)", f.Path, f.PassedOver))
	}
	if n := len(p.files) - len(why); n > 0 {
		why = append(why, fmt.Sprintf("and %d more", n))
	}
	return fmt.Errorf("%s: no file holds resources; those that do end in %s: passed over %s",
		p.path, endings, strings.Join(why, ", "))
}

// stem is the path in lower case, without the ending for compressed data.
func stem(path string) string {
	lower := strings.ToLower(path)
	if codecNamed(lower) != nil {
		return strings.TrimSuffix(lower, filepath.Ext(lower))
	}
	return lower
}
