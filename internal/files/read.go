package files

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// MaxSize is how long a file may be that is read as a whole: a view, test cases, a token, a configuration, a journal. The
// largest of these that are in use have a few kilobytes, a journal a few megabytes.
const MaxSize = 64 << 20

// Read reads a file as a whole. One that is longer than MaxSize, or never ends, as a device may, is an error. Reading
// ends with the context, also where a named pipe has nobody who writes: then what waits is left behind, and ends with the
// process.
func Read(ctx context.Context, path string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if info, err := os.Stat(path); err != nil || info.Mode().IsRegular() {
		return ReadWaiting(path)
	}
	type result struct {
		data []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		data, err := ReadWaiting(path)
		done <- result{data, err}
	}()
	select {
	case r := <-done:
		return r.data, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// ReadWaiting is Read for those who have no context: it waits as long as a pipe takes.
func ReadWaiting(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	data, err := ReadFrom(f)
	_ = f.Close()
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: path, Err: cause(err)}
	}
	return data, nil
}

// cause leaves out the path that an error has already.
func cause(err error) error {
	if at, ok := err.(*fs.PathError); ok { //nolint:errorlint // only one that is not wrapped
		return at.Err
	}
	return err
}

// ErrTooLong says that a file is longer than MaxSize.
var ErrTooLong = fmt.Errorf("the file is longer than %d MiB, which is the most that is read of a file of this kind", MaxSize>>20)

// ReadFrom reads all there is, as Read does.
func ReadFrom(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err == nil && len(data) > MaxSize {
		return nil, ErrTooLong
	}
	return data, err
}
