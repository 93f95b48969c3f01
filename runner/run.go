package runner

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/fhirview/fhirview/runner/internal/blocks"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
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
func Run(ctx context.Context, src source.Source, jobs []Job, opts *Options) (Stats, error) {
	p, err := prepare(jobs, opts != nil && opts.StrictJSON)
	if err != nil {
		return Stats{}, err
	}
	r := p.newRun(opts, jobs)
	err = r.do(ctx, src)
	return r.stats, err
}

// do is Run, with what was done in the run's stats.
func (r *run) do(ctx context.Context, src source.Source) error {
	if err := errors.Join(ctx.Err(), checkSource(src)); err != nil {
		return err
	}
	for i, j := range r.jobs {
		if err := j.Sink.Begin(j.Plan.Schema()); err != nil {
			return errors.Join(err, r.end(i, err))
		}
	}
	all := blocks.Run[blockOutput]{
		Parallel: r.cfg.Parallel,
		Held:     r.cfg.Limit > 0,
		Worker:   func() blocks.Worker[blockOutput] { return r.worker() },
		Output:   func() *blockOutput { return newOutput(len(r.jobs)) },
		Write:    r.write,
	}
	err := all.Do(ctx, sources.Gather(src, r.bundles.needs()))
	if errors.Is(err, errLimit) {
		r.stats.Limited, err = true, nil
	}
	return errors.Join(err, r.end(len(r.jobs), err))
}

// run is the state of one Run.
type run struct {
	*prepared
	cfg   Options
	jobs  []Job
	stats Stats
	// flattened are, by job, the figures of the workers' Flatteners.
	flattened []viewdef.FlattenStats
	// busy is how long the workers have worked on resources, all together.
	busy atomic.Int64
	// before is, while Options.Failed is called, how many of the rows stand before the failure that the first job's sink is
	// to be given next.
	before int
}

var errLimit = errors.New("row limit reached")

// end ends the sinks of the first n jobs after a run with this outcome. A sink that cannot end makes the run fail for
// those after it.
func (r *run) end(n int, outcome error) error {
	var errs []error
	for _, j := range r.jobs[:n] {
		if err := endSink(j.Sink, outcome); err != nil {
			errs = append(errs, err)
			outcome = errors.Join(outcome, err)
		}
	}
	return errors.Join(errs...)
}

// write writes a block's rows and adds up its figures.
func (r *run) write(out *blockOutput) error {
	r.stats.Resources += out.read
	r.stats.Failed += out.broken
	r.stats.InputBytes += out.inputBytes
	r.report(out)
	r.stats.NestedBundles += out.nested
	r.stats.Nested = append(r.stats.Nested, out.nestedAt[:min(len(out.nestedAt), maxFailures-len(r.stats.Nested))]...)
	if r.cfg.Limit > 0 {
		r.cut(out.worker)
	}
	full := r.cfg.Limit > 0
	for i, j := range r.jobs {
		stats := &r.stats.Jobs[i]
		stats.Matched += out.stats[i].Matched
		stats.Failed += out.stats[i].Failed
		r.flattened[i].Fast += out.stats[i].Fast
		r.flattened[i].Refused += out.stats[i].Refused
		r.flattened[i].Nodes += out.stats[i].Nodes
		if err := j.Sink.Write(out.encoded[i], out.rows[i]); err != nil {
			return fmt.Errorf("cannot write the rows: %w", err)
		}
		stats.Rows += int64(out.rows[i])
		full = full && stats.Rows >= r.cfg.Limit
	}
	if r.cfg.Progress != nil {
		r.cfg.Progress(r.stats.snapshot())
	}
	if out.err == nil && full {
		return errLimit
	}
	return out.err
}

// cut drops the rows beyond the limit and formats the others.
func (r *run) cut(w *worker) {
	for i := range r.jobs {
		b := w.flattener.Rows(i)
		b.Truncate(int(min(int64(b.Rows()), r.cfg.Limit-r.stats.Jobs[i].Rows)))
	}
	w.encode()
}

// report tells of failures and keeps the first few.
func (r *run) report(out *blockOutput) {
	for i, f := range out.failures {
		if len(r.stats.Failures) < maxFailures {
			r.stats.Failures = append(r.stats.Failures, f)
		}
		if r.cfg.Failed != nil {
			r.before = out.before[i]
			r.cfg.Failed(f)
		}
	}
}
