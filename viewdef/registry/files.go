package registry

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"time"

	"github.com/fhirview/fhirview/internal/files"
)

// file is what a listing says about a file.
type file struct {
	path     string
	size     int64
	modified time.Time
}

func (a file) same(b file) bool {
	return a.path == b.path && a.size == b.size && a.modified.Equal(b.modified)
}

// list finds the files that may be views, in the order of their paths. With an error, which is about folders that cannot
// be read, there are those of the others.
func list(ctx context.Context, fsys fs.FS) ([]file, error) {
	var list []file
	found, err := files.Walk(ctx, fsys, func(name string) bool { return path.Ext(name) == ".json" })
	errs := []error{ofFolder(err)}
	for _, f := range found {
		switch {
		case f.PassedOver != "":
			continue
		case f.Err != nil:
			errs = append(errs, ofFolder(unlessVanished(f.Err)))
			continue
		}
		info, err := fs.Stat(fsys, f.Path) // of the file that a link leads to
		if err == nil {
			list = append(list, file{f.Path, info.Size(), info.ModTime()})
		}
		errs = append(errs, unlessVanished(err))
	}
	return list, errors.Join(errs...)
}

// unlessVanished passes over what went away between the listing of a folder and the look at it, and links that lead nowhere;
// the root folder cannot vanish without an error.
func unlessVanished(err error) error {
	var at *fs.PathError
	if errors.Is(err, fs.ErrNotExist) && errors.As(err, &at) && at.Path != "." {
		return nil
	}
	return err
}

// ofFolder leaves out the path that the root has in a file system, which would be a dot: messages begin with its name.
func ofFolder(err error) error {
	if at, ok := errors.AsType[*fs.PathError](err); ok && at.Path == "." {
		return fmt.Errorf("the folder cannot be read: %w", at.Err)
	}
	return err
}

func (s Source) readFiles(ctx context.Context) iter.Seq2[document, error] {
	return func(yield func(document, error) bool) {
		found, err := list(ctx, s.files)
		for _, f := range found {
			if !yield(s.readFile(f), nil) {
				return
			}
		}
		if err != nil {
			yield(document{}, err)
		}
	}
}

func (s Source) readFile(f file) document {
	opened, err := s.files.Open(f.path)
	if err != nil {
		return document{at: f.path, err: err}
	}
	defer func() { _ = opened.Close() }()
	text, err := files.ReadFrom(opened)
	return document{at: f.path, text: text, sum: sha256.Sum256(text), err: err}
}
