package fhirclient

import (
	"context"
	"errors"
	"net/http"
	"slices"
)

// Where a repeat could do harm, the journal says of a record that it is about to be sent. It does so when the limiter has
// let the request through: a killed upload then knows nothing of the records that were under way, instead of all that its
// workers had in hand.

// errIntent is for requests that were not sent since the journal could not say so.
var errIntent = errors.New("not sent: the journal cannot be written")

type errandKey struct{}

// errand is what a request of an upload is for.
type errand struct {
	up    *upload
	items []*item
}

// errand makes a context for the request of some items.
func (up *upload) errand(items []*item) context.Context {
	return context.WithValue(up.ctx, errandKey{}, &errand{up, items})
}

// errandOf is that of a context, or nil.
func errandOf(ctx context.Context) *errand {
	e, _ := ctx.Value(errandKey{}).(*errand)
	return e
}

// waitContext is the context of the waits of a call. Where an upload is stopped, its requests that wait end, and those under
// way are heard out.
func waitContext(ctx context.Context) context.Context {
	if e := errandOf(ctx); e != nil {
		return e.up.going
	}
	return ctx
}

// waits is called when a refused request begins to wait for its next attempt.
func (e *errand) waits() { e.up.schedule.lend(e.items[0].job) }

func (it *item) harms() bool { return it.harmful }

// intending writes the intent of each request before it goes out.
type intending struct {
	http.RoundTripper

	journal *journal
}

func (t *intending) RoundTrip(req *http.Request) (*http.Response, error) {
	if e := errandOf(req.Context()); e != nil && slices.ContainsFunc(e.items, (*item).harms) {
		if err := t.journal.intend(e.items); err != nil {
			return nil, errors.Join(errIntent, err)
		}
	}
	return t.RoundTripper.RoundTrip(req)
}

// intentClient is a client like another one, which has the journal know of its requests. It shares what is known of the
// host with the other.
func intentClient(c *Client, j *journal) (*Client, error) {
	cfg := c.cfg
	cfg.Transport = &intending{RoundTripper: c.core.transport, journal: j}
	out, err := newClient(c.base.String(), &cfg, c.core.clock, c.core.shared)
	if err == nil {
		out.keys = c.keys
	}
	return out, err
}
