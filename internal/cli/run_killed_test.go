//go:build unix

package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// patientLines are resources for a run that takes a while.
func patientLines(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"resourceType":"Patient","id":"p%d","name":[{"family":"Family %x"}]}`+"\n", i, i*7919)
	}
	return b.String()
}

// outputs are the ways to write files that have to be whole. A file of one part of the second is no table, but it is a whole file.
var outputs = map[string][]string{
	"rows.parquet": nil, "parts.parquet": {"--max-file-size", "40K"}, "rows.arrow": nil, "rows.csv": nil,
}

// named returns the files of a folder that have names, with what they hold.
func named(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			found[e.Name()] = readFile(t, filepath.Join(dir, e.Name()))
		}
	}
	return found
}

// TestRunKilled kills runs at random. Every file that has its name is whole, then and before.
func TestRunKilled(t *testing.T) { //nolint:tparallel // its parts wait for processes, together
	const kills = 20
	input := writeFile(t, t.TempDir(), "in.ndjson", patientLines(40_000))
	for name, flags := range outputs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			args := append([]string{"run", "testdata/patients.view.json", "--in", input, "--quiet", "--out", filepath.Join(dir, name)}, flags...)
			began := time.Now()
			if status := Main(t.Context(), args, nil, io.Discard, io.Discard); status != exitOK {
				t.Fatalf("status %d", status)
			}
			took, whole := time.Since(began), named(t, dir)
			if len(whole) == 0 || flags != nil && len(whole) < 3 {
				t.Fatalf("%d files", len(whole))
			}
			for file := range whole {
				if err := os.Remove(filepath.Join(dir, file)); err != nil {
					t.Fatal(err)
				}
			}
			for range kills {
				child, ended, _ := start(t, args...)
				select {
				case <-ended:
				case <-time.After(rand.N(2 * took)):
				}
				_ = child.Process.Kill() // it may have ended
				<-ended
				for file, text := range named(t, dir) {
					if text != whole[file] {
						t.Fatalf("%s has %d bytes, and is not what a run to the end writes, which has %d", file, len(text), len(whole[file]))
					}
				}
			}
		})
	}
}

// TestRunOnFullDisk has no file under its name, nor anything else, where files cannot become as large as they have to.
func TestRunOnFullDisk(t *testing.T) { //nolint:tparallel // its parts wait for processes, together
	input := writeFile(t, t.TempDir(), "in.ndjson", patientLines(40_000))
	for name, flags := range outputs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			args, err := json.Marshal(append([]string{"run", "testdata/patients.view.json", "--in", input, "--out", filepath.Join(dir, name)}, flags...))
			if err != nil {
				t.Fatal(err)
			}
			child := exec.CommandContext(t.Context(), "sh", "-c", `ulimit -f 20 && exec "$0" -test.run='^TestUploadChild$'`, os.Args[0])
			child.Env = append(os.Environ(), childArguments+"="+string(args))
			output, err := child.CombinedOutput()
			var status *exec.ExitError
			if !errors.As(err, &status) || !strings.Contains(string(output), "file too large") {
				t.Errorf("%v: %s", err, output)
			}
			if left, _ := os.ReadDir(dir); len(left) > 0 {
				t.Errorf("%d files are left, %s among them", len(left), left[0].Name())
			}
		})
	}
}
