package cli

import (
	"context"
	"os"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/internal/intake"
	"github.com/fhirview/fhirview/runner/source"
)

const stdinPath = "-"

// sources are the functions of package source that only the runner and the command use.
var sources = intake.Of[source.Source, source.Record]()

// input is what a command reads resources from.
type input struct {
	paths []string
	src   source.Source
	// size is how many bytes there are to read, where that is known.
	size  int64
	known bool

	options source.Options
	passed  passedOver
}

// openServer returns a source that reads from a server.
type openServer func(ctx context.Context, server string) (source.Source, error)

// openInput looks at the paths, or standard input where there are none, so that a wrong one is told before anything is
// written.
func (e *env) openInput(ctx context.Context, paths []string, quiet bool, limit recordLimit) (*input, error) {
	return e.openInputs(ctx, paths, quiet, limit, func(_ context.Context, server string) (source.Source, error) {
		return nil, usagef("--in %s: only run reads from servers", server)
	})
}

// openInputs is openInput for commands that also read from servers. Files and servers are read in the order in which they
// were named.
func (e *env) openInputs(ctx context.Context, paths []string, quiet bool, limit recordLimit, open openServer) (*input, error) {
	if len(paths) == 0 {
		paths = []string{stdinPath}
		if e.stdinTerminal && !quiet {
			e.sayf("reading from standard input; --in names files\n")
		}
	}
	in := &input{known: true}
	in.options = source.Options{MaxRecord: int(limit), PassedOver: in.passed.add}
	var parts []source.Source
	for len(paths) > 0 {
		var src source.Source
		var err error
		if isURL(paths[0]) {
			src, err = open(ctx, paths[0])
			in.known, paths = false, paths[1:]
		} else {
			n := slices.IndexFunc(paths, isURL)
			if n < 0 {
				n = len(paths)
			}
			src, err = in.files(ctx, paths[:n])
			paths = paths[n:]
		}
		if err != nil {
			return nil, err
		}
		parts = append(parts, src)
	}
	in.src = concat(parts)
	return in, nil
}

// files adds files to an input.
func (in *input) files(ctx context.Context, paths []string) (source.Source, error) {
	for _, path := range paths {
		if strings.Contains(path, "://") {
			return nil, usagef("%s: the URL of a server begins with http:// or https://", path)
		}
		if err := checkInput(path); err != nil {
			return nil, err
		}
	}
	in.paths = append(in.paths, paths...)
	src := limited(source.Open(paths, &in.options))
	size, known := sources.Size(paths...)
	in.size, in.known = in.size+size, in.known && known
	if !known {
		src = interruptible(ctx, src)
	}
	return src, nil
}

func concat(parts []source.Source) source.Source {
	if len(parts) == 1 {
		return parts[0]
	}
	return func(yield func(*source.Block, error) bool) {
		for _, part := range parts {
			for block, err := range part {
				if !yield(block, err) || err != nil {
					return
				}
			}
		}
	}
}

// checkInput returns the error that reading the path would begin with. Standard input and pipes are left alone: what is
// read from them is gone.
func checkInput(path string) error {
	if path == stdinPath {
		return nil
	}
	info, err := os.Stat(path)
	if err == nil && info.Mode().IsRegular() {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		return f.Close()
	}
	if err == nil && !info.IsDir() {
		return nil
	}
	if _, ok := sources.Size(path); ok {
		return nil
	}
	for _, err := range source.Open([]string{path}, nil) {
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
