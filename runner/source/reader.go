package source

import (
	"errors"
	"io"
	"sync/atomic"
)

// splitter finds the resources of one input and reports whether the next input may be read.
type splitter func(in *input, p *pool, maxRecord int, yield func(*Block, error) bool) bool

var errReadTwice = errors.New("the input was read before; a reader can be ranged over only once")

// fromReader makes a source of a caller's reader.
func fromReader(r io.Reader, o *Options, split splitter) Source {
	set := o.orDefaults(defaultBlockSize)
	var used atomic.Bool
	return func(yield func(*Block, error) bool) {
		if used.Swap(true) {
			yield(nil, named(set.Name, errReadTwice))
			return
		}
		in := newInput(set.Name, r, nil)
		defer in.Close()
		split(in, newPool(set.BlockSize), set.MaxRecord, yield)
	}
}

// send yields a block, unless there is nothing at all to say: then the block is kept.
func send(b *Block, taken int64, yield func(*Block, error) bool) bool {
	if len(b.Records) == 0 && taken == 0 && len(b.text) == 0 {
		b.Release()
		return true
	}
	b.InputBytes = taken
	return yield(b, nil)
}
