// Package outfile writes files that have their name only when they are complete.
package outfile

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
)

// File is a file that gets its name by Commit: until then, and after a process that was killed, nobody finds it under that
// name. Devices and pipes, which have no such moment, are written directly.
type File struct {
	*os.File
	path string // where it belongs
	tmp  string // where it is until then, or "" where it is written directly
}

// Create begins a file. What stands under the path stays there until Commit.
func Create(path string) (*File, error) {
	perm := os.FileMode(0o666)
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // the link stays one
	}
	if info, err := os.Stat(path); err == nil {
		if info.IsDir() {
			return nil, &os.PathError{Op: "create", Path: path, Err: errors.New("is a folder")}
		}
		if !info.Mode().IsRegular() {
			f, err := os.OpenFile(path, os.O_WRONLY, 0)
			return &File{File: f, path: path}, err
		}
		perm = info.Mode().Perm()
	}
	// Hidden and with an ending of its own, so that no source takes it for input.
	tmp := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"."+rand.Text()[:8]+".tmp")
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, perm)
	if err != nil {
		return nil, &os.PathError{Op: "create", Path: path, Err: errors.Unwrap(err)}
	}
	return &File{File: f, path: path, tmp: tmp}, nil
}

// Commit gives the file its name, after all of it is on the disk: a name that is there before would outlive a crash of the
// machine, and the data would not.
func (o *File) Commit() error {
	if o.tmp == "" {
		return o.Close()
	}
	if err := errors.Join(o.Sync(), o.Close()); err != nil {
		return errors.Join(err, o.Discard())
	}
	if err := os.Rename(o.tmp, o.path); err != nil {
		return errors.Join(err, o.Discard())
	}
	o.tmp = ""
	return nil
}

// Discard removes the file, unless Commit has given it its name.
func (o *File) Discard() error {
	_ = o.Close() // what is left of it does not matter
	if o.tmp == "" {
		return nil
	}
	tmp := o.tmp
	o.tmp = ""
	return os.Remove(tmp)
}

// Files are files that get their names together.
type Files []*File

// Commit gives all files their names, or as many as it can.
func (fs Files) Commit() error {
	var errs []error
	for _, f := range fs {
		errs = append(errs, f.Commit())
	}
	return errors.Join(errs...)
}

// Discard removes the files that Commit has not given their names.
func (fs Files) Discard() error {
	var errs []error
	for _, f := range fs {
		errs = append(errs, f.Discard())
	}
	return errors.Join(errs...)
}
