package registry

import (
	"context"
	"crypto/sha256"
	"maps"
	"slices"
	"time"
)

const (
	watchEvery = 10 * time.Second
	// recent is how young a change may be for the next one to bear the same time: file systems keep times no finer than
	// two seconds.
	recent = 2 * time.Second
)

// Watch looks at the folders and file systems every so often, 0 being 10 s, and reloads those in which the text of a view
// has changed, come or gone. It looks at names, sizes and times, and reads only where those differ or are too young to
// be trusted. What is fetched, and what is embedded, is not watched; [Registry.Reload] fetches.
//
// It returns when the context ends. What it comes across is in [Registry.Problems] and in the log.
func (r *Registry) Watch(ctx context.Context, every time.Duration) {
	if every <= 0 {
		every = watchEvery
	}
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	w := watcher{registry: r, seen: make([]listing, len(r.sources))}
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if changed := w.changed(ctx); len(changed) > 0 {
				_ = r.reload(ctx, changed) // its errors are among the problems
			}
		}
	}
}

// listing is what a source's folder looked like at a time, and of which shelf that is.
type listing struct {
	shelf *shelf
	files []file
	at    time.Time
}

// watcher belongs to one call of Watch.
type watcher struct {
	registry *Registry
	seen     []listing
}

// changed returns the positions of the sources whose files are not those on the shelf.
func (w *watcher) changed(ctx context.Context) []int {
	var changed []int
	shelves := w.registry.current.Load().shelves
	for i, source := range w.registry.sources {
		if source.files == nil || source.fixed {
			continue
		}
		now := listing{shelf: shelves[i], at: time.Now()}
		var err error
		now.files, err = list(ctx, source.files)
		if ctx.Err() != nil {
			return nil
		}
		if now.shelf == nil || (err != nil) != (now.shelf.failed != nil) ||
			!now.sameAs(w.seen[i]) && !maps.Equal(source.sums(now.files), now.shelf.sums) {
			changed = append(changed, i)
		}
		w.seen[i] = now
	}
	return changed
}

// sameAs is true where the names, sizes and times say for certain that no file has changed.
func (l listing) sameAs(before listing) bool {
	trusted := func(f file) bool { return !f.modified.IsZero() && f.modified.Before(before.at.Add(-recent)) }
	return l.shelf == before.shelf && slices.EqualFunc(l.files, before.files, file.same) &&
		!slices.ContainsFunc(l.files, func(f file) bool { return !trusted(f) })
}

// sums reads the files as fill does.
func (s Source) sums(files []file) map[string][sha256.Size]byte {
	sums := make(map[string][sha256.Size]byte, len(files))
	for _, f := range files {
		sums[f.path] = s.readFile(f).sum
	}
	return sums
}
