// Package blocks has the blocks of a source worked on, several at a time, and what comes of them written in the order of the
// source. It knows nothing of resources, views and rows.
package blocks

import (
	"context"
	"fmt"

	"github.com/fhirview/fhirview/runner/source"
)

// Worker is the memory of one who works on one block after the other. One goroutine uses it at a time.
type Worker[O any] interface {
	// Work works on a block, which is the worker's until Release, and leaves in the output what came of it. When the
	// context ends it returns soon; that the work was not done is the output's to tell.
	Work(ctx context.Context, b *source.Block, out *O)
	// Release gives the block back, unless that has been done: nothing refers to it any more.
	Release()
	// Leave is called when there are no more blocks for the worker.
	Leave()
}

// Run is one pass over a source. O is the memory for what comes of a block, which is used again when it has been written.
type Run[O any] struct {
	// Parallel is how many blocks are worked on at a time; 1 does everything in the calling goroutine.
	Parallel int
	// Held is true where an output refers to its block and to the memory of its worker until it is written. Then fewer
	// blocks are worked on at a time.
	Held bool
	// Worker returns a worker, one for each goroutine, and Output memory for outputs, of which there are at most two for
	// each worker.
	Worker func() Worker[O]
	Output func() *O
	// Write writes outputs in the order of the blocks, one at a time, from any goroutine. An error ends the run.
	Write func(*O) error
}

// Do works on all blocks of a source. It returns when everything is written or when the source, Write or the context ends
// the run, with what did; what stands before a failure of the source is written. Its goroutines have ended by then. A panic
// of the source, of a worker or of Write ends the run with an error: it may happen in a goroutine that no caller could
// recover in. The panic's value may hold data, so the error has its type alone.
func (r *Run[O]) Do(ctx context.Context, src source.Source) error {
	if r.Parallel == 1 {
		return r.inOrder(ctx, src)
	}
	return r.together(ctx, src)
}

// inOrder does one block after the other in the calling goroutine.
func (r *Run[O]) inOrder(ctx context.Context, src source.Source) (err error) {
	w, out := r.Worker(), r.Output()
	defer w.Leave()
	defer catch(&err)
	for block, err := range src {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			release(block)
			return err
		}
		w.Work(ctx, block, out)
		err := r.Write(out)
		w.Release()
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// catch makes an error of a panic.
func catch(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("internal error: panic with a %T", p)
	}
}

func release(b *source.Block) {
	if b != nil {
		b.Release()
	}
}
