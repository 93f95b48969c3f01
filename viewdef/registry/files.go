package registry

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
	"time"
)

// maxFile is the size of a file with a view. The official examples have a few kilobytes.
const maxFile = 16 << 20

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
	var files []file
	var errs []error
	err := fs.WalkDir(fsys, ".", func(at string, d fs.DirEntry, err error) error {
		if ctxErr := ctx.Err(); ctxErr != nil {
			return ctxErr
		}
		hidden := at != "." && strings.HasPrefix(path.Base(at), ".")
		switch {
		case err != nil:
			errs = append(errs, unlessVanished(err))
			return nil
		case hidden && d.IsDir():
			return fs.SkipDir
		case hidden || d.IsDir() || path.Ext(at) != ".json":
			return nil
		}
		info, err := fs.Stat(fsys, at) // of the file that a link leads to
		if err == nil && info.Mode().IsRegular() {
			files = append(files, file{at, info.Size(), info.ModTime()})
		}
		errs = append(errs, unlessVanished(err))
		return nil
	})
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.path, b.path) })
	return files, errors.Join(append(errs, err)...)
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

func (s Source) readFiles(ctx context.Context) iter.Seq2[document, error] {
	return func(yield func(document, error) bool) {
		files, err := list(ctx, s.files)
		for _, f := range files {
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
	if f.size > maxFile {
		return document{at: f.path, err: fmt.Errorf("the file has %d bytes, and a view at most %d", f.size, maxFile)}
	}
	text, err := fs.ReadFile(s.files, f.path)
	return document{at: f.path, text: text, sum: sha256.Sum256(text), err: err}
}
