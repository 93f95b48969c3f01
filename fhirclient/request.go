package fhirclient

import (
	"context"
	"net/http"
	"net/url"

	"github.com/fhirview/fhirview/fhirclient/internal/guard"
)

// repeatable says when a request can be sent again without harm.
type repeatable int

const (
	always      repeatable = iota // GET, HEAD, PUT, DELETE, conditional create, search by POST
	unprocessed                   // plain POST: only where the server certainly has not processed it
)

// call is one operation on the server: a request that may be sent several times.
type call struct {
	op     string // for logs, metrics and errors: search, read, create, …
	typ    string // resource type, for the same; may be empty
	method string
	url    string      // absolute
	header http.Header // beyond the media type; may be nil
	body   []byte      // not changed, and not kept beyond the call
	repeat repeatable
	limit  int64               // of the answer's body; 0 is Config.MaxBundle
	gone   bool                // DELETE: 404 and 410 are success after the first attempt
	write  bool                // it changes something: where it may have been done, a failure says so
	prove  func(*answer) error // what an answer of success has to prove; nil is nothing
	probe  bool                // one attempt, under the limiter's ceiling only, which learns nothing from it
	reuse  []byte              // memory for the answer's body, which may be grown
}

// response is an answer that was read to its end.
type response struct {
	status   int
	header   http.Header
	body     []byte // decompressed
	attempts int
	url      string // after redirects
	conn     *guard.Conn
}

// do sends a call as often as it may be sent. The answer is one with a status of success
// that proves what the call asks for; everything else is an error: a
// [*StatusError], a [*NetworkError], …
func (c *Client) do(ctx context.Context, call *call) (*response, error) {
	u, err := url.Parse(call.url)
	if err != nil || u.Host == "" {
		return nil, &NetworkError{Op: call.op, Type: call.typ, last: errBadURL}
	}
	run := &run{core: c.core, call: call, url: u}
	started := c.core.clock.Now()
	resp, err := run.do(ctx)
	c.core.finished(ctx, run, started, err)
	return resp, err
}
