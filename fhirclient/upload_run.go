package fhirclient

import (
	"bytes"
	"context"
	"errors"
	"hash/crc64"
	"iter"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// upload is one under way: the caller's goroutine reads records and makes jobs of them, workers send the jobs.
type upload struct {
	client   *Client
	cfg      UploadConfig
	ctx      context.Context //nolint:containedctx // the caller's: the upload is the call that it belongs to
	going    context.Context //nolint:containedctx // ends earlier, when nothing more is to be sent
	stop     context.CancelCauseFunc
	journal  *journal // nil without
	schedule *schedule
	tally    tally
	read     int64 // records so far
	batch    batchBuilder
	unknown  []*item // that an earlier upload may have sent: for the end, when the server has had time to finish them

	busy      atomic.Int64 // workers that send
	abandoned atomic.Int64 // records that were read and not finished
	heard     atomic.Bool  // the server has answered
	strange   atomic.Int32 // requests in a row that something other than FHIR answered
	failing   sync.Mutex   // one call of Failed at a time
}

// item is a record on its way.
type item struct {
	Record

	index    int64
	typ, id  string
	key      string     // records with equal keys are never under way together; empty is none
	search   url.Values // for a conditional create
	bad      error      // it cannot be sent
	unknown  bool       // an earlier upload may have sent it
	attempts int
	job      *job // the one that it is in
}

func newUpload(ctx context.Context, c *Client, cfg *UploadConfig) (*upload, error) {
	up := &upload{client: c, cfg: cfg.withDefaults(c.cfg.MaxInFlight)}
	if up.cfg.Journal != "" {
		if err := up.openJournal(); err != nil {
			return nil, err
		}
	}
	up.ctx = ctx
	up.going, up.stop = context.WithCancelCause(ctx)
	up.schedule = newSchedule(2*up.cfg.Concurrency, max(up.workers()-2*up.cfg.Concurrency, 0))
	up.tally.keep = up.cfg.KeepFailures
	up.batch.most = up.cfg.Batch
	return up, nil
}

func (up *upload) openJournal() error {
	journal, err := openJournal(up.cfg.Journal, up.settings(), up.harmful())
	if err != nil {
		return err
	}
	journal.input.known = journal.state.checkpoints
	up.journal = journal
	if !up.harmful() {
		return nil
	}
	up.client, err = intentClient(up.client, journal)
	if err != nil {
		return errors.Join(err, journal.finish())
	}
	return nil
}

// harmful is true where sending a record twice can make two resources of it.
func (up *upload) harmful() bool { return up.cfg.Method == UploadCreate && up.cfg.Key == nil }

// settings is a checksum of what must be the same for a journal to be of use.
func (up *upload) settings() uint64 {
	text := up.client.base.String() + " " + strconv.Itoa(int(up.cfg.Method)) + " " + strconv.FormatBool(up.harmful())
	return crc64.Checksum([]byte(text), inputTable)
}

func (up *upload) run(records iter.Seq2[Record, error]) (*UploadReport, error) {
	defer up.stop(nil)
	started := time.Now()
	if err := up.check(); err != nil {
		return up.finish(err, time.Since(started))
	}
	var workers, others sync.WaitGroup
	for range up.workers() {
		workers.Go(up.work)
	}
	ended := make(chan struct{})
	if up.cfg.Progress != nil {
		others.Go(func() { up.reportProgress(ended) })
	}
	if up.journal != nil {
		others.Go(func() { up.watchJournal(ended) })
	}

	err := up.readAll(records)
	if err != nil {
		up.stop(err)
	}
	up.schedule.close()
	workers.Wait()
	close(ended)
	others.Wait()
	return up.finish(err, time.Since(started))
}

// waitingWorkers are there for each request that may be under way, since some wait for their next attempt.
const waitingWorkers = 4

// workers is how many goroutines send. Where the limiter alone says how much is under way, there are more of them.
func (up *upload) workers() int {
	if up.cfg.Batch > 1 || up.cfg.Concurrency < up.client.cfg.MaxInFlight {
		return up.cfg.Concurrency
	}
	return waitingWorkers * up.cfg.Concurrency
}

// watchJournal stops the upload when the journal cannot be written: going on would be to forget what was done.
func (up *upload) watchJournal(ended <-chan struct{}) {
	select {
	case <-up.journal.failed:
		up.stop(up.journal.err)
	case <-ended:
	}
}

// finish makes the report.
func (up *upload) finish(err error, took time.Duration) (*UploadReport, error) {
	// What the upload itself stopped for is told even where nothing was left to do.
	if err == nil && (up.abandoned.Load() > 0 || up.ctx.Err() == nil) {
		err = context.Cause(up.going)
	}
	if up.journal != nil {
		if failed := up.journal.finish(); failed != nil && !errors.Is(err, failed) {
			err = errors.Join(err, failed)
		}
	}
	report := up.tally.snapshot()
	report.Took = took
	switch {
	case err != nil:
		report.State = UploadStopped
	case report.Failed > 0:
		report.State = UploadIncomplete
	}
	return &report, err
}

// readAll turns the input into jobs. What a journal has not yet recognised as its own input is held back.
func (up *upload) readAll(records iter.Seq2[Record, error]) error {
	var held []*item
	for record, err := range records {
		if up.going.Err() != nil {
			return context.Cause(up.going)
		}
		if err != nil && !errors.Is(err, ErrBadRecord) {
			return err
		}
		held = append(held, up.take(record, err))
		sure, err := up.recognise(record.Data)
		if err != nil {
			return err
		}
		if !sure {
			continue
		}
		for _, it := range held {
			if !up.accept(it) {
				return context.Cause(up.going)
			}
		}
		clear(held)
		held = held[:0]
	}
	if up.journal != nil && up.going.Err() == nil {
		if err := up.journal.input.end(); err != nil {
			return err
		}
	}
	if !up.dispatch(up.batch.take()) {
		return context.Cause(up.going)
	}
	for i, it := range up.unknown {
		if !up.dispatch([]*item{it}) {
			up.abandon(up.unknown[i+1:])
			return context.Cause(up.going)
		}
	}
	return nil
}

func (up *upload) recognise(data []byte) (bool, error) {
	if up.journal == nil {
		return true, nil
	}
	return up.journal.read(data)
}

// take makes an item of a record.
func (up *upload) take(record Record, bad error) *item {
	it := &item{Record: record, index: up.read, bad: bad}
	up.read++
	up.tally.add(func(r *UploadReport) { r.Read++ })
	if bad == nil {
		it.typ, it.id, it.bad = scanResource(record.Data)
	}
	it.Data = bytes.Clone(withoutMark(record.Data))
	if it.bad == nil {
		it.bad = up.identify(it)
	}
	return it
}

// identify finds out what a record replaces on the server, or which search finds it there.
func (up *upload) identify(it *item) error {
	switch {
	case up.cfg.Method == UploadPut && it.id == "":
		return errNoID
	case up.cfg.Method == UploadPut:
		it.key = it.typ + "/" + it.id
	case up.cfg.Key != nil:
		text, err := up.cfg.Key(it.Record)
		if err != nil {
			return err
		}
		it.search, err = url.ParseQuery(text)
		if err != nil || len(it.search) == 0 {
			return errNoKey
		}
		it.key = conditionKey(it.typ, it.search)
	}
	return nil
}

// accept sends an item on its way, and is false where the upload has been stopped.
func (up *upload) accept(it *item) bool {
	index := uint64(it.index)
	if up.journal != nil && up.journal.state.done.has(index) {
		up.tally.add(func(r *UploadReport) { r.Skipped++ })
		return true
	}
	if it.bad != nil {
		up.fail(it, it.bad)
		return up.going.Err() == nil
	}
	if up.journal != nil && up.journal.state.intents.has(index) {
		it.unknown = true
		up.unknown = append(up.unknown, it)
		return true
	}
	for _, items := range up.batch.add(it) {
		if !up.dispatch(items) {
			return false
		}
	}
	return true
}

// dispatch gives a job to the workers, and is false where the upload has been stopped.
func (up *upload) dispatch(items []*item) bool {
	if len(items) == 0 {
		return true
	}
	j := &job{items: items}
	for _, it := range items {
		it.job = j
	}
	if up.schedule.add(j, up.going.Done()) {
		return true
	}
	up.abandoned.Add(int64(len(items)))
	return false
}

// work is a worker: it takes whatever is ready next, until the schedule is closed.
func (up *upload) work() {
	for j := range up.schedule.ready {
		if up.going.Err() != nil {
			up.abandoned.Add(int64(len(j.items)))
		} else {
			up.busy.Add(1)
			up.send(j.items)
			up.busy.Add(-1)
		}
		up.schedule.finish(j)
	}
}
