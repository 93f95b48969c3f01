package fhirclient

import (
	"bytes"
	"context"
	"sync"
	"time"
)

// watchdog ends an attempt in which nothing moves: no head of an answer in Config.Timeout, no byte of its body in
// Config.IdleTimeout. A slow transfer that does move takes as long as it takes.
type watchdog struct {
	head, idle time.Duration
	ctx        context.Context //nolint:containedctx // it is the attempt's, and lives as long
	cancel     context.CancelCauseFunc

	mu    sync.Mutex
	timer *time.Timer // nil before start
	why   error
}

func newWatchdog(ctx context.Context, cfg *Config) (context.Context, *watchdog) {
	w := &watchdog{head: cfg.Timeout, idle: cfg.IdleTimeout}
	w.ctx, w.cancel = context.WithCancelCause(ctx)
	return w.ctx, w
}

// start begins to wait for the head of the answer.
func (w *watchdog) start() { w.expect(w.head, errHeadTimeout) }

// reading begins to wait for bytes of the body.
func (w *watchdog) reading() { w.expect(w.idle, errIdleTimeout) }

func (w *watchdog) expect(within time.Duration, why error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.why = why
	if w.timer == nil {
		w.timer = time.AfterFunc(within, w.bark)
		return
	}
	w.timer.Reset(within)
}

// sent is called for each piece of the request's body: a long upload is no silence.
func (w *watchdog) sent() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.timer != nil && w.why == errHeadTimeout {
		w.timer.Reset(w.head)
	}
}

func (w *watchdog) bark() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cancel(w.why)
}

func (w *watchdog) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.timer != nil {
		w.timer.Stop()
	}
	w.cancel(nil)
}

// cause is why an attempt failed: the watchdog, the caller's context, or the error itself.
func (w *watchdog) cause(err error) error {
	if w.ctx.Err() != nil {
		return context.Cause(w.ctx)
	}
	return err
}

// watchedBody is the body of a request. It has no WriteTo, which would hand over the whole body at once.
type watchedBody struct {
	from  bytes.Reader
	watch *watchdog
}

func (b *watchedBody) Read(p []byte) (int, error) {
	b.watch.sent()
	return b.from.Read(p)
}

func (*watchedBody) Close() error { return nil }
