package runner

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/row"
)

// shard is the memory of a worker, which works on one block after the other.
type shard struct {
	*result
	run     *run
	block   *source.Block
	arena   resource.Arena
	skimmer resource.Skimmer

	decoders   []*resource.Decoder // by reading; nil where a job's own has not been needed yet, as those below
	usuals     []*usual            // by reading; nil where resources are decoded as a whole
	evaluators []*viewdef.Evaluator
	resource   resource.Resource
	unwrapping

	batches []*row.Batch // by job
}

// newShard returns memory for the runs of a prepared, this one first.
func newShard(r *run) *shard {
	n := len(r.readings)
	s := &shard{run: r, decoders: make([]*resource.Decoder, n), usuals: make([]*usual, n)}
	for i := range r.shared {
		s.equip(i)
	}
	for i, j := range r.jobs {
		s.evaluators = append(s.evaluators, s.newEvaluator(i))
		s.batches = append(s.batches, row.NewBatch(j.Plan.Schema()))
	}
	return s
}

// equip makes what a reading needs.
func (s *shard) equip(reading int) {
	rd := &s.run.readings[reading]
	s.decoders[reading] = s.newDecoder(rd.proj)
	if len(rd.jobs) == 1 && s.run.jobs[rd.jobs[0]].Plan.DecodesAlong() {
		s.usuals[reading] = new(usual)
	}
}

func (s *shard) newDecoder(p *resource.Projection) *resource.Decoder {
	d := resource.NewDecoder(p)
	d.Arena, d.Strict = &s.arena, s.run.cfg.StrictJSON
	return d
}

func (s *shard) newEvaluator(job int) *viewdef.Evaluator {
	e := s.run.jobs[job].Plan.Evaluator(&s.arena, s.run.cfg.Now)
	e.SetEntry(s.around, s.fullURL)
	return e
}

// start takes a block into work, and memory for what comes of it.
func (s *shard) start(b *source.Block, out *result) {
	s.block, s.result = b, out
	out.reset()
	out.inputBytes, out.shard = b.InputBytes, s
	s.empty()
}

// empty forgets rows.
func (s *shard) empty() {
	for _, b := range s.batches {
		b.Reset()
	}
	s.arena.Reset()
}

// release gives the block back, unless that has been done.
func (s *shard) release() {
	if s.block != nil {
		s.block.Release()
		s.block = nil
	}
}

// work evaluates the block's resources and, unless rows have to be counted first, formats the rows: then nothing of the
// block is needed any more.
func (s *shard) work(ctx context.Context) {
	defer s.busySince(time.Now())
	for _, e := range s.evaluators {
		e.SetContext(ctx)
	}
	for i := range s.block.Records {
		if i%8 == 0 && !s.mayGoOn(ctx) {
			break
		}
		if s.record(ctx, &s.block.Records[i]); s.err != nil {
			break
		}
	}
	if s.run.cfg.Limit == 0 {
		s.encode()
		s.release()
	}
}

func (s *shard) busySince(start time.Time) { s.run.busy.Add(int64(time.Since(start))) }

// mayGoOn looks at the context and formats the rows so far where they are many, so that the memory for rows does not
// depend on how small the block's resources are.
func (s *shard) mayGoOn(ctx context.Context) bool {
	if s.err = ctx.Err(); s.err != nil {
		return false
	}
	if s.run.cfg.Limit == 0 && s.cells() >= manyCells {
		s.encode()
		s.empty()
	}
	return s.err == nil
}

// manyCells is how many cells are formatted at a time: as many as still are in the processor's cache.
const manyCells = 4 << 10

func (s *shard) cells() int {
	n := 0
	for _, b := range s.batches {
		n += b.Rows() * (1 + b.Width())
	}
	return n
}

// encode formats the rows of all jobs. Of a job whose sink fails, and of those after it, no rows are encoded.
func (s *shard) encode() {
	for i, j := range s.run.jobs {
		encoded, err := j.Sink.Encode(s.encoded[i], s.batches[i])
		if err != nil {
			s.err = errors.Join(s.err, fmt.Errorf("cannot format the rows: %w", err))
			return
		}
		s.encoded[i], s.rows[i] = encoded, s.rows[i]+s.batches[i].Rows()
	}
}

// record evaluates all views on one resource, or on the entries of a Bundle.
func (s *shard) record(ctx context.Context, r *source.Record) {
	if s.one(r) && s.err == nil {
		s.unwrap(ctx, r)
	}
}

// one evaluates all views on one resource. It is true for a Bundle that is to be unwrapped.
func (s *shard) one(r *source.Record) (unwrap bool) {
	s.read++
	failures := len(s.failures)
	unwrap = s.flatten(r)
	s.count(failures)
	return unwrap
}

// count counts a resource as broken where there are more failures than there were before it.
func (s *shard) count(failures int) {
	if len(s.failures) > failures {
		s.broken++
		if s.run.cfg.OnError == Fail {
			s.err = s.failures[failures]
		}
	}
}

