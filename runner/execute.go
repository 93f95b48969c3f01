package runner

import (
	"context"
	"errors"
	"time"

	"github.com/fhirview/fhirview/runner/internal/answers"
	"github.com/fhirview/fhirview/viewdef"
)

// Execute returns a view's table: from the cache, or from a fetch that is under way, or from one of its own. Rows come in
// the order of the search, whatever the Config.
//
// Resources that fail are missing in the table and named in Table.Failures, which is no error; neither is a table that
// the server has not sent to the end: see RunInfo.Truncated. An error is for the table as a whole, and no table with an
// error is kept. When the context ends, Execute returns at once; a fetch that others wait for goes on.
//
// Of views of the same content, whatever they are called, one table is fetched.
func (r *Runner) Execute(ctx context.Context, plan *viewdef.Plan, q Query) (*Table, error) {
	start := time.Now()
	if err := errors.Join(checkQuery(plan, &q), ctx.Err()); err != nil {
		return nil, err
	}
	v, err := r.view(plan)
	if err != nil {
		return nil, err
	}
	t, outcome, err := r.answer(ctx, asked{v, &q})
	if err != nil {
		outcome = answers.Failed
	}
	r.meters.Executed(ctx, &v.series, outcome, start)
	if err != nil {
		return nil, err
	}
	return &Table{
		table: t, schema: plan.Schema(), now: r.cfg.Now,
		cached: outcome == answers.Hit || outcome == answers.Stale, stale: outcome == answers.Stale,
	}, nil
}

// asked is what a table is to be made of.
type asked struct {
	view  *view
	query *Query
}

func (r *Runner) newCache() *answers.Cache[asked, *table] {
	return answers.NewCache(answers.Config[asked, *table]{
		Life: r.life, Stale: r.cfg.StaleWhileRevalidate, Entries: r.cfg.CacheEntries, Bytes: r.cfg.CacheBytes, Now: r.cfg.Now,
		Fetch: func(a asked) func(context.Context) (*table, error) {
			own := *a.query // the caller's may change when it has gone
			own.Params = r.params(a.query)
			return func(ctx context.Context) (*table, error) { return r.fetch(ctx, asked{a.view, &own}) }
		},
		Worth: r.worth,
	})
}

// worth says for how long a table is kept, and what memory it takes.
func (r *Runner) worth(t *table) (ttl time.Duration, bytes int64) {
	switch {
	case t.info.Truncated && !r.cfg.CacheTruncated:
		return 0, 0
	case t.info.Failed > 0:
		return r.cfg.CacheTTL / 10, t.memory()
	default:
		return r.cfg.CacheTTL, t.memory()
	}
}

func (r *Runner) answer(ctx context.Context, a asked) (*table, answers.Outcome, error) {
	if r.cache == nil || a.query.NoCache {
		t, err := r.alone(ctx, a)
		return t, answers.Uncached, err
	}
	key := answers.KeyOf(a.view.topic.Digest, a.query.Limit, r.searcher.CacheIdentity(), a.query.Params)
	return r.cache.Get(ctx, answers.Asked[asked]{Key: key, Topic: a.view.topic, Refresh: a.query.Refresh, Question: a})
}

// alone fetches for one caller, in its goroutine.
func (r *Runner) alone(ctx context.Context, a asked) (*table, error) {
	ctx, leave, err := r.life.Enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	return r.fetch(ctx, a)
}

// fetch makes a table.
func (r *Runner) fetch(ctx context.Context, a asked) (*table, error) {
	if r.cfg.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, r.cfg.Timeout)
		defer cancel()
	}
	t := newTable(a.view.plan)
	info, err := r.observed(ctx, &pull{runner: r, asked: a, told: t.fail}, t.take)
	if err != nil {
		return nil, err
	}
	t.done(info)
	return t, nil
}

// observed runs a pull and tells of it: in the metrics, in the log, and in what Health tells.
func (r *Runner) observed(ctx context.Context, p *pull, rows func([]byte, int) error) (RunInfo, error) {
	r.meters.Running(ctx, 1)
	info, err := p.run(ctx, rows)
	r.meters.Running(ctx, -1)
	r.meters.Ran(ctx, &p.view.series, info.Rows, info.Failed, info.Fetch)
	r.logRun(ctx, p.view, &info, err)
	r.history.Add(answers.Run{
		At: r.now(), Took: info.Duration, View: p.view.name(), Resource: p.view.plan.Resource(),
		Rows: info.Rows, Failed: info.Failed, Err: err,
	})
	return info, err
}
