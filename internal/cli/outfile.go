package cli

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
)

// outFile is a file that has its name only when it is complete. Devices and pipes, which have no such moment, are
// written directly.
type outFile struct {
	*os.File
	path string // where it belongs
	tmp  string // where it is until then, or "" where it is written directly
}

// createFile begins a file. What stands under the path stays there until commit.
func createFile(path string) (*outFile, error) {
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
			return &outFile{File: f, path: path}, err
		}
		perm = info.Mode().Perm()
	}
	// Hidden and with an ending of its own, so that no source takes it for input.
	tmp := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"."+rand.Text()[:8]+".tmp")
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, perm)
	if err != nil {
		return nil, &os.PathError{Op: "create", Path: path, Err: errors.Unwrap(err)}
	}
	return &outFile{File: f, path: path, tmp: tmp}, nil
}

// commit gives the file its name.
func (o *outFile) commit() error {
	if err := o.Close(); err != nil {
		return errors.Join(err, o.discard())
	}
	if o.tmp == "" {
		return nil
	}
	if err := os.Rename(o.tmp, o.path); err != nil {
		return errors.Join(err, os.Remove(o.tmp))
	}
	o.tmp = ""
	return nil
}

// discard removes the file, unless it is complete.
func (o *outFile) discard() error {
	_ = o.Close() // what is left of it does not matter
	if o.tmp == "" {
		return nil
	}
	tmp := o.tmp
	o.tmp = ""
	return os.Remove(tmp)
}
