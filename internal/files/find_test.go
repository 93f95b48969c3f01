package files_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/internal/files"
)

// tree makes a folder of empty files and goes there. A name with an arrow is a link.
func tree(t *testing.T, names ...string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, name := range names {
		name, to, isLink := strings.Cut(name, " -> ")
		err := os.MkdirAll(filepath.Dir(name), 0o755)
		switch {
		case err != nil:
		case isLink:
			err = os.Symlink(to, name)
		case strings.HasSuffix(name, "/"):
			err = os.MkdirAll(name, 0o755)
		default:
			err = os.WriteFile(name, nil, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// found is one text a file: its path, with a star where it is named, and why it is passed over or cannot be read.
func found(path string) []string {
	list, err := files.Find(path, files.HoldsResources)
	return texts(list, err)
}

func texts(list []files.File, err error) []string {
	var out []string
	for _, f := range list {
		text := filepath.ToSlash(f.Path)
		if f.Named {
			text += "*"
		}
		if f.PassedOver != "" {
			text += " (" + f.PassedOver + ")"
		}
		if f.Err != nil {
			text += " failed: " + f.Err.Error()
		}
		out = append(out, text)
	}
	if err != nil {
		out = append(out, "error: "+err.Error())
	}
	return out
}

func TestFind(t *testing.T) {
	tree(t,
		"in/b.ndjson", "in/b/c.json.gz", "in/b/d/e.JSONL", "in/a.json.zst", "in/notes.txt", "in/noending",
		"in/.hidden.json", "in/.git/x.json", "in/b/.tmp/y.json",
		"in/to-file.json -> ../aside.json", "in/to-folder -> b", "in/loop -> ..", "in/self.json -> self.json", "in/gone.json -> nowhere",
		"aside.json", "[1].json", "{a}.json", "bare/", "in2/z.json", "link -> in2", "deep/1/2/3/4/5/6/7/8/x.ndjson", "deep/1/x.txt",
	)
	for _, c := range []struct {
		name, path string
		want       []string
	}{
		{"a file, whatever it is called", "in/notes.txt", []string{"in/notes.txt*"}},
		{"a folder", "in", []string{
			"in/a.json.zst", "in/b.ndjson", "in/b/c.json.gz", "in/b/d/e.JSONL", "in/gone.json", "in/loop (a link to a folder)",
			"in/noending (another ending)", "in/notes.txt (another ending)", "in/self.json", "in/to-file.json", "in/to-folder (a link to a folder)",
		}},
		{"a folder below", "in/b/", []string{"in/b/c.json.gz", "in/b/d/e.JSONL"}},
		{"a folder that is a link", "link", []string{"link/z.json"}},
		{"many folders deep", "deep", []string{"deep/1/2/3/4/5/6/7/8/x.ndjson", "deep/1/x.txt (another ending)"}},
		{"an empty folder", "bare", nil},
		{"a glob with an ending", "in/*.txt", []string{"in/notes.txt"}},
		{"a glob of all", "in/n*", []string{"in/noending (another ending)", "in/notes.txt (another ending)"}},
		{"a glob of a folder", "in/b*", []string{"in/b.ndjson", "in/b/c.json.gz", "in/b/d/e.JSONL"}},
		{"a glob of a link", "lin?", []string{"link/z.json"}},
		{"a glob through a link", "lin*/*.json", []string{"link/z.json"}},
		{"two asterisks", "**/*.json", []string{
			"[1].json", "aside.json", "in/gone.json", "in/self.json", "in/to-file.json", "in2/z.json", "{a}.json"}},
		{"two asterisks at the end", "in/b/**", []string{"in/b/c.json.gz", "in/b/d/e.JSONL"}},
		{"two asterisks do not follow", "**/z.json", []string{"in2/z.json"}},
		{"two asterisks between", "deep/**/8/*.ndjson", []string{"deep/1/2/3/4/5/6/7/8/x.ndjson"}},
		{"braces", "in/{a,b}*", []string{"in/a.json.zst", "in/b.ndjson", "in/b/c.json.gz", "in/b/d/e.JSONL"}},
		{"hidden, with its dot", "in/.hid*.json", []string{"in/.hidden.json"}},
		{"a file before a glob", "[1].json", []string{"[1].json*"}},
		{"a file before braces", "{a}.json", []string{"{a}.json*"}},
		{"escaped", `\[1\].json`, []string{"[1].json"}},
		{"nothing there", "none", []string{"error: stat none: no such file or directory"}},
		{"nothing matches", "none/**/*.json", []string{"error: none/**/*.json: no file or folder matches"}},
		{"not a glob", "in/[a", []string{`error: in/[a: syntax error in pattern (in a glob, write \[ for a bracket of the name)`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, found(c.path)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestFindWhatCannotBeRead has a folder without permission: alone it is an error, among others it is told at its place.
func TestFindWhatCannotBeRead(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may read everything")
	}
	tree(t, "in/a.json", "in/b/x.json", "in/c.json")
	if err := os.Chmod("in/b", 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod("in/b", 0o755) })
	want := []string{"in/a.json", "in/b failed: open in/b: permission denied", "in/c.json"}
	if diff := cmp.Diff(want, found("in")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"error: open in/b/: permission denied"}, found("in/b")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestFindThousands(t *testing.T) {
	t.Chdir(t.TempDir())
	for i := range 5000 {
		name := fmt.Sprintf("in/%d/%d.json", i%7, i)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	folder, glob := found("in"), found("**/*.json")
	if diff := cmp.Diff(folder, glob); diff != "" || len(folder) != 5000 {
		t.Errorf("%d files; -folder +glob:\n%s", len(folder), diff)
	}
}

func TestWalk(t *testing.T) {
	fsys := fstest.MapFS{"b/c.json": {}, "a.json": {}, ".h.json": {}, "b/.h/x.json": {}, "b.txt": {}, "pipe.json": {Mode: os.ModeNamedPipe}}
	list, err := files.Walk(t.Context(), fsys, files.HoldsResources)
	want := []string{"a.json", "b.txt (another ending)", "b/c.json", "pipe.json (a named pipe)"}
	if diff := cmp.Diff(want, texts(list, err)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := files.Walk(ctx, fsys, files.HoldsResources); err != context.Canceled {
		t.Errorf("error %v", err)
	}
}
