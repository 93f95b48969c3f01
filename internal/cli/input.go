package cli

import (
	"context"
	"os"
	"strings"

	"github.com/fhirview/fhirview/runner/source"
)

const stdinPath = "-"

// input is what a command reads resources from.
type input struct {
	paths []string
	src   source.Source
	// size is how many bytes there are to read, where that is known.
	size  int64
	known bool
}

// openInput looks at the paths, or standard input where there are none, so that a wrong one is told before anything is
// written.
func (e *env) openInput(ctx context.Context, paths []string, quiet bool) (*input, error) {
	if len(paths) == 0 {
		paths = []string{stdinPath}
		if e.stdinTerminal && !quiet {
			e.sayf("reading from standard input; --in names files\n")
		}
	}
	for _, path := range paths {
		if strings.HasPrefix(path, "http://") || strings.HasPrefix(path, "https://") {
			return nil, usagef("--in %s: reading from a server is not supported yet", path)
		}
		if err := checkInput(path); err != nil {
			return nil, err
		}
	}
	in := &input{paths: paths, src: source.Open(nil, paths...)}
	if in.size, in.known = source.Size(paths...); !in.known {
		in.src = interruptible(ctx, in.src)
	}
	return in, nil
}

// checkInput returns the error that reading the path would begin with. Standard input and pipes are left alone: what is
// read from them is gone.
func checkInput(path string) error {
	if path == stdinPath {
		return nil
	}
	if _, ok := source.Size(path); ok {
		return nil
	}
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		return nil
	}
	for _, err := range source.Open(nil, path) {
		return err
	}
	return nil
}

// interruptible ends a source with the context, even where a read from a pipe or a terminal waits for more. That read
// is left to itself: it ends with what it waits for, or with the process.
func interruptible(ctx context.Context, src source.Source) source.Source {
	return func(yield func(*source.Block, error) bool) {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		blocks := make(chan item)
		go forward(ctx, src, blocks)
		for {
			select {
			case it, ok := <-blocks:
				if !ok || !yield(it.block, it.err) {
					return
				}
			case <-ctx.Done():
				yield(nil, ctx.Err())
				return
			}
		}
	}
}

type item struct {
	block *source.Block
	err   error
}

func forward(ctx context.Context, src source.Source, blocks chan<- item) {
	defer close(blocks)
	for block, err := range src {
		select {
		case blocks <- item{block, err}:
		case <-ctx.Done():
			return
		}
	}
}
