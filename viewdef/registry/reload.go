package registry

import (
	"context"
	"errors"
	"log/slog"
	"slices"
)

// Reload reads all sources again and puts what they have now in place, all at once: whoever asks for a plan meanwhile
// gets what was there before. A plan that was handed out stays good for as long as it is used.
//
// The error says which sources could not be read; of those, what was loaded before stays. When the context ends, which is
// an error too, nothing changes. Reloads wait for each other.
func (r *Registry) Reload(ctx context.Context) error {
	all := make([]int, len(r.sources))
	for i := range all {
		all[i] = i
	}
	return r.reload(ctx, all)
}

// reload reads the sources with these positions again.
func (r *Registry) reload(ctx context.Context, which []int) error {
	select {
	case r.loading <- struct{}{}:
		defer func() { <-r.loading }()
	case <-ctx.Done():
		return ctx.Err()
	}
	before := r.current.Load()
	shelves := slices.Clone(before.shelves)
	var failures []error
	for _, i := range which {
		filled, err := r.fill(ctx, r.sources[i], shelves[i])
		if err != nil {
			return err
		}
		shelves[i] = filled
		failures = append(failures, filled.failed)
	}
	after := newSnapshot(shelves)
	r.current.Store(after)
	r.report(ctx, before, after)
	return errors.Join(failures...)
}

// report logs what has become of the views, and the problems that were not there before.
func (r *Registry) report(ctx context.Context, before, after *snapshot) {
	changed := 0
	for name, e := range after.byName {
		if old := before.byName[name]; name == e.view.label() && (old == nil || old.plan != e.plan) {
			changed++
		}
	}
	r.log.LogAttrs(ctx, slog.LevelInfo, "views loaded",
		slog.Int("views", len(after.views)), slog.Int("new", changed), slog.Int("problems", len(after.problems)))
	known := map[string]bool{}
	for _, p := range before.problems {
		known[p.place()+p.Err.Error()] = true
	}
	for _, p := range after.problems {
		if known[p.place()+p.Err.Error()] {
			continue
		}
		r.log.LogAttrs(ctx, slog.LevelWarn, "view has a problem",
			slog.String("file", p.place()), slog.String("view", p.View), slog.String("severity", string(p.Severity)),
			slog.Bool("kept", p.Kept), slog.String("reason", p.reason()))
	}
}
