package registry_test

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fhirview/fhirview/viewdef/registry"
)

// watched is a folder on disk with a registry that watches it, on a clock that the test moves.
type watched struct {
	*testing.T

	folder   string
	registry *registry.Registry
	server   *server
	log      bytes.Buffer
}

const poll = time.Minute

// watch runs a test beside a registry that watches a folder. What it does to files is seen after a tick.
func watch(t *testing.T, test func(w *watched)) {
	t.Helper()
	w := &watched{T: t, folder: t.TempDir(), server: &server{texts: []string{view("served", "", "c")}}}
	w.write("a.json", view("a", "", "one"))
	w.age("a.json", time.Hour)
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var err error
		cfg := &registry.Config{Log: slog.New(slog.NewTextHandler(&w.log, nil))}
		w.registry, err = registry.New(ctx, []registry.Source{w.server.source(), registry.Folder(w.folder), registry.Starter()}, cfg)
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			w.registry.Watch(ctx, poll)
		}()
		test(w)
		cancel()
		<-done
	})
}

func (w *watched) write(file, text string) {
	w.Helper()
	path := filepath.Join(w.folder, file)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		w.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		w.Fatal(err)
	}
}

// age sets the time of a file to one before the test's clock, and so long ago that it is trusted.
func (w *watched) age(file string, age time.Duration) {
	w.Helper()
	at := time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC).Add(-age)
	if err := os.Chtimes(filepath.Join(w.folder, file), at, at); err != nil {
		w.Fatal(err)
	}
}

// tick waits until the registry has looked once more.
func (w *watched) tick() {
	time.Sleep(poll)
	synctest.Wait()
}

func (w *watched) is(name, want string) {
	w.Helper()
	if got := column(w.registry, name); got != want && (want != "none" || !strings.Contains(got, "no view")) {
		w.Errorf("%s: got %s, want %s", name, got, want)
	}
}

func TestWatch(t *testing.T) {
	watch(t, func(w *watched) {
		w.tick()
		w.write("a.json", view("a", "", "other"))
		w.write("deep/b.json", view("b", "", "one"))
		w.is("a", "one")
		w.tick()
		w.is("a", "other")
		w.is("b", "one")

		w.write("a.json", "{")
		w.tick()
		w.is("a", "other")
		if p := w.registry.Problems(); len(p) != 1 || !p[0].Kept {
			w.Errorf("problems: %v", p)
		}
		if err := os.Remove(filepath.Join(w.folder, "a.json")); err != nil {
			w.Fatal(err)
		}
		w.tick()
		w.is("a", "none")

		if w.server.calls != 1 {
			w.Errorf("the server was asked %d times", w.server.calls)
		}
	})
}

func TestWatchReloadsChangesOnly(t *testing.T) {
	watch(t, func(w *watched) {
		w.tick()
		w.write("a.json", view("a", "", "one")) // a new time, the same text
		w.write("notes.txt", "no view")
		w.tick()
		if n := strings.Count(w.log.String(), "views loaded"); n != 1 {
			w.Errorf("loaded %d times:\n%s", n, w.log.String())
		}
		w.write("a.json", view("a", "", "two"))
		w.tick()
		w.tick()
		if n := strings.Count(w.log.String(), "views loaded"); n != 2 {
			w.Errorf("after a change, loaded %d times:\n%s", n, w.log.String())
		}
	})
}

// TestWatchTrustsOldTimes changes a file without a trace in its size or time: that is seen where the time is that of the
// last look, for a file system may not tell the two apart, and only there is the file read.
func TestWatchTrustsOldTimes(t *testing.T) {
	watch(t, func(w *watched) {
		rewrite := func(column string, modified time.Time) {
			w.Helper()
			w.write("a.json", view("a", "", column))
			if err := os.Chtimes(filepath.Join(w.folder, "a.json"), modified, modified); err != nil {
				w.Fatal(err)
			}
		}
		look := time.Now().Add(poll)
		rewrite("one", look) // what it was, so that nothing is loaded
		w.tick()
		w.is("a", "one")
		rewrite("six", look)
		w.tick()
		w.is("a", "six")
		w.tick()
		rewrite("ten", look)
		w.tick()
		w.is("a", "six")
	})
}

// TestWatchedFolderComesAndGoes takes the folder away and puts it back.
func TestWatchedFolderComesAndGoes(t *testing.T) {
	watch(t, func(w *watched) {
		away := w.folder + "-away"
		if err := os.Rename(w.folder, away); err != nil {
			w.Fatal(err)
		}
		for range 2 {
			w.tick()
			w.is("a", "one")
			if p := w.registry.Problems(); len(p) != 1 || !p[0].Kept || p[0].File != "" {
				w.Errorf("problems: %v", p)
			}
		}
		if err := os.Rename(away, w.folder); err != nil {
			w.Fatal(err)
		}
		w.tick()
		w.is("a", "one")
		if p := w.registry.Problems(); len(p) != 0 || w.registry.Views()[0].Outdated {
			w.Errorf("problems: %v", p)
		}
	})
}

// TestMountedConfigMap has the links that Kubernetes makes: the files once, and a change by one rename.
func TestMountedConfigMap(t *testing.T) {
	watch(t, func(w *watched) {
		link := func(to, from string) {
			w.Helper()
			if err := os.Symlink(to, filepath.Join(w.folder, from)); err != nil {
				w.Skip("there are no links here")
			}
		}
		w.write("..2026_01/b.json", view("b", "", "one"))
		w.write("..2026_02/b.json", view("b", "", "two"))
		link("..2026_01", "..data")
		link("..data/b.json", "b.json")
		link("nowhere.json", "dangling.json")
		w.tick()
		w.is("b", "one")
		link("..2026_02", "..data_tmp")
		if err := os.Rename(filepath.Join(w.folder, "..data_tmp"), filepath.Join(w.folder, "..data")); err != nil {
			w.Fatal(err)
		}
		w.tick()
		w.is("b", "two")
		if p := w.registry.Problems(); len(p) != 0 {
			w.Errorf("problems: %v", p)
		}
	})
}
