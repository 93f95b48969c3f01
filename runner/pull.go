package runner

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"time"

	"github.com/fhirview/fhirview/runner/source"
)

// Searcher is where resources come from: [*github.com/fhirview/fhirview/fhirclient.Client] is one. It is used by many
// goroutines at once.
//
// One that has a method LendPages, as the Client has, is asked for pages with that, and gets every page back whose
// resources are in the table: to receive all pages into memory of their own costs a good part of what evaluating them does.
type Searcher interface {
	// SearchPages searches a type and yields page after page of resources, in an order that the same search repeats as long
	// as the data is the same. A page's memory is the receiver's to keep. An error ends the sequence; one with a method
	// Truncated() bool that is true says, after all pages, that the server has, or may have, more than it has sent.
	SearchPages(ctx context.Context, typ string, params url.Values) iter.Seq2[[][]byte, error]
	// CacheIdentity is a text that is equal for searchers of the same server with the same credentials alone.
	CacheIdentity() string
}

// lender is a Searcher that uses the memory of pages again which are given back. The pages are those of SearchPages.
type lender interface {
	LendPages(ctx context.Context, typ string, params url.Values) (pages iter.Seq2[[][]byte, error], release func(page [][]byte))
}

// pull is one search that is run through a view.
type pull struct {
	asked

	runner *Runner
	// stop ends the fetch.
	stop context.CancelFunc
	// told takes the failures.
	told func(e *ResourceError, before int)

	failed    int64
	rows      int64
	fetching  time.Duration
	truncated error // of the searcher, known when the run has ended
}

// run fetches and evaluates, and hands the encoded rows to a function in order, which keeps nothing of them.
func (p *pull) run(ctx context.Context, rows func(encoded []byte, rows int) error) (RunInfo, error) {
	fetching, stop := context.WithCancel(ctx)
	defer stop()
	p.stop = stop
	cfg := &p.runner.cfg
	var r *run
	opts := &Options{Limit: p.query.Limit, Failed: func(e *ResourceError) { p.fail(ctx, e, r.before) }, Now: cfg.Now()}
	pages := &source.PagesOptions{BatchSize: cfg.BatchSize, Interrupt: stop}
	if cfg.Sequential {
		opts.Parallel = 1
	}
	if limit := p.query.Limit; limit > 0 && limit <= int64(cfg.PageSize) {
		// The first page is likely to be enough. Nothing should ask the server for more before that is known.
		opts.Parallel, pages.Interrupt = 1, nil
	}
	r = p.view.prepared.newRun(opts, []Job{{
		Plan: p.view.plan,
		Sink: &collector{rows: func(encoded []byte, n int) error { return p.take(encoded, n, rows) }},
	}})
	start := time.Now()
	found, release := p.search(fetching)
	pages.Release = release
	err := p.failure(ctx, r.do(ctx, source.Pages("", watch(found, &p.fetching, &p.truncated), pages)))
	info := r.info(start)
	info.Fetch, info.Truncated = p.fetching, p.truncated != nil
	return info, err
}

// search begins the search. release, where there is one, takes pages back.
func (p *pull) search(ctx context.Context) (pages iter.Seq2[[][]byte, error], release func([][]byte)) {
	typ, params := p.view.plan.Resource(), p.runner.params(p.query)
	if l, ok := p.runner.searcher.(lender); ok {
		return l.LendPages(ctx, typ, params)
	}
	return p.runner.searcher.SearchPages(ctx, typ, params), nil
}

// take hands a block's rows on, unless too many resources have failed.
func (p *pull) take(encoded []byte, n int, rows func(encoded []byte, rows int) error) error {
	if err := p.tooMany(); err != nil {
		return err
	}
	p.rows += int64(n)
	if limit := p.query.Limit; limit > 0 && p.rows >= limit {
		p.stop() // or the run would wait for a page that nobody wants
	}
	return rows(encoded, n)
}

// fail counts a failure and tells of it.
func (p *pull) fail(ctx context.Context, e *ResourceError, before int) {
	p.failed++
	if e.Type == "" {
		e.Type = p.view.plan.Resource() // which was searched for
	}
	e.View = "" // views of the same content share the table, whatever they are called
	p.runner.logFailure(ctx, p.view, e, p.failed)
	p.told(e, before)
}

// tooMany ends the run after too many failures.
func (p *pull) tooMany() error {
	most := p.runner.cfg.MaxFailures
	if most == 0 || p.failed <= int64(most) {
		return nil
	}
	return &tooManyError{view: p.view.name(), failed: p.failed, most: most}
}

// failure is a run's error as callers see it.
func (p *pull) failure(ctx context.Context, err error) error {
	var many *tooManyError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &many):
		return many
	case ctx.Err() != nil:
		err = context.Cause(ctx)
	}
	return fmt.Errorf("view %s: %w", p.view.name(), err)
}
