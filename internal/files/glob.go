package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/bmatcuk/doublestar/v4"
)

// matching returns what matches a glob. A folder that cannot be looked into is among it, as one below a folder is; it is an
// error where nothing else is found.
func matching(pattern string, wanted func(string) bool) ([]File, error) {
	base, rest := doublestar.SplitPattern(filepath.ToSlash(filepath.Clean(pattern)))
	matches, unread, err := glob(os.DirFS(base), rest)
	switch {
	case errors.Is(err, doublestar.ErrBadPattern):
		return nil, fmt.Errorf(`%s: %w (in a glob, write \[ for a bracket of the name)`, pattern, err)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", pattern, err)
	case len(matches) == 0 && len(unread) > 0:
		return nil, below(base, unread[0])
	case len(matches) == 0:
		return nil, fmt.Errorf("%s: no file or folder matches", pattern)
	}
	w := &walk{wanted: wanted, stat: os.Stat}
	for _, match := range matches {
		w.match(filepath.Join(base, match), !strings.Contains(pattern, "**"), saysEnding(pattern))
	}
	for _, at := range unread {
		at = below(base, at)
		w.found = append(w.found, File{Path: at.Path, Err: at})
	}
	return w.sorted(), nil
}

// below completes the path of an error, which is seen from where the glob begins.
func below(base string, at *fs.PathError) *fs.PathError {
	return &fs.PathError{Op: at.Op, Path: filepath.Join(base, at.Path), Err: at.Err}
}

// glob returns the paths in a file system that match a pattern, and why some of it could not be looked at.
func glob(fsys fs.FS, pattern string) (matches []string, unread []*fs.PathError, err error) {
	opts := []doublestar.GlobOption{doublestar.WithNoHidden()}
	if strings.Contains(pattern, "**") {
		opts = append(opts, doublestar.WithNoFollow())
	}
	r := &reading{FS: fsys}
	matches, err = doublestar.Glob(r, pattern, opts...)
	return matches, r.unread, err
}

// reading is a file system that remembers what of it could not be read, which for a glob is as if it were not there.
type reading struct {
	fs.FS
	unread []*fs.PathError
}

// ReadDir lists a folder, or what could be read of it.
func (r *reading) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(r.FS, name)
	r.note(err)
	return entries, err
}

// Stat describes a file.
func (r *reading) Stat(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(r.FS, name)
	r.note(err)
	return info, err
}

// note remembers an error, but not that there is nothing, or no folder: a pattern asks for much that need not be there.
func (r *reading) note(err error) {
	at, ok := errors.AsType[*fs.PathError](err)
	if !ok || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) || errors.Is(err, syscall.ENOTDIR) {
		return
	}
	if !slices.ContainsFunc(r.unread, func(known *fs.PathError) bool { return known.Path == at.Path }) {
		r.unread = append(r.unread, at)
	}
}
