package blocks

import (
	"context"
	"iter"
	"runtime"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/fhirview/fhirview/runner/source"
)

// team is what the workers of a parallel run share. Each of them reads a block, works on it, and writes it, with all that
// come after it and are done, if everything before it is written; otherwise it leaves that to the worker of the block
// before. So nobody is there only to hand things over, and an input of one block costs no more than in order.
type team[O any] struct {
	run     *Run[O]
	ctx     context.Context //nolint:containedctx // It lives as long as the one call of Run.
	stop    context.CancelFunc
	helpers errgroup.Group

	// reading is full while somebody reads, and guards those below, and the source. It is no mutex: workers may wait for as
	// long as a page takes, and a synctest bubble has its time go on while they do.
	reading chan struct{}
	spins   atomic.Bool // somebody waits for reading without sleeping
	next    func() (*source.Block, error, bool)
	read    int64 // how many blocks were read
	ended   bool
	failure error // why the source ended before its end
	workers int   // beside the first
	spare   bool  // the last block is Fetching: a processor is to be left for that

	mu        sync.Mutex // guards those below
	changed   sync.Cond
	outputs   int   // how many may still be made
	free      []*O  // written
	done      []*O  // not written, by number modulo its length
	written   int64 // how many blocks are written
	isWriting bool  // somebody writes, without the lock
	err       error // what ended the run
}

// together works on several blocks at a time.
func (r *Run[O]) together(ctx context.Context, src source.Source) error {
	next, stop := iter.Pull2(src)
	defer stop()
	// One output for each worker, and as many that wait for their turn to be written.
	t := &team[O]{
		run: r, next: next, reading: make(chan struct{}, 1),
		outputs: 2 * r.Parallel, done: make([]*O, 2*r.Parallel),
	}
	t.changed.L = &t.mu
	t.ctx, t.stop = context.WithCancel(ctx)
	defer t.stop()
	t.helpers.SetLimit(r.Parallel - 1)
	t.work(false)
	_ = t.helpers.Wait() // errors are in the team
	switch {
	case t.err != nil:
		return t.err
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return t.failure
}

// work does blocks until there are no more, or a helper is not needed for now.
func (t *team[O]) work(helper bool) {
	w := t.run.Worker()
	defer w.Leave()
	for {
		out := t.take()
		if out == nil {
			return
		}
		block, n := t.readBlock(helper)
		if block == nil {
			t.giveBack(out)
			return
		}
		// What a long block takes is not to be taken again before it is written, or each output would cost that much.
		wait := t.run.Held || size(block) >= longBlock
		if err := t.doWork(w, block, out); err != nil {
			t.fail(err)
			return
		}
		t.finish(n, out)
		if wait {
			t.waitFor(n)
		}
		w.Release()
	}
}

// doWork, write and nextBlock are what others do, who may panic.
func (t *team[O]) doWork(w Worker[O], b *source.Block, out *O) (err error) {
	defer catch(&err)
	w.Work(t.ctx, b, out)
	return nil
}

func (t *team[O]) write(out *O) (err error) {
	defer catch(&err)
	return t.run.Write(out)
}

func (t *team[O]) nextBlock() (b *source.Block, ok bool, err error) {
	defer catch(&err)
	b, err, ok = t.next()
	return b, ok, err
}

// longBlock is the size in bytes from which a block is a long one.
const longBlock = 4 << 20

func size(b *source.Block) int {
	n := 0
	for i := range b.Records {
		n += len(b.Records[i].Data)
	}
	return n
}

// take returns memory for the output of a block, nil where the run is over.
func (t *team[O]) take() *O {
	t.mu.Lock()
	defer t.mu.Unlock()
	for {
		last := len(t.free) - 1
		switch {
		case t.err != nil:
			return nil
		case last >= 0:
			out := t.free[last]
			t.free = t.free[:last]
			return out
		case t.outputs > 0:
			t.outputs--
			return t.run.Output()
		}
		t.changed.Wait()
	}
}

// readBlock returns the next block and its number, nil where there is none. From the second block on it has help come. A
// failure of the source is kept until what was read before it is written.
func (t *team[O]) readBlock(helper bool) (b *source.Block, n int64) {
	t.waitToRead()
	defer func() { <-t.reading }()
	if helper && t.workers > t.wanted() {
		t.workers--
		return nil, 0
	}
	if err := t.ctx.Err(); err != nil {
		t.fail(err)
		return nil, 0
	}
	if t.ended {
		return nil, 0
	}
	b, ok, err := t.nextBlock()
	if !ok || err != nil {
		t.ended, t.failure = true, err
		release(b)
		return nil, 0
	}
	n = t.read
	t.read++
	if t.spare = b.Fetching; n > 0 && t.workers < t.wanted() && t.helpers.TryGo(func() error { t.work(true); return nil }) {
		t.workers++
	}
	return b, n
}

// waitToRead waits until nobody else reads. That takes as long as a block, mostly less than to be woken after having
// been asleep does, so that one of the waiting tries again and again for a while.
func (t *team[O]) waitToRead() {
	if t.spins.CompareAndSwap(false, true) {
		for range mostSpins {
			select {
			case t.reading <- struct{}{}:
				t.spins.Store(false)
				return
			default:
				runtime.Gosched()
			}
		}
		t.spins.Store(false)
	}
	t.reading <- struct{}{}
}

// mostSpins is how often somebody tries before he goes to sleep: it takes about a tenth of a millisecond.
const mostSpins = 1000

// wanted is how many helpers there should be. Where all processors evaluate, the next page is received late, and all of
// them wait for it.
func (t *team[O]) wanted() int {
	if t.spare && t.run.Parallel >= runtime.GOMAXPROCS(0) {
		return t.run.Parallel - 2
	}
	return t.run.Parallel - 1
}

// giveBack gives back memory for an output that was not used.
func (t *team[O]) giveBack(out *O) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.free = append(t.free, out)
	t.changed.Broadcast()
}

// finish writes a block, or leaves it to whoever writes the one before.
func (t *team[O]) finish(n int64, out *O) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.done[n%int64(len(t.done))] = out
	if t.isWriting {
		return
	}
	t.isWriting = true
	for t.err == nil {
		turn := &t.done[t.written%int64(len(t.done))]
		out := *turn
		if out == nil {
			break
		}
		*turn = nil
		t.mu.Unlock()
		err := t.write(out)
		t.mu.Lock()
		if err != nil {
			t.end(err)
			break
		}
		t.written++
		t.free = append(t.free, out)
		t.changed.Broadcast()
	}
	t.isWriting = false
	t.changed.Broadcast()
}

// waitFor waits until a block is written, or never will be: what it was made of may be in use until then.
func (t *team[O]) waitFor(n int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for t.written <= n && (t.err == nil || t.isWriting) {
		t.changed.Wait()
	}
}

// fail ends the run.
func (t *team[O]) fail(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.end(err)
}

func (t *team[O]) end(err error) {
	if t.err == nil {
		t.err = err
	}
	t.stop()
	t.changed.Broadcast()
}
