package registry_test

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/fhirview/fhirview/viewdef/registry"
)

// TestAnyReloads does anything to the files of two folders and compares with what has to come of it: for each file the
// last text that was good when the registry looked, for each name the last of those.
func TestAnyReloads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		folders := []fstest.MapFS{{}, {}}
		good := []map[string]string{{}, {}} // by folder and file: name|column
		r, err := registry.New(context.Background(), []registry.Source{registry.FS("0", folders[0]), registry.FS("1", folders[1])}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for step := range rapid.IntRange(1, 15).Draw(t, "steps") {
			for range rapid.IntRange(0, 4).Draw(t, "changes") {
				change(t, folders[rapid.IntRange(0, 1).Draw(t, "folder")], step)
			}
			if err := r.Reload(context.Background()); err != nil {
				t.Fatal(err)
			}
			want := map[string]string{}
			for i, files := range folders {
				good[i] = remember(files, good[i])
				merge(want, files, good[i])
			}
			got := map[string]string{}
			for _, v := range r.Views() {
				got[v.Name] = column(r, v.Name)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("step %d (-want +got):\n%s\n%v", step, diff, r.Problems())
			}
		}
	})
}

func change(t *rapid.T, files fstest.MapFS, step int) {
	name := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "name")
	file := rapid.SampledFrom([]string{"1.json", "2.json", "3/3.json"}).Draw(t, "file")
	var text string
	switch rapid.IntRange(0, 3).Draw(t, "kind") {
	case 0:
		delete(files, file)
		return
	case 1:
		text = broken(name, "")
	case 2:
		text = "{"
	default:
		text = view(name, "", fmt.Sprintf("step%d", step))
	}
	files[file] = &fstest.MapFile{Data: []byte(text)}
}

// remember returns what every file is good for: its text now, or before.
func remember(files fstest.MapFS, before map[string]string) map[string]string {
	after := map[string]string{}
	for path, file := range files {
		text := string(file.Data)
		_, column, isGood := strings.Cut(text, `"column":[{"name":"step`)
		switch old, had := before[path]; {
		case isGood:
			number, _, _ := strings.Cut(column, `"`)
			after[path] = text[len(`{"resourceType":"ViewDefinition","name":"`):][:1] + "|step" + number
		case had:
			after[path] = old
		}
	}
	return after
}

// merge adds the views of a folder, those of broken files first.
func merge(into map[string]string, files fstest.MapFS, good map[string]string) {
	for _, fresh := range []bool{false, true} {
		for _, path := range slices.Sorted(maps.Keys(good)) {
			if strings.Contains(string(files[path].Data), "ViewDefinition") == fresh {
				name, column, _ := strings.Cut(good[path], "|")
				into[name] = column
			}
		}
	}
}

// TestRequestsDuringReloads has many goroutines ask while others reload. All views always change together, some break
// now and then, and nobody may see one without the other, none at all, or go back in time.
func TestRequestsDuringReloads(t *testing.T) {
	const views, rounds, askers = 5, 60, 8
	var version atomic.Int64
	source := registry.Fetch("server", func(context.Context) iter.Seq2[[]byte, error] {
		return func(yield func([]byte, error) bool) {
			v := version.Add(1) // reloads wait for each other, so versions come in order
			for i := range views {
				name := fmt.Sprintf("view%d", i)
				text := view(name, "", fmt.Sprintf("c%06d", v))
				if i == 0 && v%3 == 0 {
					text = broken(name, "")
				}
				if !yield([]byte(text), nil) {
					return
				}
			}
		}
	})
	r := load(t, nil, source, registry.Starter())
	var asking, reloading sync.WaitGroup
	stop := make(chan struct{})
	for range askers {
		asking.Go(func() {
			for last := ""; ; {
				select {
				case <-stop:
					return
				default:
				}
				last = lookAround(t, r, views, last)
				time.Sleep(50 * time.Microsecond) // the reloads are to get on
			}
		})
	}
	for range 2 {
		reloading.Go(func() {
			for range rounds {
				if err := r.Reload(t.Context()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	reloading.Wait()
	close(stop)
	asking.Wait()
	if got := column(r, "view1"); got != fmt.Sprintf("c%06d", version.Load()) {
		t.Errorf("in the end %s, of %d", got, version.Load())
	}
}

// lookAround asks for everything once and returns the text that was seen last.
func lookAround(t *testing.T, r *registry.Registry, views int, last string) string {
	if n := len(r.Views()); n != views+15 {
		t.Errorf("%d views", n)
	}
	for i := 1; i < views; i++ {
		got := column(r, fmt.Sprintf("view%d", i))
		if got < last || !strings.HasPrefix(got, "c") {
			t.Errorf("got %s after %s", got, last)
		}
		last = got
	}
	if got := column(r, "view0"); !strings.HasPrefix(got, "c") {
		t.Error(got)
	}
	r.Problems()
	return last
}

// TestOneReload is the other half: the views of one list are of one reload.
func TestOneReload(t *testing.T) {
	var version atomic.Int64
	source := registry.Fetch("server", func(context.Context) iter.Seq2[[]byte, error] {
		return func(yield func([]byte, error) bool) {
			v := version.Add(1)
			_ = yield([]byte(view("a", fmt.Sprint(v), "c")), nil) && yield([]byte(view("b", fmt.Sprint(v), "c")), nil)
		}
	})
	r := load(t, nil, source)
	var reloading sync.WaitGroup
	reloading.Go(func() {
		for range 300 {
			if err := r.Reload(t.Context()); err != nil {
				t.Error(err)
			}
		}
	})
	for range 1000 {
		if v := r.Views(); len(v) != 2 || v[0].Version != v[1].Version {
			t.Errorf("half of a reload: %+v", v)
		}
	}
	reloading.Wait()
}
