package cli

import (
	"errors"
	"fmt"
	"io"
	"syscall"
)

// errClosed says that whoever reads standard output has closed it, as head does when it has enough.
var errClosed = errors.New("standard output is closed")

// guard is standard output. It keeps the first error, so that a command may print without looking at each result and
// ask for the error in the end.
type guard struct {
	w   io.Writer
	err error
}

func (g *guard) Write(p []byte) (int, error) {
	if g.err != nil {
		return 0, g.err
	}
	n, err := g.w.Write(p)
	switch {
	case errors.Is(err, syscall.EPIPE):
		g.err = errClosed
	case err != nil:
		g.err = fmt.Errorf("cannot write standard output: %w", err)
	}
	return n, g.err
}
