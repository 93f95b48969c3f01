package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/fhirview/fhirview/internal/bench"
)

// inputs are files of a size, made when they are asked for.
type inputs struct {
	folder string
	size   int
}

// file returns the name of the file with the resources of a type, and its size. Every form has the same resources.
func (in *inputs) file(typ string, f bench.Form) (name string, size int64, err error) {
	ending := ".json"
	if f == bench.NDJSON {
		ending = ".ndjson"
	}
	name = filepath.Join(in.folder, fmt.Sprintf("%s-%s-%d%s", typ, f, in.size, ending))
	if info, err := os.Stat(name); err == nil {
		return name, info.Size(), nil
	}
	resources, err := bench.Sample(".", typ, in.size)
	if err != nil {
		return "", 0, err
	}
	if err := os.MkdirAll(in.folder, 0o750); err != nil {
		return "", 0, fmt.Errorf("make a folder for inputs: %w", err)
	}
	// Under another name first: what is cut off is not to be taken for the whole the next time.
	text := f.Write(resources)
	if err := os.WriteFile(name+".part", text, 0o600); err != nil {
		return "", 0, fmt.Errorf("write an input: %w", err)
	}
	return name, int64(len(text)), os.Rename(name+".part", name)
}
