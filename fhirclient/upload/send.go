package upload

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/internal/inside"
)

// send sees a job's items through to their end: on the server, failed, or abandoned with the upload.
func (up *upload) send(items []*item) {
	up.tally.add(func(r *Report) { r.Sent += int64(len(items)) })
	for round := 0; len(items) > 0; round++ {
		items = up.reconcile(items)
		if len(items) == 0 {
			return
		}
		results := up.request(items)
		up.watchStrangers(results)
		items = up.settle(items, results, round)
		if len(items) > 0 && !up.waitForRound(round) {
			up.abandon(items)
			return
		}
	}
}

// result is what a request came to for one item.
type result struct {
	created bool   // else it was there before; of success
	id      string // that the server gave, where it says so
	err     error
}

// settle ends the items that are done or have failed for good, and returns those to be sent once more. Those of a
// transaction have all the same result.
func (up *upload) settle(items []*item, results []result, round int) []*item {
	var again, done, failed []*item
	for i, it := range items {
		err := results[i].err
		it.attempts += attemptsOf(err)
		if err == nil || answered(err) {
			up.heard.Store(true)
		}
		switch {
		case err == nil:
			done = append(done, it)
			up.succeed(it, results[i])
		case errors.Is(err, errIntent):
			up.abandon([]*item{it})
		case errors.Is(err, fhirclient.ErrOutcomeUnknown) && it.harmful:
			if it.unknown = true; up.cfg.Reconcile != nil && round < up.cfg.Rounds {
				again = append(again, it)
			} else {
				it.bad = err
				failed = append(failed, it)
			}
		case up.cutShort(err):
			up.clearIntent(it)
			up.abandon([]*item{it})
		case unauthorized(err) || !up.heard.Load() && unreachable(err):
			up.clearIntent(it)
			up.abandon([]*item{it})
			up.stop(err)
		case anotherRound(err) && round < up.cfg.Rounds:
			up.clearIntent(it)
			again = append(again, it)
		default:
			up.clearIntent(it)
			it.bad = err
			failed = append(failed, it)
		}
	}
	up.note(done)
	up.failAll(failed)
	return again
}

// failAll fails items by their errors.
func (up *upload) failAll(items []*item) {
	if len(items) > 0 && items[0].group.whole() {
		up.failGroup(items[0].group, items[0].bad)
		return
	}
	for _, it := range items {
		up.fail(it, it.bad)
	}
}

// reconcile finds out about the items that may be on the server, and returns those that are not.
func (up *upload) reconcile(items []*item) []*item {
	if len(items) > 0 && items[0].group.whole() && items[0].unknown {
		return up.reconcileAll(items, items[0].group.Record)
	}
	rest := items[:0:0]
	for _, it := range items {
		if it.unknown {
			rest = append(rest, up.reconcileAll([]*item{it}, it.Record)...)
		} else {
			rest = append(rest, it)
		}
	}
	return rest
}

// reconcileAll does so for all items of a record.
func (up *upload) reconcileAll(items []*item, record Record) []*item {
	there, err := up.ask(record)
	switch {
	case err == nil && there:
		for _, it := range items {
			up.succeed(it, result{created: true})
		}
		up.note(items)
		return nil
	case err == nil:
		for _, it := range items {
			it.unknown = false
			up.clearIntent(it)
		}
		return items
	case up.ctx.Err() != nil:
		up.abandon(items)
		return nil
	}
	for _, it := range items {
		it.bad = err
	}
	up.failAll(items)
	return nil
}

func (up *upload) ask(record Record) (bool, error) {
	if up.cfg.Reconcile == nil {
		return false, fhirclient.ErrOutcomeUnknown
	}
	there, err := up.cfg.Reconcile(up.ctx, record)
	if err != nil {
		return false, fmt.Errorf("%w: %w", fhirclient.ErrOutcomeUnknown, err)
	}
	return there, nil
}

