// Package outfile writes files that have their name only when they are complete.
package outfile

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// File is a file that gets its name by Commit: until then, and after a process that was killed, nobody finds it under that
// name. Devices and pipes, which have no such moment, are written directly.
//
// What is written to a file whose name ends in .gz or .zst is compressed.
type File struct {
	file *os.File
	path string // where it belongs
	tmp  string // where it is until then, or "" where it is written directly
	w    io.Writer
	zip  io.WriteCloser // w, where it compresses

	closed bool
}

// Create begins a file. What stands under the path stays there until Commit. The end of the context ends waits for whoever
// reads from a pipe, also those of Write.
func Create(ctx context.Context, path string) (*File, error) {
	perm := os.FileMode(0o666)
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // the link stays one
	}
	if info, err := os.Stat(path); err == nil {
		if info.IsDir() {
			return nil, &os.PathError{Op: "create", Path: path, Err: errors.New("is a folder")}
		}
		if !info.Mode().IsRegular() {
			d, err := openDirect(ctx, path)
			if err != nil {
				return nil, err
			}
			return newFile(d.File, d, path, ""), nil
		}
		perm = info.Mode().Perm()
	}
	// Hidden and with an ending of its own, so that no source takes it for input.
	tmp := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"."+rand.Text()[:8]+".tmp")
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, perm)
	if err != nil {
		return nil, &os.PathError{Op: "create", Path: path, Err: errors.Unwrap(err)}
	}
	return newFile(f, f, path, tmp), nil
}

// newFile is a file that is written by w.
func newFile(f *os.File, w io.Writer, path, tmp string) *File {
	out := &File{file: f, path: path, tmp: tmp, w: w}
	if out.zip = compressor(path, w); out.zip != nil {
		out.w = out.zip
	}
	return out
}

// Compression returns the ending of a file's name that says how it is compressed, .gz or .zst in whatever case, or "".
func Compression(path string) string {
	switch ext := filepath.Ext(path); strings.ToLower(ext) {
	case gzipped, zstandard:
		return ext
	}
	return ""
}

const (
	gzipped   = ".gz"
	zstandard = ".zst"
)

// compressor returns a writer that compresses what it writes to w as the path says, or nil. It has no goroutine of its own.
func compressor(path string, w io.Writer) io.WriteCloser {
	switch strings.ToLower(Compression(path)) {
	case gzipped:
		return gzip.NewWriter(w)
	case zstandard:
		z, _ := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1)) // fails for bad options only
		return z
	}
	return nil
}

// Write writes to the file.
func (o *File) Write(p []byte) (int, error) { return o.w.Write(p) }

// complete ends what is compressed, has all of the file on the disk and closes it: a name that is there before would outlive a
// crash of the machine, and the data would not.
func (o *File) complete() error {
	if o.closed {
		return nil
	}
	o.closed = true
	var err error
	if o.zip != nil {
		err = o.zip.Close()
	}
	if o.tmp != "" {
		err = errors.Join(err, o.file.Sync())
	}
	return errors.Join(err, o.file.Close())
}

// Commit gives the file its name, after all of it is on the disk.
func (o *File) Commit() error {
	if err := o.complete(); err != nil {
		return errors.Join(err, o.Discard())
	}
	if o.tmp == "" {
		return nil
	}
	if err := os.Rename(o.tmp, o.path); err != nil {
		return errors.Join(err, o.Discard())
	}
	o.tmp = ""
	return nil
}

// Discard removes the file, unless Commit has given it its name.
func (o *File) Discard() error {
	if !o.closed {
		_ = o.file.Close() // what is left of it does not matter
		o.closed = true
	}
	if o.tmp == "" {
		return nil
	}
	tmp := o.tmp
	o.tmp = ""
	return os.Remove(tmp)
}
