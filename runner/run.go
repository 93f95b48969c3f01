package runner

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/sync/errgroup"

	"github.com/fhirview/fhirview/runner/source"
)

// Run flattens the resources of a source. Every job gets the rows of all resources of its view's type, in the order of
// the input. It returns when everything is written, when the source or a sink fails, when a resource fails under the
// policy Fail, or when the context ends; its goroutines have ended by then.
//
// The context is looked at between resources. It cannot interrupt a source that waits for its input: see
// [source.Source].
//
// The stats say what was done up to then, also where there is an error. A resource that fails under the policy Skip is
// no error of the run: see Stats.Failed.
func Run(ctx context.Context, src source.Source, cfg *Config, jobs ...Job) (Stats, error) {
	rs, err := readings(jobs)
	if err != nil {
		return Stats{}, err
	}
	r := &run{cfg: cfg.withDefaults(), jobs: jobs, readings: rs}
	r.stats.Jobs = make([]JobStats, len(jobs))
	if err := ctx.Err(); err != nil {
		return r.stats, err
	}
	for i, j := range jobs {
		if err := j.Sink.Begin(j.Plan.Schema()); err != nil {
			return r.stats, errors.Join(err, r.end(i))
		}
	}
	if r.cfg.Parallel == 1 {
		err = r.sequential(ctx, src)
	} else {
		err = r.parallel(ctx, src)
	}
	if errors.Is(err, errLimit) {
		r.stats.Limited, err = true, nil
	}
	return r.stats, errors.Join(err, r.end(len(jobs)))
}

// run is the state of one Run.
type run struct {
	cfg      Config
	jobs     []Job
	readings []reading
	stats    Stats
	// sourceErr is why the source ended before its end, known when the reader has ended.
	sourceErr error
}

var errLimit = errors.New("row limit reached")

// end ends the sinks of the first n jobs.
func (r *run) end(n int) error {
	var errs []error
	for _, j := range r.jobs[:n] {
		errs = append(errs, j.Sink.End())
	}
	return errors.Join(errs...)
}

// sequential does one block after the other in the calling goroutine.
func (r *run) sequential(ctx context.Context, src source.Source) error {
	s := newShard(r)
	for block, err := range src {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			release(block)
			return err
		}
		s.start(block)
		s.work(ctx)
		if err := r.write(s); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func release(b *source.Block) {
	if b != nil {
		b.Release()
	}
}

// belts carry shards from one goroutine of a parallel run to the next. Each has room for all of them.
type belts struct {
	free  chan *shard // to the reader
	todo  chan *shard // to the workers
	order chan *shard // to the writer, in the order of the input
	// long has an item for each shard with a long block between reader and writer: one for each worker but one, because
	// the reader has one more. So long resources cost their size for each worker and not for each shard.
	long chan struct{}
}

// longBlock is the size in bytes from which a block is a long one.
const longBlock = 4 << 20

// parallel reads, works and writes at the same time: blocks go from the reader to the workers, and in the order of the
// input to the writer.
func (r *run) parallel(ctx context.Context, src source.Source) error {
	// One block for each worker, and as many that wait to be written or to be worked on.
	shards := 2 * r.cfg.Parallel
	b := belts{
		free: make(chan *shard, shards), todo: make(chan *shard, shards), order: make(chan *shard, shards),
		long: make(chan struct{}, r.cfg.Parallel-1),
	}
	for range shards {
		b.free <- nil // made when it is needed, so that small inputs need one
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer close(b.todo)
		defer close(b.order)
		return r.read(ctx, src, b)
	})
	for range r.cfg.Parallel {
		group.Go(func() error {
			for s := range b.todo {
				s.work(ctx)
				s.done <- struct{}{}
			}
			return nil
		})
	}
	group.Go(func() error { return r.writeAll(ctx, b) })
	err := group.Wait()
	for s := range b.order { // what was read and never written
		release(s.block)
	}
	if err == nil {
		err = r.sourceErr
	}
	return err
}

// read hands out blocks until the source ends. A failure of the source is kept until what was read before it is
// written.
func (r *run) read(ctx context.Context, src source.Source, b belts) error {
	for block, err := range src {
		if err != nil {
			release(block)
			r.sourceErr = err
			return nil
		}
		s, err := r.take(ctx, block, b)
		if err != nil {
			release(block)
			return err
		}
		b.order <- s
		b.todo <- s
	}
	return ctx.Err()
}

// take waits until the block may go into work.
func (r *run) take(ctx context.Context, block *source.Block, b belts) (*shard, error) {
	long := size(block) >= longBlock
	if long {
		select {
		case b.long <- struct{}{}:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	var s *shard
	select {
	case s = <-b.free:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if s == nil {
		s = newShard(r)
	}
	s.start(block)
	s.long = long
	return s, nil
}

func size(b *source.Block) int {
	n := 0
	for i := range b.Records {
		n += len(b.Records[i].Data)
	}
	return n
}

// writeAll writes blocks in the order of the input.
func (r *run) writeAll(ctx context.Context, b belts) error {
	for s := range b.order {
		select {
		case <-s.done:
		case <-ctx.Done():
			<-s.done // a worker has it, and sees the context too
			release(s.block)
			return ctx.Err()
		}
		if err := r.write(s); err != nil {
			return err
		}
		if s.long {
			<-b.long
		}
		b.free <- s
	}
	return nil
}

// write writes a block's rows, adds up its figures and releases it.
func (r *run) write(s *shard) error {
	defer release(s.block)
	r.stats.Resources += s.read
	r.stats.Failed += s.broken
	r.stats.InputBytes += s.block.InputBytes
	r.report(s.failures)
	if r.cfg.Limit > 0 {
		r.cut(s)
	}
	full := r.cfg.Limit > 0
	for i, j := range r.jobs {
		stats := &r.stats.Jobs[i]
		stats.Matched += s.matched[i]
		stats.Failed += s.failed[i]
		if err := j.Sink.Write(s.encoded[i], s.rows[i]); err != nil {
			return fmt.Errorf("cannot write the rows: %w", err)
		}
		stats.Rows += int64(s.rows[i])
		full = full && stats.Rows >= r.cfg.Limit
	}
	if r.cfg.Progress != nil {
		r.cfg.Progress(r.stats.snapshot())
	}
	if s.err == nil && full {
		return errLimit
	}
	return s.err
}

// cut drops the rows beyond the limit and formats the others.
func (r *run) cut(s *shard) {
	for i, b := range s.batches {
		b.Truncate(int(min(int64(b.Rows()), r.cfg.Limit-r.stats.Jobs[i].Rows)))
	}
	s.encode()
}

// report tells of failures and keeps the first few.
func (r *run) report(failures []*ResourceError) {
	for _, f := range failures {
		if len(r.stats.Failures) < maxFailures {
			r.stats.Failures = append(r.stats.Failures, f)
		}
		if r.cfg.Failed != nil {
			r.cfg.Failed(f)
		}
	}
}
