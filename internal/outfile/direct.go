package outfile

import (
	"context"
	"errors"
	"os"
	"time"
)

// direct is a pipe or a device. Whoever writes into a pipe waits for somebody to read, which the end of the context ends.
type direct struct {
	*os.File
	ended func() error // the context's Err
}

// openDirect opens what is no regular file. To open a pipe waits until somebody opens it to read. Where the context ends
// before, that wait is left to itself: it ends with the process.
func openDirect(ctx context.Context, path string) (*direct, error) {
	type opened struct {
		file *os.File
		err  error
	}
	done := make(chan opened)
	go func() {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		select {
		case done <- opened{f, err}:
		case <-ctx.Done():
			_ = f.Close() // also of none
		}
	}()
	select {
	case o := <-done:
		if o.err != nil {
			return nil, o.err
		}
		context.AfterFunc(ctx, func() { _ = o.file.SetWriteDeadline(time.Unix(1, 0)) }) // a device has none, and does not wait
		return &direct{o.file, ctx.Err}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Write writes p, or as much of it as is read before the context ends.
func (d *direct) Write(p []byte) (int, error) {
	n, err := d.File.Write(p)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = d.ended()
	}
	return n, err
}
