package runner

import (
	"context"
	"errors"
	"fmt"

	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/row"
)

// shard is the memory that one block is worked on with, from reading to writing. There are as many shards as blocks
// may be in work.
type shard struct {
	run   *run
	block *source.Block
	long  bool // see belts
	arena resource.Arena

	decoders   []*resource.Decoder // by reading
	evaluators []*viewdef.Evaluator
	resource   resource.Resource

	batches  []*row.Batch // by job, like those below
	encoded  [][]byte
	rows     []int // how many rows are encoded
	matched  []int64
	failed   []int64
	failures []*ResourceError
	read     int64
	broken   int64 // resources that failed in any way
	err      error // what ends the run after the rows so far
	done     chan struct{}
}

func newShard(r *run) *shard {
	s := &shard{run: r, done: make(chan struct{}, 1)}
	for i := range r.readings {
		d := resource.NewDecoder(r.readings[i].proj)
		d.Arena, d.Strict = &s.arena, r.cfg.StrictJSON
		s.decoders = append(s.decoders, d)
	}
	n := len(r.jobs)
	s.encoded, s.rows = make([][]byte, n), make([]int, n)
	s.matched, s.failed = make([]int64, n), make([]int64, n)
	for _, j := range r.jobs {
		s.evaluators = append(s.evaluators, j.Plan.Evaluator(&s.arena, r.cfg.Now))
		s.batches = append(s.batches, row.NewBatch(j.Plan.Schema()))
	}
	return s
}

// start takes a block into work.
func (s *shard) start(b *source.Block) {
	s.block = b
	s.arena.Reset()
	for i := range s.batches {
		s.batches[i].Reset()
		s.encoded[i], s.rows[i] = s.encoded[i][:0], 0
		s.matched[i], s.failed[i] = 0, 0
	}
	s.failures, s.read, s.broken, s.err = nil, 0, 0, nil
}

// work evaluates the block's resources and, unless rows have to be counted first, formats the rows.
func (s *shard) work(ctx context.Context) {
	for _, e := range s.evaluators {
		e.SetContext(ctx)
	}
	for i := range s.block.Records {
		if i%32 == 0 && ctx.Err() != nil {
			s.err = ctx.Err()
			break
		}
		if s.record(&s.block.Records[i]); s.err != nil {
			break
		}
	}
	if s.run.cfg.Limit == 0 {
		s.encode()
	}
}

// encode formats the rows of all jobs. Of a job whose sink fails, and of those after it, no rows are encoded.
func (s *shard) encode() {
	for i, j := range s.run.jobs {
		encoded, err := j.Sink.Encode(s.encoded[i], s.batches[i])
		if err != nil {
			s.err = errors.Join(s.err, fmt.Errorf("cannot format the rows: %w", err))
			return
		}
		s.encoded[i], s.rows[i] = encoded, s.batches[i].Rows()
	}
}

// record evaluates all views on one resource.
func (s *shard) record(r *source.Record) {
	s.read++
	failures := len(s.failures)
	s.flatten(r)
	if len(s.failures) > failures {
		s.broken++
		if s.run.cfg.OnError == Fail {
			s.err = s.failures[failures]
		}
	}
}

func (s *shard) flatten(r *source.Record) {
	if r.Err != nil {
		s.fail(r, "", "", r.Err)
		return
	}
	typ, err := resource.Peek(r.Data)
	switch {
	case err != nil:
		s.fail(r, "", "", err)
		return
	case typ == nil:
		s.fail(r, "", "", errNoType)
		return
	}
	wanted := false
	for i := range s.run.readings {
		if s.run.readings[i].typ == string(typ) {
			wanted = true
			s.evaluate(r, i)
		}
	}
	if !wanted {
		s.skim(r)
	}
}

var errNoType = errors.New("the resource has no resourceType")

// skim makes sure that a resource that no view is for is not half of one.
func (s *shard) skim(r *source.Record) {
	check := resource.Skim
	if s.run.cfg.StrictJSON {
		check = resource.Validate
	}
	if err := check(r.Data); err != nil {
		s.fail(r, "", "", err)
	}
}

// evaluate decodes a resource once and evaluates all views on it that share a reading.
func (s *shard) evaluate(r *source.Record, reading int) {
	rd := &s.run.readings[reading]
	if err := s.decode(r, reading); err != nil {
		s.fail(r, rd.typ, "", err)
		return
	}
	for _, job := range rd.jobs {
		matched, err := s.append(job)
		if err != nil {
			s.failed[job]++
			s.fail(r, rd.typ, s.run.jobs[job].Plan.View().Name, err)
		}
		if matched {
			s.matched[job]++
		}
	}
}

// decode decodes a resource. A panic, here and in append, is the resource's failure and not the program's.
func (s *shard) decode(r *source.Record, reading int) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errPanic(p)
		}
	}()
	return s.decoders[reading].Decode(r.Data, &s.resource)
}

// append adds a view's rows of the decoded resource to the job's batch: all of them, or none after an error.
func (s *shard) append(job int) (matched bool, err error) {
	rows := s.batches[job].Rows()
	defer func() {
		if p := recover(); p != nil {
			s.batches[job].Truncate(rows)
			s.evaluators[job] = s.run.jobs[job].Plan.Evaluator(&s.arena, s.run.cfg.Now)
			matched, err = false, errPanic(p)
		}
	}()
	return s.evaluators[job].Append(s.batches[job], &s.resource)
}

// errPanic makes an error of a panic, which is a mistake of ours or of a user's function. The value of the panic may
// hold data: only its type is told.
func errPanic(p any) error { return fmt.Errorf("internal error: panic with a %T", p) }

func (s *shard) fail(r *source.Record, typ, view string, err error) {
	s.failures = append(s.failures, &ResourceError{
		Source: s.block.Name, Line: r.Line, Index: r.Index, Type: typ, View: view, Err: err,
	})
}
