package runner

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
)

// worker is the memory of one who works on one block after the other.
type worker struct {
	*blockOutput
	run       *run
	block     *source.Block
	flattener *viewdef.Flattener
	unwrapping
}

// Release gives the block back, unless that has been done.
func (w *worker) Release() {
	if w.block != nil {
		w.block.Release()
		w.block = nil
	}
}

// Work evaluates the block's resources and, unless rows have to be counted first, formats the rows: then nothing of the
// block is needed any more.
func (w *worker) Work(ctx context.Context, b *source.Block, out *blockOutput) {
	defer w.busySince(time.Now())
	w.block, w.blockOutput = b, out
	out.reset()
	out.inputBytes, out.worker = b.InputBytes, w
	w.flattener.Reset()
	w.flattener.SetContext(ctx, w.run.cfg.Now)
	for i := range w.block.Records {
		if i%8 == 0 && !w.mayGoOn(ctx) {
			break
		}
		if r := &w.block.Records[i]; w.one(r) && w.err == nil {
			w.unwrap(ctx, r)
		}
		if w.err != nil {
			break
		}
	}
	w.flattener.TakeStats(w.stats)
	if w.run.cfg.Limit == 0 {
		w.encode()
		w.Release()
	}
}

func (w *worker) busySince(start time.Time) { w.run.busy.Add(int64(time.Since(start))) }

// mayGoOn looks at the context and formats the rows so far where they are many, so that the memory for rows does not
// depend on how small the block's resources are.
func (w *worker) mayGoOn(ctx context.Context) bool {
	if w.err = ctx.Err(); w.err != nil {
		return false
	}
	if w.run.cfg.Limit == 0 && w.cells() >= manyCells {
		w.encode()
		w.flattener.Reset()
	}
	return w.err == nil
}

// manyCells is how many cells are formatted at a time: as many as still are in the processor's cache.
const manyCells = 4 << 10

func (w *worker) cells() int {
	n := 0
	for i := range w.run.jobs {
		b := w.flattener.Rows(i)
		n += b.Rows() * (1 + b.Width())
	}
	return n
}

// encode formats the rows of all jobs. Of a job whose sink fails, and of those after it, no rows are encoded.
func (w *worker) encode() {
	for i, j := range w.run.jobs {
		rows := w.flattener.Rows(i)
		encoded, err := j.Sink.Encode(w.encoded[i], rows)
		if err != nil {
			w.err = errors.Join(w.err, fmt.Errorf("cannot format the rows: %w", err))
			return
		}
		w.encoded[i], w.rows[i] = encoded, w.rows[i]+rows.Rows()
	}
}

// one evaluates all views on one resource. It is true for a Bundle that is to be unwrapped.
//
// Few calls are between this and the text: processors foresee where the sixteen innermost return to, or a few more, and wait
// at each of the others. It is the same in viewdef and internal/direct, on the way of nearly every resource.
func (w *worker) one(r *source.Record) (unwrap bool) {
	w.read++
	before := len(w.failures)
	if r.Err != nil {
		w.fail(r, "", "", r.Err)
		w.count(before)
		return false
	}
	if w.run.looksAround {
		w.surround(r)
	}
	bundle, failures := w.flattener.Flatten(r.Data)
	if bundle {
		unwrap = w.bundle(r)
		w.count(before)
	} else if len(failures) > 0 {
		w.failAll(r, failures)
		w.count(before)
	}
	return unwrap
}

// count counts a resource as broken where there are more failures than there were before it.
func (w *worker) count(before int) {
	if len(w.failures) > before {
		w.broken++
		if w.run.cfg.OnError == Fail {
			w.err = w.failures[before]
		}
	}
}

// failAll tells of all that has gone wrong with a resource.
func (w *worker) failAll(r *source.Record, failures []viewdef.Failure) {
	for _, f := range failures {
		view := ""
		if f.Plan >= 0 {
			view = w.run.jobs[f.Plan].Plan.View().Name
		}
		w.fail(r, f.Type, view, f.Err)
	}
}

func (w *worker) fail(r *source.Record, typ, view string, err error) {
	w.failures = append(w.failures, w.place(r, typ, view, err))
	w.before = append(w.before, w.rows[0]+w.flattener.Rows(0).Rows())
}

// place says where a resource stands, and what there is to tell of it.
func (w *worker) place(r *source.Record, typ, view string, err error) *ResourceError {
	e := &ResourceError{
		Source: w.block.Name, Line: r.Line, Page: w.block.Page, Index: r.Index, Type: typ, View: view, Err: err,
	}
	if w.outer != nil && w.outer.Index >= 0 {
		item := w.outer.Index
		e.Item = &item
	}
	return e
}
