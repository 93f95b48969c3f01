package upload

import (
	"context"
	"errors"
	"hash/crc64"
	"iter"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
	"github.com/fhirview/fhirview/fhirclient/internal/inside"
)

// upload is one under way: the caller's goroutine reads records and makes jobs of them, workers send the jobs.
type upload struct {
	client   *fhirclient.Client
	inside   inside.Client
	cfg      Options
	ctx      context.Context //nolint:containedctx // the caller's: the upload is the call that it belongs to
	going    context.Context //nolint:containedctx // ends earlier, when nothing more is to be sent
	stop     context.CancelCauseFunc
	journal  *journal // nil without
	schedule *schedule
	tally    tally
	read     int64 // records so far
	batch    batchBuilder
	unknown  [][]*item // that an earlier upload may have sent: for the end, when the server has had time to finish them

	conditions conditions     // what conditional references mean
	plain      sync.WaitGroup // jobs that others may refer to by a condition

	busy      atomic.Int64 // workers that send
	abandoned atomic.Int64 // records that were read and not finished
	heard     atomic.Bool  // the server has answered
	strange   atomic.Int32 // requests in a row that something other than FHIR answered
	failing   sync.Mutex   // one call of Failed at a time
}

// item is a resource on its way: a record, or an entry of a Bundle.
type item struct {
	Record

	index    int64
	typ, id  string
	method   string     // POST, PUT or DELETE
	key      string     // items with equal keys are never under way together; empty is none
	search   url.Values // for a conditional create
	ifMatch  string
	bad      error // it cannot be sent
	harmful  bool  // sending it twice can make two resources of it
	unknown  bool  // an earlier upload may have sent it
	stored   bool
	attempts int
	job      *job // the one that it is in

	links       []plannedLink // to be changed before it is sent
	conditional bool          // it refers to something by a condition

	// Of entries of a Bundle.
	group   *group
	entry   int           // its number in the Bundle
	from    *fhir.Request // as it was read
	place   int           // among the group's items
	name    string        // Type/id on the server, as far as it is known
	waits   []int         // places of those whose names it needs
	named   bool          // others need its name
	chained bool          // it is sent by the job of the group's chain
}

func newUpload(ctx context.Context, c *fhirclient.Client, cfg *Options) (*upload, error) {
	up := &upload{client: c, inside: inside.Of(c)}
	up.cfg = cfg.withDefaults(up.inside.MaxInFlight)
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
	return nil
}

// harmful is true where sending any record twice can make two resources of it.
func (up *upload) harmful() bool { return up.cfg.Create && up.cfg.Key == nil }

// settings is a checksum of what must be the same for a journal to be of use.
func (up *upload) settings() uint64 {
	method := "0"
	if up.cfg.Create {
		method = "1"
	}
	text := up.inside.Base.String() + " " + method + " " + strconv.FormatBool(up.harmful())
	if up.cfg.Unwrap {
		text += " unwrap " + strconv.FormatBool(up.cfg.OwnIDs)
	}
	return crc64.Checksum([]byte(text), inputTable())
}

func (up *upload) run(records iter.Seq2[Record, error]) (*Report, error) {
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
	if up.cfg.Batch > 1 || up.cfg.Concurrency < up.inside.MaxInFlight {
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
func (up *upload) finish(err error, took time.Duration) (*Report, error) {
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
		report.State = Stopped
	case report.Failed > 0:
		report.State = Incomplete
	default:
		report.State = Complete
	}
	return &report, err
}

// accept sends a unit on its way, and is false where the upload has been stopped.
func (up *upload) accept(u unit) bool {
	if u.group != nil {
		return up.acceptGroup(u.group)
	}
	if !up.ready(u.one) {
		return up.going.Err() == nil
	}
	return up.add(u.one)
}

// ready is true for an item that is to be sent now. All others are counted or kept for the end.
func (up *upload) ready(it *item) bool {
	if up.journal != nil && up.journal.state.done.has(uint64(it.index)) {
		it.stored = true
		up.tally.add(func(r *Report) { r.Skipped++ })
		return false
	}
	if it.bad != nil {
		up.fail(it, it.bad)
		return false
	}
	if up.maybeSent(it) {
		up.unknown = append(up.unknown, []*item{it})
		return false
	}
	return true
}

// maybeSent is true for an item that an earlier upload may have sent, so that it must not simply be sent again.
func (up *upload) maybeSent(it *item) bool {
	if up.journal == nil || !it.harmful {
		return false
	}
	it.unknown = up.journal.state.intents.has(uint64(it.index))
	if up.journal.damaged && !it.unknown {
		up.journal.doubt(it)
		it.unknown = true
	}
	return it.unknown
}

// add gives an item to the batch that is being gathered.
func (up *upload) add(it *item) bool {
	if it.conditional && !up.awaitTargets() {
		return false
	}
	for _, items := range up.batch.add(it) {
		if !up.dispatch(items) {
			return false
		}
	}
	return true
}

// awaitTargets waits until all is written that was read before and refers to nothing by a condition: it may be what others
// refer to. It is false where the upload has been stopped.
func (up *upload) awaitTargets() bool {
	if !up.dispatch(up.batch.take()) {
		return false
	}
	up.plain.Wait()
	return up.going.Err() == nil
}

// dispatch gives a job to the workers, and is false where the upload has been stopped.
func (up *upload) dispatch(items []*item) bool {
	if len(items) == 0 {
		return true
	}
	j := &job{items: items}
	conditional := false
	for _, it := range items {
		it.job = j
		j.bytes += len(it.Data)
		conditional = conditional || it.conditional
	}
	if !conditional {
		j.ended = up.plain.Done
		up.plain.Add(1)
	}
	if up.schedule.add(j, up.going.Done()) {
		return true
	}
	j.end()
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
			up.sendJob(j.items)
			up.busy.Add(-1)
		}
		up.schedule.finish(j)
		j.end()
	}
}
