package runner

import (
	"context"
	"errors"
	"iter"

	"github.com/fhirview/fhirview/viewdef"
)

// Rows yields a view's rows as they come, for tables that need not be in memory as a whole. They are fetched for this call
// alone, neither come from the cache nor go into it, and are the same and in the same order as those of Execute. A row may
// be kept.
//
// An error is the last that is yielded, with an empty row, after all rows before it; one with a method Truncated() bool
// says that the server has more than it has sent. Resources that fail are skipped; see Query.Failed. The fetch has ended
// when the loop has, also after a break. Config.Timeout does not apply.
func (r *Runner) Rows(ctx context.Context, plan *viewdef.Plan, q Query) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		if err := r.stream(ctx, plan, &q, yield); err != nil {
			yield(Row{}, err)
		}
	}
}

// stream returns an error that is to be yielded.
func (r *Runner) stream(ctx context.Context, plan *viewdef.Plan, q *Query, yield func(Row, error) bool) error {
	if err := errors.Join(checkQuery(plan, q), ctx.Err()); err != nil {
		return err
	}
	v, err := r.view(plan)
	if err != nil {
		return err
	}
	ctx, leave, err := r.life.Enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	s := &stream{pull: pull{runner: r, asked: asked{v, q}, told: q.Failed}, slabs: make(chan *slab, 1)}
	if s.pull.told == nil {
		s.pull.told = func(Failure) {}
	}
	return s.yieldAll(ctx, yield)
}

// stream is a run whose rows go to a loop, which works on some while the next are made.
type stream struct {
	pull  pull
	slabs chan *slab
	err   error // known when slabs is closed
}

func (s *stream) yieldAll(ctx context.Context, yield func(Row, error) bool) error {
	ctx, cancel := context.WithCancel(ctx)
	go s.run(ctx)
	defer func() {
		cancel()
		for range s.slabs { // until the run has ended
		}
	}()
	schema := s.pull.view.plan.Schema()
	for slab := range s.slabs {
		for i := range slab.rows {
			if !yield(Row{schema: schema, cells: slab.row(i)}, nil) {
				return nil
			}
		}
	}
	return s.err
}

func (s *stream) run(ctx context.Context) {
	defer close(s.slabs)
	_, s.err = s.pull.runner.observed(ctx, &s.pull, func(encoded []byte, n int) error {
		part := &slab{width: len(s.pull.view.plan.Schema().Columns)}
		part.add(encoded, n)
		select {
		case s.slabs <- part:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	if s.err == nil {
		s.err = s.pull.truncated
	}
}
