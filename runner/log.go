package runner

import (
	"context"
	"errors"
	"log/slog"

	"github.com/fhirview/fhirview/runner/internal/answers"
)

// mostLogged is how many failures of a run are logged each by itself. All are counted at its end.
const mostLogged = 20

// logFailure tells of the first few resources that failed in a run.
func (r *Runner) logFailure(ctx context.Context, v *view, f *ResourceError, number int64) {
	if number > mostLogged {
		return
	}
	r.cfg.Logger.LogAttrs(ctx, slog.LevelWarn, "resource failed",
		slog.String("view", v.name()), slog.String("type", f.Type), slog.Int64("page", f.Page), slog.Int64("entry", f.Index),
		slog.String("reason", f.Err.Error()))
}

// logRun tells of a run that lost resources or was slow. The text of an error may hold what a server said, so only its
// kind is told.
func (r *Runner) logRun(ctx context.Context, v *view, s *RunInfo, err error) {
	attrs := []slog.Attr{
		slog.String("view", v.name()), slog.Int64("rows", s.Rows), slog.Int64("read", s.Read), slog.Int64("failed", s.Failed),
		slog.Duration("duration", s.Duration), slog.Duration("fetch", s.Fetch), slog.Duration("evaluate", s.Evaluate),
	}
	warn := func(msg string, more ...slog.Attr) {
		r.cfg.Logger.LogAttrs(ctx, slog.LevelWarn, msg, append(attrs, more...)...)
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, ErrClosed) {
		return // nobody waits for it any more
	}
	if err != nil {
		kind, status := answers.FaultOf(err)
		warn("run failed", slog.String("kind", kind), slog.Int("status", status))
		return
	}
	if s.Failed > mostLogged {
		warn("resources failed")
	}
	if r.cfg.SlowRun > 0 && s.Duration >= r.cfg.SlowRun {
		warn("slow run")
	}
}
