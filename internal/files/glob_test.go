package files

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// locked is a file system in which nobody may look into the folder called secret.
type locked struct{ fstest.MapFS }

func (l locked) ReadDir(name string) ([]fs.DirEntry, error) {
	if filepath.Base(name) == "secret" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: syscall.EACCES}
	}
	return l.MapFS.ReadDir(name)
}

func (l locked) Stat(name string) (fs.FileInfo, error) {
	if filepath.Base(filepath.Dir(name)) == "secret" {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: syscall.EACCES}
	}
	return l.MapFS.Stat(name)
}

// TestGlobOverLockedFolders finds the rest, and says what could not be looked at, whatever the form of the glob.
func TestGlobOverLockedFolders(t *testing.T) {
	fsys := locked{fstest.MapFS{"a/x.json": {}, "b/secret/x.json": {}, "c/x.json": {}, "c/d/x.json": {}, "x.json": {}, "secret/x.json": {}}}
	for _, c := range []struct {
		pattern         string
		matches, unread []string
	}{
		{"**/*.json", []string{"a/x.json", "c/d/x.json", "c/x.json", "x.json"}, []string{"b/secret", "secret"}},
		{"**", []string{".", "a", "a/x.json", "b", "c", "c/d", "c/d/x.json", "c/x.json", "x.json"}, []string{"b/secret", "secret"}},
		{"*/*.json", []string{"a/x.json", "c/x.json"}, []string{"secret"}},
		{"*/x.json", []string{"a/x.json", "c/x.json"}, []string{"secret"}},
		{"{a,secret}/*", []string{"a/x.json"}, []string{"secret"}},
		{"secret/*.json", nil, []string{"secret"}},
		{"*.json", []string{"x.json"}, nil},
		{"*/none.json", nil, []string{"secret"}},
		{"secret/{x,y}.json", nil, []string{"secret/x.json", "secret/y.json"}},
	} {
		matches, unread, err := glob(fsys, c.pattern)
		if err != nil {
			t.Errorf("%s: %v", c.pattern, err)
		}
		var paths []string
		for _, at := range unread {
			paths = append(paths, at.Path)
		}
		sorted := cmp.Transformer("sorted", func(in []string) map[string]bool {
			out := map[string]bool{}
			for _, s := range in {
				out[s] = true
			}
			return out
		})
		if diff := cmp.Diff(c.matches, matches, sorted); diff != "" {
			t.Errorf("%s: matches, -want +got:\n%s", c.pattern, diff)
		}
		if diff := cmp.Diff(c.unread, paths, sorted); diff != "" {
			t.Errorf("%s: unread, -want +got:\n%s", c.pattern, diff)
		}
	}
}

// TestFindTellsOfLockedFolders has the folder at its place among the files, and as an error where there is nothing else.
func TestFindTellsOfLockedFolders(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may read everything")
	}
	t.Chdir(t.TempDir())
	for _, dir := range []string{"in/a", "in/b", "in/c"} {
		if err := errors.Join(os.MkdirAll(dir, 0o755), os.WriteFile(dir+"/x.json", nil, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod("in/b", 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod("in/b", 0o755) })
	found, err := Find("in/*/*.json", HoldsResources)
	if err != nil || len(found) != 3 || found[1].Path != "in/b" || !errors.Is(found[1].Err, fs.ErrPermission) {
		t.Errorf("found %v, %v", found, err)
	}
	if _, err := Find("in/b/*.json", HoldsResources); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("nothing but a folder that cannot be read: %v", err)
	}
}
