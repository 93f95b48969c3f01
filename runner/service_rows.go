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
// An error comes with an empty row: a [*ResourceError] for a resource that fails, in the place of its rows, after which the
// loop may go on. Any other is the last that is yielded, after all rows before it; one with
// a method Truncated() bool says that the server has more than it has sent. The fetch has ended when the loop has, also
// after a break. Config.Timeout does not apply.
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
	schema := plan.Schema()
	rowsOf(ctx, schema, func(ctx context.Context, s *stream) error {
		p := &pull{runner: r, asked: asked{v, q}, told: s.fail}
		if _, err := r.observed(ctx, p, s.sinkTo(ctx, len(schema.Columns))); err != nil {
			return err
		}
		return p.truncated
	})(yield)
	return nil
}