// succeed counts an item that is on the server.
func (up *upload) succeed(it *item, r result) {
	it.stored = true
	if it.chained && it.name == "" && r.id != "" {
		it.name = it.typ + "/" + r.id
	}
	up.tally.add(func(report *Report) {
		switch {
		case it.method == http.MethodDelete:
			report.Deleted++
		case r.created:
			report.Created++
		case it.method == http.MethodPut, it.method == http.MethodPatch:
			report.Updated++
		default:
			report.Unchanged++
		}
	})
}

// note has the journal know of items that are on the server.
func (up *upload) note(items []*item) {
	if up.journal != nil && len(items) > 0 {
		up.journal.markStored(items)
	}
}

// fail gives an item up. Those of a chain are told together, at its end.
func (up *upload) fail(it *item, err error) {
	failure := it.recordError(err)
	up.count(failure, 1)
	if it.chained {
		it.group.lost = append(it.group.lost, lostItem{it, failure})
		return
	}
	up.tell(it.text(), failure)
}

// count counts a failure of so many resources.
func (up *upload) count(failure *RecordError, n int64) {
	failed := up.tally.fail(failure, n)
	if up.cfg.MaxFailures > 0 && failed > up.cfg.MaxFailures {
		up.stop(ErrTooManyFailures)
	}
}

func (up *upload) tell(record Record, failure *RecordError) {
	if up.cfg.Failed != nil {
		up.failing.Lock()
		defer up.failing.Unlock()
		up.cfg.Failed(record, failure)
	}
}

// clearIntent is for items of which the server certainly took nothing.
func (up *upload) clearIntent(it *item) {
	if up.journal != nil && it.harmful {
		up.journal.markCleared(it.index)
	}
}

func (up *upload) abandon(items []*item) { up.abandoned.Add(int64(len(items))) }

// waitForRound waits for 5 to 10 s, then twice as long each time, a minute at most. It is false where the upload has been
// stopped.
func (up *upload) waitForRound(round int) bool {
	return up.inside.Pause(up.going, "upload", min(5*time.Second<<min(round, 8), 30*time.Second)) == nil
}

// anotherRound is true where the server did not work, or not yet for this record: nothing is wrong with the record.
func anotherRound(err error) bool {
	switch statusOf(err) {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	case 0:
		fault, ok := errors.AsType[inside.NetworkFault](err)
		return ok && !fault.Final() || errors.Is(err, fhirclient.ErrOutcomeUnknown)
	default:
		return false
	}
}

// cutShort is true where the end of the upload kept a request from being sent, or its answer from being heard.
func (up *upload) cutShort(err error) bool {
	return !answered(err) && (up.ctx.Err() != nil || up.going.Err() != nil && errors.Is(err, context.Canceled))
}

func answered(err error) bool { return statusOf(err) != 0 }

// statusOf is the status of a refusal, or 0.
func statusOf(err error) int {
	if status, ok := errors.AsType[*fhirclient.StatusError](err); ok {
		return status.Status
	}
	return 0
}

// unauthorized is about the client as a whole: the answer to a request, not to an entry of a batch.
func unauthorized(err error) bool {
	if status, ok := errors.AsType[*fhirclient.StatusError](err); ok {
		return status.Status == http.StatusUnauthorized && len(status.Attempts) > 0
	}
	fault, ok := errors.AsType[inside.NetworkFault](err)
	return ok && fault.Unauthorized()
}

// unreachable is true where the server could not be reached at all. Before it has answered once, that is more likely a
// wrong address than a server that will be back.
func unreachable(err error) bool {
	fault, ok := errors.AsType[inside.NetworkFault](err)
	return ok && fault.Unreachable()
}

// attemptsOf is how many requests were sent to come to a result.
func attemptsOf(err error) int {
	var status *fhirclient.StatusError
	var network *fhirclient.NetworkError
	switch {
	case errors.As(err, &status):
		return max(len(status.Attempts), 1) // an entry of a batch has none of its own
	case errors.As(err, &network):
		return len(network.Attempts)
	case errors.Is(err, fhirclient.ErrOutcomeUnknown):
		return 1
	default:
		return 0
	}
}
