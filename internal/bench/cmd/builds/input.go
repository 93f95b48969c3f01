package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/fhirview/fhirview/internal/bench"
)

// inputs are files of a size, made when they are asked for, and a server that has the same resources.
type inputs struct {
	folder string
	size   int
	server *pageServer // nil as long as nobody needs it
}

// input is what a build reads.
type input struct {
	name  string // for the build
	size  int64  // as text
	whole string // for one that only takes it in: a file, or the address of a search
	pages int    // of the search
}

// of returns the input of a case. Every form has the same resources.
func (in *inputs) of(c *benchCase) (input, error) {
	if c.served {
		return in.search(c)
	}
	name, size, err := in.file(c.typ, c.form)
	if err == nil && c.compressed {
		name, err = compress(name)
	}
	return input{name: name, size: size, whole: name}, err
}

// search returns the input of a case that reads pages.
func (in *inputs) search(c *benchCase) (input, error) {
	if in.server == nil {
		s, err := serve()
		if err != nil {
			return input{}, err
		}
		in.server = s
	}
	resources, err := bench.Sample(".", c.typ, in.size)
	if err != nil {
		return input{}, err
	}
	path := "/plain"
	if c.compressed {
		path = "/gzip"
	}
	a, err := in.server.add(path, c.typ, distinct(resources), c.compressed)
	if err != nil {
		return input{}, err
	}
	base := in.server.base + path
	return input{name: base, size: a.size, whole: base + "/" + c.typ, pages: len(a.pages)}, nil
}

// file returns the name of the file with the resources of a type, and its size.
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
	text := f.Write(resources)
	return name, int64(len(text)), write(name, text)
}

// compress writes a file's compressed twin, if there is none, and returns its name.
func compress(name string) (string, error) {
	twin := name + ".gz"
	if _, err := os.Stat(twin); err == nil {
		return twin, nil
	}
	text, err := os.ReadFile(filepath.Clean(name))
	if err != nil {
		return "", err
	}
	if text, err = packed(text); err != nil {
		return "", err
	}
	return twin, write(twin, text)
}

// write writes a file under another name first: what is cut off is not to be taken for the whole the next time.
func write(name string, text []byte) error {
	if err := os.WriteFile(name+".part", text, 0o600); err != nil {
		return fmt.Errorf("write an input: %w", err)
	}
	return os.Rename(name+".part", name)
}