func (s *shard) flatten(r *source.Record) (unwrap bool) {
	if r.Err != nil {
		s.fail(r, "", "", r.Err)
		return false
	}
	if s.run.looksAround {
		s.surround(r)
	}
	if s.run.oneType && s.decoders[0].Begins(r.Data) {
		s.evaluate(r, 0) // as nearly all do
		return false
	}
	typ, err := resource.Peek(r.Data)
	switch {
	case err != nil:
		s.fail(r, "", "", err)
		return false
	case typ == nil:
		s.fail(r, "", "", errNoType)
		return false
	case string(typ) == typeBundle:
		return s.bundle(r, typ)
	}
	s.ofType(r, typ)
	return false
}

// ofType evaluates the views of a type.
func (s *shard) ofType(r *source.Record, typ []byte) {
	wanted := false
	first := len(s.failures)
	for i := range s.run.shared {
		if s.run.readings[i].typ == string(typ) {
			wanted = true
			before := len(s.failures)
			s.evaluate(r, i)
			s.tellOnce(first, before)
		}
	}
	if !wanted {
		s.skim(r, typ)
	}
}

// tellOnce drops the failures from before on that say of the resource what those from first on have said: what is wrong
// with its text is found by the reading of each release.
func (s *shard) tellOnce(first, before int) {
	earlier := s.failures[first:before]
	if len(earlier) == 0 {
		return
	}
	said := func(f *ResourceError) bool {
		return f.View == "" && slices.ContainsFunc(earlier, func(e *ResourceError) bool { return e.View == "" && e.Err.Error() == f.Err.Error() })
	}
	kept := slices.DeleteFunc(s.failures[before:], said)
	s.failures = s.failures[:before+len(kept)]
}

var errNoType = errors.New("the resource has no resourceType")

// skim makes sure that a resource that no view is for is not half of one, and that it is of a type that there is: one whose
// type is damaged may have been for a view.
func (s *shard) skim(r *source.Record, typ []byte) {
	check := s.skimmer.SkimOneType
	if s.run.cfg.StrictJSON {
		check = resource.Validate
	}
	err := check(r.Data)
	if err == nil {
		err = s.run.releases.check(typ)
	}
	if err != nil {
		s.fail(r, "", "", err)
	}
}

// evaluate evaluates all views that share a reading, on a resource that is decoded once.
func (s *shard) evaluate(r *source.Record, reading int) {
	if !s.run.readings[reading].screen.mayMatch(r.Data) {
		if err := s.skimmer.Skim(r.Data); err != nil {
			s.malformed(r, reading, err)
		}
		return
	}
	if s.along(r, reading) {
		return
	}
	if err := s.decode(r, s.decoders[reading]); err != nil {
		s.malformed(r, reading, err)
		return
	}
	s.appendAll(r, reading)
}

// appendAll evaluates the views on the decoded resource.
func (s *shard) appendAll(r *source.Record, reading int) {
	jobs := s.run.readings[reading].jobs
	var again []int
	for _, job := range jobs {
		matched, err := s.append(job)
		switch {
		case err != nil && len(jobs) > 1:
			again = append(again, job) // when the others are done with the decoded resource
			continue
		case err != nil:
			s.failJob(r, reading, job, err)
		}
		if matched {
			s.matched[job]++
		}
	}
	s.apart(r, again)
}

func (s *shard) failJob(r *source.Record, reading, job int, err error) {
	s.failed[job]++
	s.fail(r, s.run.readings[reading].typ, s.run.jobs[job].Plan.View().Name, err)
}

// decode decodes a resource. A panic, here and in append, is the resource's failure and not the program's.
func (s *shard) decode(r *source.Record, d *resource.Decoder) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errPanic(p)
		}
	}()
	return d.Decode(r.Data, &s.resource)
}

// append adds a view's rows of the decoded resource to the job's batch: all of them, or none after an error.
func (s *shard) append(job int) (matched bool, err error) {
	rows := s.batches[job].Rows()
	defer func() {
		if p := recover(); p != nil {
			s.batches[job].Truncate(rows)
			s.evaluators[job] = s.newEvaluator(job)
			matched, err = false, errPanic(p)
		}
	}()
	return s.evaluators[job].Append(s.batches[job], &s.resource)
}

// errPanic makes an error of a panic, which is a mistake of ours or of a user's function. The value of the panic may
// hold data: only its type is told.
func errPanic(p any) error { return fmt.Errorf("internal error: panic with a %T", p) }

func (s *shard) fail(r *source.Record, typ, view string, err error) {
	s.failures = append(s.failures, s.place(r, typ, view, err))
}

// place says where a resource stands, and what there is to tell of it.
func (s *shard) place(r *source.Record, typ, view string, err error) *ResourceError {
	e := &ResourceError{
		Source: s.block.Name, Line: r.Line, Page: s.block.Page, Index: r.Index, Type: typ, View: view, Err: err,
	}
	if s.outer != nil && s.outer.Index >= 0 {
		item := s.outer.Index
		e.Item = &item
	}
	return e
}
