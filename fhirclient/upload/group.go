package upload

import (
	"errors"
	"slices"

	"github.com/fhirview/fhirview/fhirclient"
)

// acceptGroup sends the entries of a Bundle on their way, and is false where the upload has been stopped.
func (up *upload) acceptGroup(g *group) bool {
	switch {
	case g.bad != nil:
		up.failGroup(g, g.bad)
		return up.going.Err() == nil
	case len(g.items) == 0:
		return true
	case g.whole():
		return up.acceptTransaction(g)
	case g.posts:
		return up.acceptBatch(g)
	}
	return up.acceptEntries(g)
}

func (up *upload) acceptTransaction(g *group) bool {
	if up.journal != nil && up.journal.state.done.has(uint64(g.first)) {
		up.tally.add(func(r *Report) { r.Skipped += g.size })
		return true
	}
	unknown := false
	for _, it := range g.items {
		unknown = up.maybeSent(it) || unknown
	}
	if unknown {
		up.unknown = append(up.unknown, g.items)
		return true
	}
	if slices.ContainsFunc(g.items, (*item).refersByCondition) && !up.awaitTargets() {
		return false
	}
	return up.dispatch(g.items)
}

func (it *item) refersByCondition() bool { return it.conditional }

func (up *upload) acceptBatch(g *group) bool {
	var rest []*item
	for _, it := range g.items {
		if up.ready(it) {
			rest = append(rest, it)
		}
	}
	if slices.ContainsFunc(rest, (*item).refersByCondition) && !up.awaitTargets() {
		return false
	}
	return up.going.Err() == nil && up.dispatch(rest)
}

// acceptEntries has those entries that need nothing of each other sent as other records are, and the rest, the chain, by one
// job.
func (up *upload) acceptEntries(g *group) bool {
	var chain []*item
	unknown, conditional := false, false
	for _, it := range g.items {
		switch {
		case !it.chained:
			if up.ready(it) && !up.add(it) {
				return false
			}
		case up.journal != nil && up.journal.state.done.has(uint64(it.index)):
			it.stored = true
			if id := up.journal.state.names[uint64(it.index)]; id != "" {
				it.name = it.typ + "/" + id
			}
			up.tally.add(func(r *Report) { r.Skipped++ })
		default:
			chain = append(chain, it)
			unknown = up.maybeSent(it) || unknown
			conditional = conditional || it.conditional
		}
	}
	if up.going.Err() != nil {
		return false
	}
	if unknown {
		up.unknown = append(up.unknown, chain)
		return true
	}
	return (!conditional || up.awaitTargets()) && up.dispatch(chain)
}

// sendJob sees a job's items through to their end.
func (up *upload) sendJob(items []*item) {
	if items[0].chained {
		up.sendChain(items)
		return
	}
	up.send(items)
}

// lostItem is an item of a chain that did not make it.
type lostItem struct {
	it  *item
	err *RecordError
}

// tellLost tells of the items of a chain that did not make it. They need each other, so that the first one comes with a Bundle
// of all, and the others without a text; those of unknown outcome have a Bundle of their own, with all that refer to them.
func (up *upload) tellLost(g *group) {
	var doubtful, failed []lostItem
	doubt := map[int]bool{}
	for again := true; again; { // until no more are found that refer to doubtful ones
		again = false
		for _, l := range g.lost {
			refers := slices.ContainsFunc(l.it.waits, func(i int) bool { return doubt[i] })
			if !doubt[l.it.place] && (refers || errors.Is(l.err, fhirclient.ErrOutcomeUnknown)) {
				doubt[l.it.place], again = true, true
			}
		}
	}
	for _, l := range g.lost {
		if doubt[l.it.place] {
			doubtful = append(doubtful, l)
		} else {
			failed = append(failed, l)
		}
	}
	slices.SortStableFunc(doubtful, func(a, b lostItem) int { // the first decides where the Bundle belongs
		return boolOrder(errors.Is(b.err, fhirclient.ErrOutcomeUnknown)) - boolOrder(errors.Is(a.err, fhirclient.ErrOutcomeUnknown))
	})
	for _, lost := range [][]lostItem{doubtful, failed} {
		var items []*item
		for _, l := range lost {
			_ = up.resolve(l.it, true)
			items = append(items, l.it)
		}
		for i, l := range lost {
			record := Record{Position: g.Position}
			if i == 0 {
				record.Data = g.bundleOf(items)
			}
			up.tell(record, l.err)
		}
	}
	g.lost = nil
}

func boolOrder(b bool) int {
	if b {
		return 1
	}
	return 0
}

// failGroup fails a Bundle as a whole.
func (up *upload) failGroup(g *group, err error) {
	failure := (&item{Record: g.Record, index: g.first, typ: "Bundle"}).recordError(err)
	failure.Entries = len(g.items)
	if len(g.items) > 0 {
		failure.Attempts, failure.Harmful = g.items[0].attempts, g.items[0].harmful
	}
	up.count(failure, g.count())
	up.tell(g.Record, failure)
}

// count is how many resources a Bundle stands for in the report.
func (g *group) count() int64 {
	if g.bad != nil {
		return g.size
	}
	return int64(len(g.items))
}

// text is an item as it is to be fed back: a resource, or a Bundle of one entry where the entry says what to do with it.
func (it *item) text() Record {
	record := it.Record
	if it.group != nil && (it.group.posts || it.from.Asked) {
		record.Data = it.group.bundleOf([]*item{it})
	}
	return record
}
