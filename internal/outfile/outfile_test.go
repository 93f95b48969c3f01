package outfile_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/fhirview/fhirview/internal/outfile"
)

// TestFile has a file under its name only after Commit, and what was there before until then.
func TestFile(t *testing.T) {
	for name, before := range map[string]string{"new.csv": "", "old.csv": "before"} {
		for _, commit := range []bool{true, false} {
			path := filepath.Join(t.TempDir(), name)
			if before != "" {
				write(t, path, before)
			}
			f, err := outfile.Create(path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := f.WriteString("after"); err != nil {
				t.Fatal(err)
			}
			if got := read(t, path); got != before {
				t.Errorf("%s holds %q before it is complete, want %q", name, got, before)
			}
			want := before
			if commit {
				want, err = "after", f.Commit()
			}
			if err != nil || f.Discard() != nil {
				t.Errorf("%s cannot be ended: %v", name, err)
			}
			left, _ := os.ReadDir(filepath.Dir(path))
			if got := read(t, path); got != want || len(left) > 1 {
				t.Errorf("%s holds %q, want %q, and there are %d files in its folder", name, got, want, len(left))
			}
		}
	}
}

// TestCommitFails leaves what was there, and nothing else.
func TestCommitFails(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rows.csv")
	write(t, path, "before")
	f, err := outfile.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil { // as a disk that fails
		t.Fatal(err)
	}
	if err := (outfile.Files{f}).Commit(); err == nil {
		t.Error("a file that cannot be completed is an error")
	}
	left, _ := os.ReadDir(filepath.Dir(path))
	if got := read(t, path); got != "before" || len(left) != 1 {
		t.Errorf("the file holds %q, and there are %d in its folder", got, len(left))
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// read returns "" where there is no file.
func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(text)
}
