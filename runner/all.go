package runner

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
)

// All yields the rows of a view over any source as values of type T, which are filled as [Scan] does:
//
//	for patient, err := range runner.All[Patient](ctx, plan, source.Bytes(texts...), nil)
//
// Memory does not grow with the input, and the rows come in its order. The source may be a server, too, by [source.Pages]
// over the pages of a search.
//
// An error comes in the place of a value: a [*ResourceError] for a resource that fails, or that of a row which does not fit
// T. After these the loop may go on. What ends the run, such as a source that fails, comes last. A T that does not fit the
// view's columns is the only thing that comes, also where there is no input. The run has ended when the loop has, also after a
// break; it cannot interrupt a source that waits for its input. When ctx ends no more rows come, but its error does.
func All[T any](ctx context.Context, plan *viewdef.Plan, src source.Source, opts *Options) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		if err := checkPlan(plan); err != nil {
			yield(none, err)
			return
		}
		scan, err := scannerOf[T](plan.Schema())
		if err == nil {
			err = scan.check()
		}
		if err != nil {
			yield(none, err)
			return
		}
		n := 0
		for row, err := range Rows(ctx, plan, src, opts) {
			value := none
			if err == nil {
				value, err = scan.row(n, row.cells)
				n++
			}
			if !yield(value, err) {
				return
			}
		}
	}
}

// Rows yields the rows of a view over any source, with the errors that All has. A row may be kept.
func Rows(ctx context.Context, plan *viewdef.Plan, src source.Source, opts *Options) iter.Seq2[Row, error] {
	if err := checkPlan(plan); err != nil {
		return func(yield func(Row, error) bool) { yield(Row{}, err) }
	}
	schema := plan.Schema()
	return rowsOf(ctx, schema, func(ctx context.Context, s *stream) error {
		told := s.fail
		if opts != nil && opts.OnError == Fail {
			told = func(*ResourceError, int) {} // it is the run's error
		}
		_, err := gather(ctx, plan, src, opts, told, s.sinkTo(ctx, len(schema.Columns)))
		return err
	})
}

// Collect returns the table of a view over any source: all of its rows, and the resources that failed, which are no error.
// It is what [Runner.Execute] makes of a server. A source whose error has a method Truncated() bool that is true, as that of
// a search does, makes a table of what there is.
func Collect(ctx context.Context, plan *viewdef.Plan, src source.Source, opts *Options) (*Table, error) {
	if err := errors.Join(checkPlan(plan), checkSource(src)); err != nil {
		return nil, err
	}
	t := newTable(plan)
	var fetching time.Duration
	var truncated error
	info, err := gather(ctx, plan, watch(src, &fetching, &truncated), opts, t.fail, t.take)
	if err != nil {
		return nil, err
	}
	info.Fetch, info.Truncated = fetching, truncated != nil
	t.done(info)
	return &Table{table: t, schema: plan.Schema(), now: time.Now}, nil
}

// gather runs one view, whose encoded rows and failures go to functions.
func gather(ctx context.Context, plan *viewdef.Plan, src source.Source, opts *Options,
	told func(e *ResourceError, before int), rows func(encoded []byte, rows int) error,
) (RunInfo, error) {
	start := time.Now()
	set := opts.withDefaults()
	var r *run
	also := set.Failed
	set.Failed = func(e *ResourceError) {
		if also != nil {
			also(e)
		}
		told(e, r.before)
	}
	jobs := []Job{{Plan: plan, Sink: &collector{rows: rows}}}
	p, err := prepare(jobs, set.StrictJSON)
	if err != nil {
		return RunInfo{}, err
	}
	r = p.newRun(&set, jobs)
	err = r.do(ctx, src)
	return r.info(start), err
}

func checkPlan(p *viewdef.Plan) error {
	if p == nil {
		return errors.New("runner: there is no plan: compile a view with viewdef.Compile")
	}
	return nil
}

func checkSource(src source.Source) error {
	if src == nil {
		return errors.New("runner: there is no source: make one with package source")
	}
	return nil
}

// info says how a run of one view went that began at a time.
func (r *run) info(start time.Time) RunInfo {
	return RunInfo{
		Read: r.stats.Resources, Matched: r.stats.Jobs[0].Matched, Failed: r.stats.Failed, Rows: r.stats.Jobs[0].Rows,
		InputBytes: r.stats.InputBytes, Evaluate: time.Duration(r.busy.Load()), Duration: time.Since(start),
		Started: r.cfg.Now, Limited: r.stats.Limited,
	}
}

// watch is a sequence with the time that it takes. That it is truncated is told, and no error: what came is right as far
// as it goes.
func watch[V any](seq iter.Seq2[V, error], took *time.Duration, truncated *error) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		start := time.Now()
		for v, err := range seq {
			*took += time.Since(start)
			if isTruncated(err) {
				*truncated = err
				return
			}
			if !yield(v, err) {
				return
			}
			start = time.Now()
		}
		*took += time.Since(start)
	}
}

func isTruncated(err error) bool {
	var partial interface{ Truncated() bool }
	return errors.As(err, &partial) && partial.Truncated()
}
