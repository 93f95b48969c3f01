package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// sample is a file of NDJSON, and where in it there are ids that have to be another's in every copy.
type sample struct {
	typ       string
	text      []byte
	resources int
	ids       []int // offsets in text of ids, rising
}

// readSamples reads a file for each type. An id of any of them is found in all of them, so that references between the
// types can stay consistent.
func readSamples(folder string, types []string) ([]sample, error) {
	samples := make([]sample, 0, len(types))
	known := map[uuid]bool{}
	for _, typ := range types {
		name := filepath.Join(folder, typ+".ndjson.gz")
		text, err := readGzip(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s is missing: set FHIRVIEW_SHARED or --data to where sample data is", name)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		s := sample{typ: typ, text: text}
		if err := s.collectIDs(known); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		samples = append(samples, s)
	}
	for i := range samples {
		samples[i].ids = occurrences(samples[i].text, known)
	}
	return samples, nil
}

// readGzip returns the text of a file, which ends with a line end.
func readGzip(name string) ([]byte, error) {
	stored, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(bytes.NewReader(stored))
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(z)
	if err != nil {
		return nil, err
	}
	if len(text) == 0 {
		return nil, errors.New("holds no resource")
	}
	if text[len(text)-1] != '\n' {
		text = append(text, '\n')
	}
	return text, nil
}

// collectIDs adds the ids of the sample's resources to known. No two may differ in their first digits only, because
// these are what the copies change.
func (s *sample) collectIDs(known map[uuid]bool) error {
	rests := map[string]bool{}
	for line := range bytes.Lines(s.text) {
		s.resources++
		var resource struct {
			ID string `json:"id"`
		}
		if err := json.Unmarshal(line, &resource); err != nil {
			return fmt.Errorf("line %d: not a resource in JSON: %w", s.resources, err)
		}
		if len(resource.ID) != uuidLen || !isUUID([]byte(resource.ID)) {
			return fmt.Errorf("line %d: the id is no UUID; others cannot be told from the rest of the text", s.resources)
		}
		rest := resource.ID[digits:]
		if rests[rest] {
			return fmt.Errorf("line %d: the id is too like an earlier one: copies of the two could have the same", s.resources)
		}
		rests[rest] = true
		known[uuid([]byte(resource.ID))] = true
	}
	return nil
}

// copiesFor is how many whole copies have at least size bytes. There is always one.
func (s *sample) copiesFor(size int64) int {
	n := int64(len(s.text))
	return int(max((size+n-1)/n, 1))
}

// writeFile writes so many copies to a file, unless there is one of that size; fresh is false then.
func (s *sample) writeFile(name string, copies int) (fresh bool, err error) {
	if info, err := os.Stat(name); err == nil && info.Size() == int64(copies)*int64(len(s.text)) {
		return false, nil
	}
	f, err := os.Create(name)
	if err != nil {
		return false, err
	}
	w := bufio.NewWriter(f)
	return true, errors.Join(s.write(w, copies), w.Flush(), f.Close())
}

// write writes copies of the sample, the first of which is the sample itself.
func (s *sample) write(w io.Writer, copies int) error {
	text := bytes.Clone(s.text)
	for n := range copies {
		for _, at := range s.ids {
			renumber(text[at:at+digits], s.text[at:at+digits], n)
		}
		if _, err := w.Write(text); err != nil {
			return err
		}
	}
	return nil
}
