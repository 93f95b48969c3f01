package files

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Walk returns the files in a file system, as Find does those of a folder. It ends early with the context, whose error
// it returns then.
func Walk(ctx context.Context, fsys fs.FS, wanted func(name string) bool) ([]File, error) {
	w := &walk{wanted: wanted, stat: func(path string) (fs.FileInfo, error) { return fs.Stat(fsys, path) }}
	err := fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return w.visit(path, d, err, path == ".")
	})
	return w.sorted(), err
}

// walk gathers what is in folders.
type walk struct {
	wanted func(name string) bool
	stat   func(path string) (fs.FileInfo, error)
	found  []File
}

// folder adds what is in a folder and in those below.
func (w *walk) folder(root string) {
	clean := filepath.Clean(root)
	// With a separator at the end, a link is the folder that it leads to.
	_ = filepath.WalkDir(root+string(filepath.Separator), func(path string, d fs.DirEntry, err error) error {
		path = filepath.Clean(path)
		return w.visit(path, d, err, path == clean)
	})
}

// visit does what a [fs.WalkDirFunc] does. Its only error is to skip a folder.
func (w *walk) visit(path string, d fs.DirEntry, err error, root bool) error {
	hidden := !root && strings.HasPrefix(d.Name(), ".")
	switch {
	case err != nil:
		w.found = append(w.found, File{Path: path, Err: err})
	case hidden && d.IsDir():
		return fs.SkipDir
	case !hidden && !d.IsDir():
		w.file(path, d.Type(), false)
	}
	return nil
}

// match adds what matches a glob.
func (w *walk) match(path string, follow, anyName bool) {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		w.found = append(w.found, File{Path: path, Err: err})
	case info.IsDir(), follow && w.isFolder(path):
		w.folder(path)
	default:
		w.file(path, info.Mode().Type(), anyName)
	}
}

func (w *walk) isFolder(path string) bool {
	info, err := w.stat(path)
	return err == nil && info.IsDir()
}

// file adds a file, or says why not. One that a link leads to which does not exist is left to whoever reads it.
func (w *walk) file(path string, mode fs.FileMode, anyName bool) {
	if mode&fs.ModeSymlink != 0 {
		if info, err := w.stat(path); err == nil {
			mode = info.Mode().Type()
		} else {
			mode = 0
		}
		if mode.IsDir() {
			mode |= fs.ModeSymlink
		}
	}
	f := File{Path: path, PassedOver: special(mode)}
	if f.PassedOver == "" && !anyName && !w.wanted(filepath.Base(path)) {
		f.PassedOver = OtherEnding
	}
	w.found = append(w.found, f)
}

// OtherEnding is the reason for which a file is passed over that is not called as those are that are wanted.
const OtherEnding = "another ending"

// special names what is no regular file.
func special(mode fs.FileMode) string {
	switch {
	case mode.IsRegular():
		return ""
	case mode.IsDir():
		return "a link to a folder"
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	}
	return "no regular file"
}

// sorted returns what was found, each path once.
func (w *walk) sorted() []File {
	slices.SortStableFunc(w.found, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return slices.CompactFunc(w.found, func(a, b File) bool { return a.Path == b.Path })
}
