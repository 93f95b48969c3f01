package fhirclient

import (
	"context"
	"iter"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/inside"
)

// ProbeOptions says how to probe. The zero value, and nil, are the defaults.
type ProbeOptions struct {
	// Path is what is asked for, relative to the client's base: a read or a search that costs the server about as much as
	// what is to come. Default: metadata, which many servers answer from memory.
	Path string
	// Records are put on the server, by type and id, in place of asking for Path: the first ones of what is to be
	// uploaded, which an upload then puts once more. The probe ends with them, or with an error; texts that are no resource
	// with an id are passed over. Default: none.
	Records iter.Seq2[[]byte, error]
	// Max is how many requests are under way at most. Default: the client's MaxInFlight.
	Max int
	// Step is how long each number of requests is tried. Default: 2 seconds.
	Step time.Duration
}

// ProbeReport says what a server takes.
type ProbeReport struct {
	// Best is the number of requests under way beyond which the server does no more, or refuses.
	Best int
	// Rate is how many requests it answers in a second then.
	Rate float64
	// Steps are the numbers of requests that were tried, in order, and what each came to.
	Steps []probeStep
}

// probeStep is what a number of requests under way came to.
type probeStep struct {
	// InFlight is how many requests were under way.
	InFlight int
	// Done, Refused and Failed are how many were answered well, with 429 or 503, and otherwise or not at all.
	Done, Refused, Failed int64
	// Rate is how many were answered well in a second.
	Rate float64
	// Latency is the median of those.
	Latency time.Duration
}

// Estimate returns the time that a number of requests would take at the best rate, negative where none was answered.
func (r *ProbeReport) Estimate(requests int64) time.Duration {
	return inside.TimeLeft(requests, r.Rate)
}

// Probe finds out how many requests at once the server takes. It doubles their number until the server does no more than
// before or refuses some, then narrows the number down. The client's own adaptive limit is not asked and learns nothing;
// its other limits hold. Requests are sent once each. A probe of a busy server takes from its other users: it is for
// before an upload, not during one.
//
// The report is never nil. The error is not nil where the context ended, records could not be read, or nothing at all was
// answered well.
func (c *Client) Probe(ctx context.Context, opts *ProbeOptions) (*ProbeReport, error) {
	return newProbe(c, opts).run(ctx)
}
