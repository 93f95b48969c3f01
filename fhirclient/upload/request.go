package upload

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/fhirview/fhirview/fhirclient"
)

// errBundleTooLarge is for a transaction that the server does not take for its length.
var errBundleTooLarge = errors.New("the Bundle is longer than the server takes: split it, or use --unwrap where its entries need not be stored all or none")

// request sends a job's items, as often as the client repeats it, and returns a result for each of them. Those whose
// references cannot be resolved are not sent.
func (up *upload) request(items []*item) []result {
	results := make([]result, len(items))
	ready := make([]*item, 0, len(items))
	places := make([]int, 0, len(items))
	for i, it := range items {
		if err := up.resolve(it, false); err != nil {
			results[i].err = err
			continue
		}
		ready, places = append(ready, it), append(places, i)
	}
	if len(ready) == 0 {
		return results
	}
	for i, r := range up.requestReady(ready) {
		results[places[i]] = r
	}
	return results
}

func (up *upload) requestReady(items []*item) []result {
	switch it := items[0]; {
	case it.group != nil && it.group.posts:
		return up.requestBundle(items)
	case up.cfg.Batch > 1 && !it.chained:
		return up.requestBatch(items)
	default:
		return []result{up.requestOne(it)}
	}
}

func (up *upload) requestOne(it *item) result {
	ctx := up.errand([]*item{it})
	var got *fhirclient.Result
	var err error
	switch it.method {
	case http.MethodPut:
		got, err = up.client.Update(ctx, it.Data, &fhirclient.UpdateOptions{IfMatch: it.ifMatch, Minimal: true})
	case http.MethodDelete:
		err = deleted(up.client.Delete(ctx, it.typ, it.id))
	default:
		got, err = up.client.Create(ctx, it.Data, &fhirclient.CreateOptions{IfNoneExist: it.search, Minimal: true})
	}
	if err != nil || got == nil {
		return result{err: err}
	}
	return result{created: got.Created, id: got.ID}
}

// deleted is nil for what was not there any more: that is what was asked for.
func deleted(err error) error {
	if status := statusOf(err); status == http.StatusNotFound || status == http.StatusGone {
		return nil
	}
	return err
}

func (up *upload) requestBatch(items []*item) []result {
	entries := make([]fhirclient.BatchEntry, len(items))
	for i, it := range items {
		entries[i] = fhirclient.BatchEntry{Method: it.method, URL: it.typ, IfNoneExist: it.search, IfMatch: it.ifMatch, Resource: it.Data}
		if it.method != http.MethodPost {
			entries[i].URL = it.typ + "/" + it.id
		}
	}
	// The error of the batch as a whole is in the results of the entries that it hit.
	answers, _ := up.client.Batch(up.errand(items), entries)
	results := make([]result, len(items))
	for i := range answers {
		results[i] = result{created: answers[i].Status == http.StatusCreated, err: items[i].entryError(&answers[i])}
	}
	return results
}

// requestBundle sends a Bundle as it is, or those entries of a batch that are left.
func (up *upload) requestBundle(items []*item) []result {
	g := items[0].group
	body := g.Data
	if len(items) != len(g.items) || slices.ContainsFunc(items, (*item).changed) {
		body = g.bundleOf(items)
	}
	answers, err := up.client.PostBundle(up.errand(items), body)
	if answers == nil {
		answers = make([]fhirclient.EntryResult, len(items))
	}
	results := make([]result, len(items))
	if g.whole() {
		err = wholeError(items, answers, err)
	}
	for i, it := range items {
		results[i] = result{created: answers[i].Status == http.StatusCreated, err: it.entryError(&answers[i])}
		if g.whole() {
			results[i].err = err
		}
	}
	up.answered(g, items, answers, results)
	return results
}

// entryError is the error of an entry's answer.
func (it *item) entryError(answer *fhirclient.EntryResult) error {
	if it.method == http.MethodDelete {
		return deleted(answer.Err)
	}
	return answer.Err
}

// wholeError is the error of a transaction. Where the server has done it, as it says, and an entry is not proven, nothing is
// known of any.
func wholeError(items []*item, answers []fhirclient.EntryResult, err error) error {
	if statusOf(err) == http.StatusRequestEntityTooLarge {
		return fmt.Errorf("%w: %w", errBundleTooLarge, err)
	}
	for i, it := range items {
		if failed := it.entryError(&answers[i]); err == nil && failed != nil {
			err = entryError(it.entry, failed)
			if !errors.Is(err, fhirclient.ErrOutcomeUnknown) {
				err = fmt.Errorf("%w: %w", fhirclient.ErrOutcomeUnknown, err)
			}
		}
	}
	return err
}

// answered tells of the entries that are on the server.
func (up *upload) answered(g *group, items []*item, answers []fhirclient.EntryResult, results []result) {
	if up.cfg.Answered == nil {
		return
	}
	up.failing.Lock()
	defer up.failing.Unlock()
	for i, it := range items {
		if results[i].err == nil {
			up.cfg.Answered(g.Record, it.entry, &answers[i])
		}
	}
}
