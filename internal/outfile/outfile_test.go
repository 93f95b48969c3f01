package outfile_test

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

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
			f, err := outfile.Create(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := f.Write([]byte("after")); err != nil {
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
	var files outfile.Files
	f, err := files.Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := files.Create(t.Context(), filepath.Join(filepath.Dir(path), "whole.csv")); err != nil {
		t.Fatal(err)
	}
	f.Break()
	if err := files.Commit(); err == nil {
		t.Error("a file that cannot be completed is an error")
	}
	left, _ := os.ReadDir(filepath.Dir(path))
	if got := read(t, path); got != "before" || len(left) != 1 {
		t.Errorf("the file holds %q, and there are %d in its folder", got, len(left))
	}
}

// TestParts has parts under their names together, and none of those of a larger table before.
func TestParts(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "rows.parquet")
	for n := range 5 {
		write(t, outfile.Part(path, n+1), "before")
	}
	write(t, filepath.Join(dir, "rows.parquet"), "another")
	var files outfile.Files
	parts := files.Parts(path)
	for range 3 {
		f, err := parts.Create(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, "after"); err != nil {
			t.Fatal(err)
		}
	}
	if got := read(t, filepath.Join(dir, "rows-00001.parquet")); got != "before" {
		t.Errorf("the first part holds %q before the others are complete", got)
	}
	if err := files.Commit(); err != nil {
		t.Fatal(err)
	}
	left, _ := filepath.Glob(filepath.Join(dir, "*"))
	for i, want := range []string{"rows-00001.parquet", "rows-00002.parquet", "rows-00003.parquet", "rows.parquet"} {
		if i >= len(left) || filepath.Base(left[i]) != want || i < 3 && read(t, left[i]) != "after" {
			t.Errorf("files %v, want %s next", left, want)
		}
	}
	if err := files.Discard(); err != nil || len(left) != 4 {
		t.Errorf("%v; files %v", err, left)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestCompressed reads back what was written to files whose names say how, in many writes and in none.
func TestCompressed(t *testing.T) {
	lines := strings.Repeat("a,b,c\n", 100_000)
	for name, open := range map[string]func(io.Reader) (io.Reader, error){
		"rows.csv.gz":  func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		"rows.CSV.GZ":  func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		"rows.tsv.zst": func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r) },
		"rows.gz.csv":  func(r io.Reader) (io.Reader, error) { return r, nil },
	} {
		for _, text := range []string{"", lines} {
			path := filepath.Join(t.TempDir(), name)
			f, err := outfile.Create(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			for rest := text; rest != ""; {
				n := min(len(rest), 60_000)
				if _, err := io.WriteString(f, rest[:n]); err != nil {
					t.Fatal(err)
				}
				rest = rest[n:]
			}
			if err := f.Commit(); err != nil {
				t.Fatal(err)
			}
			written := read(t, path)
			r, err := open(strings.NewReader(written))
			if err != nil {
				t.Fatal(err)
			}
			back, err := io.ReadAll(r)
			if err != nil || string(back) != text || name != "rows.gz.csv" && text != "" && len(written) > len(text)/50 {
				t.Errorf("%s: %d bytes come back as %d of %d, %v", name, len(text), len(back), len(written), err)
			}
		}
	}
}

// TestCompressedOnFullDisk fails at the latest when the file is to have its name.
func TestCompressedOnFullDisk(t *testing.T) {
	for _, name := range []string{"a.gz", "a.zst"} {
		path := filepath.Join(t.TempDir(), name)
		f, err := outfile.Create(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(f, "a few bytes, which wait for more")
		f.Break()
		if err := f.Commit(); err == nil {
			t.Errorf("%s is complete on a broken disk", name)
		}
		if _, err := os.Stat(path); !os.IsNotExist(err) {
			t.Errorf("%s is there: %v", name, err)
		}
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
