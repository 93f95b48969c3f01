package fhirclient

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/host"
	"github.com/fhirview/fhirview/fhirclient/internal/inside"
)

var errBadURL = errors.New("the URL cannot be used: it must be absolute")

// run is one call under way.
type run struct {
	core *core
	call *call
	url  *url.URL

	attempts  []Attempt
	few       [3]Attempt // memory for attempts
	tries     int        // attempts that count: all but the replay after 401
	refreshed bool
	retrying  *host.Host // whose budget the current attempt uses
	maybe     bool       // an attempt may have written something
	latest    *answer    // the last one that was sent
}

// do sends the call until an answer stands.
func (r *run) do(ctx context.Context) (*response, error) {
	r.attempts = r.few[:0]
	defer r.giveBack()
	for {
		a := r.attempt(ctx)
		r.giveBack()
		good := a.err == nil && !a.unsent && r.succeeded(a) && r.proven(a)
		r.record(a)
		if good {
			return &response{
				status: a.status, header: a.header, body: a.body, attempts: len(r.attempts), url: a.url, conn: a.conn,
			}, nil
		}
		if again, err := r.replay(ctx, a); err != nil {
			return nil, err
		} else if again {
			continue
		}
		if err := r.waitForNext(ctx, a); err != nil {
			return nil, err
		}
	}
}

func (r *run) record(a *answer) {
	if a.unsent {
		return
	}
	r.latest = a
	at := Attempt{Status: a.status, Took: a.took}
	if a.err != nil {
		at.Err = a.err
	}
	r.attempts = append(r.attempts, at)
	r.tries++
	r.maybe = r.maybe || r.call.write && r.touched(a)
}

func (r *run) succeeded(a *answer) bool {
	if a.status >= 200 && a.status < 300 {
		return true
	}
	return r.call.gone && r.tries > 0 && (a.status == http.StatusNotFound || a.status == http.StatusGone)
}

// proven is true where an answer of success proves what the call asks for.
func (r *run) proven(a *answer) bool {
	switch {
	case r.call.prove == nil || a.status >= 300:
		return true
	case a.moved:
		a.unproven = errMoved
	default:
		a.unproven = r.call.prove(a)
	}
	if a.unproven == nil {
		return true
	}
	a.outcome = parseOutcome(a.body)
	return false
}

// replay is true after a 401 for which there are new credentials: the call is then sent once more, which does not count as
// a retry, since a 401 says that nothing was processed.
func (r *run) replay(ctx context.Context, a *answer) (bool, error) {
	if a.err != nil || a.status != http.StatusUnauthorized || !a.authorized || a.moved || r.refreshed {
		return false, nil //nolint:nilerr // an attempt that failed otherwise is for waitForNext
	}
	r.refreshed = true
	fresh, err := r.core.cfg.Auth.Refresh(ctx, a.request)
	if err != nil {
		return false, r.fail(a, err)
	}
	if fresh {
		r.tries--
	}
	return fresh, nil
}

// waitForNext returns nil when it is time to send the call again, or the error that it ends with.
func (r *run) waitForNext(ctx context.Context, a *answer) error {
	if a.halted != nil {
		halted := a.halted
		if r.latest != nil {
			a = r.latest
		}
		return r.fail(a, halted)
	}
	errand := inside.ErrandOf(ctx)
	soon := errand != nil && throttled(a) && a.host.Budget.Serving()
	if soon && len(r.attempts) < maxAttempts {
		r.tries-- // only the host can tell when it is this request's turn
	}
	if !r.mayRepeat(a) || r.call.probe || r.tries >= r.most(a) {
		return r.fail(a, nil)
	}
	if err := ctx.Err(); err != nil {
		return r.fail(a, err)
	}
	wait := backoff(len(r.attempts), r.core.random)
	if soon {
		wait /= brisk
		errand.Waiting()
	}
	wait = max(wait, a.retryAfter)
	if left, ok := r.core.timeLeft(ctx); ok && wait >= left {
		if a.retryAfter >= left {
			return r.fail(a, ErrRetryTooLate)
		}
		return r.fail(a, nil) // no time for a repeat: waiting would change nothing
	}
	r.waiting(a, wait)
	ctx = inside.WaitsOf(ctx)
	if err := r.core.clock.Sleep(ctx, wait); err != nil {
		return r.fail(a, err)
	}
	return r.takeBudget(ctx, a)
}

// The most attempts where Config.Attempts does not say it.
const (
	usualAttempts = 3
	firstContact  = 2
)

// most is how many attempts there are when the latest is this.
func (r *run) most(a *answer) int {
	switch {
	case r.core.cfg.Attempts > 0:
		return r.core.cfg.Attempts
	case a.err != nil && a.err.refused() && !a.host.Answered.Load():
		return firstContact
	}
	return usualAttempts
}

// brisk says how much sooner a refused request of an upload comes back to a host that answers others meanwhile.
const brisk = 8

// takeBudget waits for the budget after a refusal, since the server said that it will take the request later; after
// anything else a spent budget is the end.
func (r *run) takeBudget(ctx context.Context, a *answer) error {
	budget := a.host.Budget
	if throttled(a) {
		if err := budget.Wait(ctx); err != nil {
			return r.fail(a, err)
		}
	} else if !budget.Take() {
		return r.fail(a, ErrRetryBudget)
	}
	r.retrying = a.host
	r.core.meters.retried(ctx, r.call)
	return nil
}

func (r *run) giveBack() {
	if r.retrying != nil {
		r.retrying.Budget.Done()
		r.retrying = nil
	}
}

// backoff is how long to wait after the nth attempt: 2 to 4 s, 4 to 8 s, and so on, at most 10 s.
func backoff(n int, random func() float64) time.Duration {
	return min(spread(2*time.Second<<min(n-1, 3), random), 10*time.Second)
}

// spread is a time from least to twice that, so that clients that failed together do not come back together.
func spread(least time.Duration, random func() float64) time.Duration {
	return least + time.Duration(random()*float64(least))
}

// timeLeft is the time to the context's deadline, if it has one.
func (c *core) timeLeft(ctx context.Context) (time.Duration, bool) {
	deadline, ok := ctx.Deadline()
	if !ok {
		return 0, false
	}
	return deadline.Sub(c.clock.Now()), true
}
