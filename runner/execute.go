package runner

import (
	"context"
	"errors"
	"time"

	"github.com/fhirview/fhirview/viewdef"
)

// Execute returns a view's table: from the cache, or from a fetch that is under way, or from one of its own. Rows come in
// the order of the search, whatever the Config.
//
// Resources that fail are missing in the table and named in Result.Failures, which is no error; neither is a table that
// the server has not sent to the end: see Result.Truncated. An error is for the table as a whole, and no table with an
// error is kept. When the context ends, Execute returns at once; a fetch that others wait for goes on.
//
// Of views of the same content, whatever they are called, one table is fetched.
func (r *Runner) Execute(ctx context.Context, plan *viewdef.Plan, q Query) (*Result, error) {
	start := time.Now()
	if err := errors.Join(checkQuery(plan, &q), ctx.Err()); err != nil {
		return nil, err
	}
	v, err := r.view(plan)
	if err != nil {
		return nil, err
	}
	a, err := r.answer(ctx, v, &q)
	if err != nil {
		a.outcome = failed
	}
	r.meters.executed(ctx, v, a.outcome, start)
	if err != nil {
		return nil, err
	}
	return &Result{
		table: a.table, schema: plan.Schema(), now: r.cfg.Now,
		cached: a.outcome == hit || a.outcome == staleHit, stale: a.outcome == staleHit,
	}, nil
}

func (r *Runner) answer(ctx context.Context, v *view, q *Query) (a answer, err error) {
	if r.cache == nil || q.NoCache {
		a.outcome = uncached
		a.table, err = r.direct(ctx, v, q)
		return a, err
	}
	a, err = r.lookup(ctx, v, q, r.key(v, q))
	if err == nil && a.flight != nil {
		a.table, err = r.wait(ctx, a.flight)
	}
	return a, err
}

// direct fetches for one caller, in its goroutine.
func (r *Runner) direct(ctx context.Context, v *view, q *Query) (*table, error) {
	ctx, leave, err := r.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	return r.fetch(ctx, v, q)
}

// fetch makes a table.
func (r *Runner) fetch(ctx context.Context, v *view, q *Query) (*table, error) {
	if r.cfg.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, r.cfg.Timeout)
		defer cancel()
	}
	rows := slab{width: len(v.plan.Schema().Columns)}
	var failures []Failure
	p := &pull{runner: r, view: v, query: q, told: func(f Failure) {
		if len(failures) < mostFailures {
			failures = append(failures, f)
		}
	}}
	t, err := r.observed(ctx, p, func(encoded []byte, n int) error {
		rows.add(encoded, n)
		return nil
	})
	if err != nil {
		return nil, err
	}
	rows.end()
	t.slab, t.failures = rows, failures
	return &t, nil
}

// observed runs a pull and tells of it: in the metrics, in the log, and in what Health tells.
func (r *Runner) observed(ctx context.Context, p *pull, rows func([]byte, int) error) (table, error) {
	r.meters.flying(ctx, 1)
	t, err := p.run(ctx, rows)
	r.meters.flying(ctx, -1)
	r.meters.ran(ctx, p.view, &t.stats)
	r.logRun(ctx, p.view, &t, err)
	r.history.add(ranOnce{
		at: r.now(), took: t.stats.Duration, view: p.view.name(), resource: p.view.plan.Resource(),
		rows: int(t.stats.Rows), failed: int(t.stats.Failed), err: err,
	})
	return t, err
}
