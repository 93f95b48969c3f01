package fhirclient

import (
	"context"
	"log/slog"
	"time"
)

// finished logs a call: what kind it was and how it went, never whom it was about.
func (c *core) finished(ctx context.Context, r *run, started time.Time, err error) {
	log := c.cfg.Logger
	if log == nil || !log.Enabled(ctx, slog.LevelDebug) {
		return
	}
	status := 0
	if r.latest != nil {
		status = r.latest.status
	}
	log.LogAttrs(ctx, slog.LevelDebug, "fhir request",
		slog.String("op", r.call.op), slog.String("type", r.call.typ), slog.String("method", r.call.method),
		slog.Int("status", status), slog.Int("attempts", len(r.attempts)),
		slog.Duration("took", c.clock.Now().Sub(started)), slog.Bool("ok", err == nil))
}

func (c *core) warn(text string, call *call) {
	if c.cfg.Logger != nil {
		c.cfg.Logger.Warn(text, "op", call.op, "type", call.typ)
	}
}
