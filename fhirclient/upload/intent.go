package upload

import (
	"context"
	"errors"
	"slices"

	"github.com/fhirview/fhirview/fhirclient/internal/inside"
)

// Where a repeat could do harm, the journal says of a record that it is about to be sent. It does so when the limiter has
// let the request through: a killed upload then knows nothing of the records that were under way, instead of all that its
// workers had in hand.

// errIntent is for requests that were not sent since the journal could not say so.
var errIntent = errors.New("not sent: the journal cannot be written")

// errand makes a context for the request of some items. Where the upload is stopped, requests that wait end, and those under
// way are heard out.
func (up *upload) errand(items []*item) context.Context {
	errand := &inside.Errand{Waits: up.going, Waiting: func() { up.schedule.lend(items[0].job) }}
	if up.journal != nil && slices.ContainsFunc(items, (*item).harms) {
		errand.Sending = func() error { return up.journal.announce(items) }
	}
	return inside.WithErrand(up.ctx, errand)
}

func (it *item) harms() bool { return it.harmful }

// announce writes that some items are about to be sent.
func (j *journal) announce(items []*item) error {
	if err := j.intend(items); err != nil {
		return errors.Join(errIntent, err)
	}
	return nil
}
