package outfile

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Files are files that get their names together. Its zero value has none. Create and the parts may be called by several
// goroutines; Commit and Discard come after them.
type Files struct {
	mu    sync.Mutex
	files []*File
	parts []*Parts
}

// Create begins a file, as the function does.
func (fs *Files) Create(ctx context.Context, path string) (*File, error) {
	f, err := Create(ctx, path)
	if err != nil {
		return nil, err
	}
	fs.mu.Lock()
	defer fs.mu.Unlock()
	fs.files = append(fs.files, f)
	return f, nil
}

// Commit gives all files their names, once all of them are complete: where one cannot be completed none gets its name.
// Where a name cannot be given the others are. It may be called again.
func (fs *Files) Commit() error {
	var errs []error
	for _, f := range fs.files {
		errs = append(errs, f.complete())
	}
	if err := errors.Join(errs...); err != nil {
		return errors.Join(err, fs.Discard())
	}
	for _, f := range fs.files {
		errs = append(errs, f.Commit())
	}
	for _, p := range fs.parts {
		errs = append(errs, p.removeOlder())
	}
	return errors.Join(errs...)
}

// Discard removes the files that Commit has not given their names.
func (fs *Files) Discard() error {
	var errs []error
	for _, f := range fs.files {
		errs = append(errs, f.Discard())
	}
	return errors.Join(errs...)
}

// Parts are files that hold a table together: rows-00001.parquet, rows-00002.parquet and so on where its path is
// rows.parquet.
type Parts struct {
	files *Files
	path  string
	made  int
}

// Parts returns the parts of a table, of which there are none yet. They get their names with the other files. Parts of an
// older table that this one has not as many of are removed then, since whoever reads the parts reads all.
func (fs *Files) Parts(path string) *Parts {
	p := &Parts{files: fs, path: path}
	fs.mu.Lock()
	defer fs.mu.Unlock()
	fs.parts = append(fs.parts, p)
	return p
}

// Create begins the next part.
func (p *Parts) Create(ctx context.Context) (*File, error) {
	f, err := p.files.Create(ctx, Part(p.path, p.made+1))
	if err == nil {
		p.made++
	}
	return f, err
}

// Part returns the path of the n-th part of a table, from 1.
func Part(path string, n int) string {
	ext := filepath.Ext(path)
	return fmt.Sprintf("%s-%05d%s", strings.TrimSuffix(path, ext), n, ext)
}

func (p *Parts) removeOlder() error {
	for n := p.made + 1; ; n++ {
		err := os.Remove(Part(p.path, n))
		if errors.Is(err, os.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
