package runner

import (
	"context"
	"errors"
	"iter"

	"github.com/fhirview/fhirview/viewdef/row"
)

// stream is a run whose rows go to a loop, which works on some while the next are made.
type stream struct {
	parts    chan part
	failures []failure // since the last part
	err      error     // known when parts is closed
}

// part is what came of a stretch of the input.
type part struct {
	failures []failure
	rows     *rowStore
}

// failure is a resource that failed, and how many rows of the part stand before it.
type failure struct {
	err    *ResourceError
	before int
}

// rowsOf yields what a run makes, which take and fail are told of, one call at a time. An error of the run comes last. When the
// context ends nothing more is yielded but its error, although there may be rows by then, or nothing to come any more.
func rowsOf(ctx context.Context, schema *row.Schema, run func(context.Context, *stream) error) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		s := &stream{parts: make(chan part, 1)}
		go func() {
			defer close(s.parts)
			s.err = run(ctx, s)
		}()
		defer func() {
			cancel()
			for range s.parts { // until the run has ended
			}
		}()
		for p := range s.parts {
			if !p.yieldTo(ctx, schema, yield) {
				return
			}
			if ctx.Err() != nil {
				break
			}
		}
		for range s.parts { // s.err is known when they are closed
		}
		if err := errorOf(ctx, s.err); err != nil {
			yield(Row{}, err)
		}
	}
}

// errorOf is the error of a run, or of its context, which may have ended too late for the run to know, or have made it fail.
func errorOf(ctx context.Context, run error) error {
	if ended := ctx.Err(); ended != nil && !errors.Is(run, ended) && !errors.Is(run, context.Cause(ctx)) {
		return ended
	}
	return run
}

// yieldTo yields the rows and, each in its place, the failures, but for those behind the last row that a limit allows, and
// those after the end of the context. It is false where the loop has ended.
func (p *part) yieldTo(ctx context.Context, schema *row.Schema, yield func(Row, error) bool) bool {
	failures := p.failures
	for i := 0; ; i++ {
		for len(failures) > 0 && failures[0].before == i {
			if ctx.Err() != nil {
				return true
			}
			if !yield(Row{}, failures[0].err) {
				return false
			}
			failures = failures[1:]
		}
		if i == p.rows.rows || ctx.Err() != nil {
			return true
		}
		if !yield(Row{schema: schema, cells: p.rows.row(i)}, nil) {
			return false
		}
	}
}

// fail takes a resource that failed, and how many rows of the next part stand before it.
func (s *stream) fail(e *ResourceError, before int) {
	s.failures = append(s.failures, failure{e, before})
}

// sinkTo returns what takes encoded rows. A context that ends while nobody takes them ends the run.
func (s *stream) sinkTo(ctx context.Context, width int) func(encoded []byte, rows int) error {
	return func(encoded []byte, rows int) error {
		if rows == 0 && len(s.failures) == 0 {
			return nil
		}
		p := part{failures: s.failures, rows: &rowStore{width: width}}
		p.rows.add(encoded, rows)
		s.failures = nil
		return s.send(ctx, p)
	}
}

func (s *stream) send(ctx context.Context, p part) error {
	select {
	case s.parts <- p:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
