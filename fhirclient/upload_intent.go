package fhirclient

import (
	"context"
	"errors"
	"net/http"
)

// Where a repeat could do harm, the journal says of a record that it is about to be sent. It does so when the limiter has
// let the request through: a killed upload then knows nothing of the records that were under way, instead of all that its
// workers had in hand.

// errIntent is for requests that were not sent since the journal could not say so.
var errIntent = errors.New("not sent: the journal cannot be written")

type intentKey struct{}

// withIntent makes a context for the request of some items.
func withIntent(ctx context.Context, items []*item) context.Context {
	return context.WithValue(ctx, intentKey{}, items)
}

// intending writes the intent of each request before it goes out.
type intending struct {
	http.RoundTripper

	journal *journal
}

func (t *intending) RoundTrip(req *http.Request) (*http.Response, error) {
	if items, ok := req.Context().Value(intentKey{}).([]*item); ok {
		if err := t.journal.intend(items); err != nil {
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
	return newClient(c.base.String(), &cfg, c.core.clock, c.core.shared)
}
