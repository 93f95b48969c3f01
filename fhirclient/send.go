package fhirclient

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/guard"
	"github.com/fhirview/fhirview/fhirclient/internal/host"
	"github.com/fhirview/fhirview/fhirclient/internal/inside"
)

// answer is what came of an attempt: a status, an error, or both where the body failed.
type answer struct {
	status   int
	header   http.Header
	body     []byte
	err      *layerError
	outcome  *OperationOutcome
	unproven error // why an answer of success is none
	meaning  error // what a refusal means, where that is clear
	url      string
	took     time.Duration // without waits before it was sent
	host     *host.Host

	retryAfter    time.Duration
	hasRetryAfter bool
	request       *http.Request
	conn          *guard.Conn // nil where the transport does not tell
	authorized    bool        // credentials were sent
	moved         bool        // a redirect turned the request into another
	unsent        bool        // the client itself did not send it; halted says why
	halted        error       // ends the call
}

// target is where the next request of an attempt goes: the call's own, or what a redirect made of it.
type target struct {
	url     *url.URL
	method  string
	body    []byte
	trusted bool // no other origin was on the way here
}

// attempt sends the call once and follows redirects.
func (r *run) attempt(ctx context.Context) *answer {
	t := target{url: r.url, method: r.call.method, body: r.call.body, trusted: origin(r.url) == r.core.origin}
	var took time.Duration
	for hops := 0; ; hops++ {
		a := r.send(ctx, t)
		a.moved = t.method != r.call.method
		took += a.took
		a.took = took
		if a.err != nil || !redirects(a) {
			return a
		}
		next, err := t.follow(a.header.Get("Location"), a.status)
		if err == nil && hops == maxRedirects {
			err = ErrRedirect
		}
		if err != nil {
			a.err = &layerError{layerRead, err}
			return a
		}
		t = next
	}
}

// send sends one request when the host's pause, the limiter and the pace allow, and reads the answer to its end.
func (r *run) send(ctx context.Context, t target) *answer {
	a := &answer{host: r.core.host(t.url)}
	ctx, watch := newWatchdog(ctx, r.core.cfg)
	defer watch.stop()
	req, err := r.request(ctx, t, watch, a)
	if err != nil {
		return a.notSent(&layerError{layerAuth, err})
	}
	ticket, err := r.admit(ctx, a.host)
	if err != nil {
		return a.notSent(err)
	}
	if r.retrying == nil {
		a.host.Budget.Earn()
	}
	r.core.meters.inFlight(ctx, 1, r.call)
	r.exchange(req, watch, a)
	r.core.meters.inFlight(ctx, -1, r.call)
	r.settle(a, ticket)
	r.core.meters.answered(ctx, r.call, a)
	return a
}

// roundTrip sends a request, unless whoever it is sent for has a reason not to.
func (r *run) roundTrip(req *http.Request) (*http.Response, error) {
	if errand := inside.ErrandOf(req.Context()); errand != nil && errand.Sending != nil {
		if err := errand.Sending(); err != nil {
			return nil, err
		}
	}
	return r.core.transport.RoundTrip(req)
}

func (a *answer) notSent(err error) *answer {
	a.unsent, a.halted = true, err
	return a
}

// exchange is the round trip and the reading of the body.
func (r *run) exchange(req *http.Request, watch *watchdog, a *answer) {
	watch.start()
	resp, err := r.roundTrip(req)
	if err != nil {
		a.err = networkError(watch.cause(err))
		return
	}
	defer resp.Body.Close() //nolint:errcheck // it was read to the end, or is given up
	a.status, a.header, a.url = resp.StatusCode, resp.Header, req.URL.String()
	reader := bodyReader{core: r.core, watch: watch, limit: r.call.limit, reuse: r.call.reuse}
	if a.status < 200 || a.status >= 300 {
		// What matters of an error is its status: a body that is too long or cut off changes nothing.
		a.body = reader.readError(resp)
		a.outcome = parseOutcome(a.body)
		if a.wantsTLS(req.URL.Scheme) {
			a.meaning = errWantsTLS
		}
		return
	}
	if a.body, err = reader.read(resp); err != nil {
		a.err = &layerError{layerBody, watch.cause(err)}
	}
	if a.conn.Overlong() {
		r.core.warn("the server's answer is longer than it said", r.call)
	}
}

// settle tells the limiter and the host's pause what the answer means for them.
func (r *run) settle(a *answer, ticket host.Ticket) {
	now := r.core.clock.Now()
	v := verdictOf(a)
	if r.call.probe {
		v = host.Unused
	}
	if a.status != 0 {
		a.host.Answered.Store(true)
	}
	a.took = now.Sub(ticket.Started)
	a.host.Limiter.Release(ticket, v, r.call.op, now)
	switch v {
	case host.Fine:
		a.host.Budget.Serve()
	case host.Refused:
		a.host.Budget.Refuse()
	case host.Unused, host.Neutral:
	}
	if a.err != nil || a.status != http.StatusTooManyRequests && a.status != http.StatusServiceUnavailable {
		return
	}
	wait, ok, odd := retryAfter(a.header, now)
	if odd {
		r.core.warn("the server's Retry-After makes no sense and is ignored", r.call)
	}
	a.retryAfter, a.hasRetryAfter = wait, ok
	if wait > 0 {
		a.host.Pause(now.Add(wait))
	}
}

// admit waits until a request may be sent to a host.
func (r *run) admit(ctx context.Context, h *host.Host) (host.Ticket, error) {
	c, ctx := r.core, inside.WaitsOf(ctx)
	for {
		if err := c.waitForPause(ctx, h, r.call); err != nil {
			return host.Ticket{}, err
		}
		t, err := h.Limiter.Acquire(ctx, c.cfg.MaxInFlight, c.cfg.Fixed || r.call.probe)
		if err != nil {
			return host.Ticket{}, err
		}
		if err = c.waitForPace(ctx); err != nil {
			h.Limiter.Release(t, host.Unused, r.call.op, c.clock.Now())
			return host.Ticket{}, err
		}
		now := c.clock.Now()
		if h.PausedUntil().After(now) {
			h.Limiter.Release(t, host.Unused, r.call.op, now)
			continue
		}
		t.Started = now
		return t, nil
	}
}

func (c *core) waitForPause(ctx context.Context, h *host.Host, call *call) error {
	for {
		wait := h.PausedUntil().Sub(c.clock.Now())
		if wait <= 0 {
			return ctx.Err()
		}
		if left, ok := c.timeLeft(ctx); ok && wait >= left {
			return ErrRetryTooLate
		}
		c.waiting(Wait{Op: call.op, Type: call.typ, For: wait})
		if err := c.clock.Sleep(ctx, wait); err != nil {
			return err
		}
	}
}

func (c *core) waitForPace(ctx context.Context) error {
	if c.pace == nil {
		return nil
	}
	now := c.clock.Now()
	reserved := c.pace.ReserveN(now, 1)
	err := c.clock.Sleep(ctx, reserved.DelayFrom(now))
	if err != nil {
		reserved.CancelAt(c.clock.Now())
	}
	return err
}

func verdictOf(a *answer) host.Verdict {
	switch {
	case a.status == http.StatusTooManyRequests || a.status == http.StatusServiceUnavailable:
		return host.Refused
	case a.err != nil || a.status >= 500:
		return host.Neutral
	}
	return host.Fine
}
