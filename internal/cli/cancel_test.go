//go:build unix

package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// TestCancel ends a run whose input waits for more, and finds nothing left of it.
func TestCancel(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe.ndjson")
	if err := syscall.Mkfifo(pipe, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"run", "testdata/patients.view.json", "--in", pipe, "--out", filepath.Join(dir, "out.csv")},
		{"run", "testdata/patients.view.json", "--in", pipe, "--parallel", "1"},
		{"fhirpath", "id", "--in", pipe},
	} {
		w, err := os.OpenFile(pipe, os.O_RDWR, 0) // both ends, so that neither opening waits
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.WriteString(`{"resourceType":"Patient","id":"p1"}` + "\n"); err != nil {
			t.Fatal(err)
		}
		checkCancel(t, args)
		if err := w.Close(); err != nil { // ends the read
			t.Fatal(err)
		}
	}
	checkOnly(t, dir, "pipe.ndjson")
}

// TestCancelWhoWritesNothing ends commands that wait for somebody to write into a pipe, whatever they wanted from it.
func TestCancelWhoWritesNothing(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe.json")
	if err := syscall.Mkfifo(pipe, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"run", "testdata/patients.view.json", "--in", pipe},
		{"run", pipe, "--in", "testdata/Patient.ndjson"},
		{"validate", pipe},
		{"test", pipe},
		{"fhirpath", "id", "--in", pipe},
	} {
		checkCancel(t, args)
		w, err := os.OpenFile(pipe, os.O_RDWR, 0) // whoever waits to open it, goes on
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Millisecond)
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	// In a folder, it is passed over.
	if err := os.WriteFile(filepath.Join(dir, "a.ndjson"), []byte(`{"resourceType":"Patient","id":"a"}`), 0o666); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	var stdout, stderr bytes.Buffer
	status := Main(ctx, []string{"fhirpath", "id", "--in", dir}, nil, &stdout, &stderr)
	if status != exitOK || stdout.String() != "a\t(id)\n" {
		t.Errorf("status %d, %q and %q", status, &stdout, &stderr)
	}
}

// TestCancelWhoIsNotRead ends commands that wait for somebody to read from a pipe: to open it, and when it is full.
func TestCancelWhoIsNotRead(t *testing.T) {
	dir := t.TempDir()
	pipe, input := filepath.Join(dir, "pipe.csv"), filepath.Join(dir, "in.ndjson")
	if err := syscall.Mkfifo(pipe, 0o666); err != nil {
		t.Fatal(err)
	}
	line := []byte(`{"resourceType":"Patient","id":"p1"}` + "\n")
	if err := os.WriteFile(input, bytes.Repeat(line, 50_000), 0o666); err != nil {
		t.Fatal(err)
	}
	cases := writeFile(t, dir, "cases.json", `{"title":"t","resources":[],"tests":[{"title":"none","expect":[],
		"view":{"resource":"Patient","status":"active","select":[{"column":[{"name":"id","path":"id"}]}]}}]}`)
	unread := []string{"run", "testdata/patients.view.json", "--in", input, "--out", pipe}
	for _, args := range [][]string{
		unread,
		{"test", cases, "--report", pipe},
		{"upload", "testdata/Patient.ndjson", "--to", "http://127.0.0.1:1/fhir", "--no-check", "--failed", pipe},
	} {
		checkCancel(t, args)
		r, err := os.OpenFile(pipe, os.O_RDWR, 0) // whoever waits to open it, goes on
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Millisecond)
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	r, err := os.OpenFile(pipe, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	checkCancel(t, unread)
	checkCancel(t, append(unread, "--parallel", "1"))
}

// TestCancelFile ends a run over a file, which waits for nothing.
func TestCancelFile(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	dir := t.TempDir()
	big := filepath.Join(dir, "big.ndjson")
	line := []byte(`{"resourceType":"Patient","id":"p1"}` + "\n")
	if err := os.WriteFile(big, bytes.Repeat(line, 2_000_000), 0o666); err != nil {
		t.Fatal(err)
	}
	checkCancel(t, []string{"run", "testdata/patients.view.json", "--in", big, "--out", filepath.Join(dir, "out.csv")})
	checkOnly(t, dir, "big.ndjson")
}

// checkCancel cancels a command that cannot end by itself in so short a time.
func checkCancel(t *testing.T, args []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	var stderr bytes.Buffer
	begun := time.Now()
	status := Main(ctx, args, nil, &bytes.Buffer{}, &stderr)
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("%q: took %v to end", args, took)
	}
	if have, want := stderr.String(), "fhirview: interrupted\n"; status != exitFailed || have != want {
		t.Errorf("%q: status %d and %q, want %d and %q", args, status, have, exitFailed, want)
	}
}

func checkOnly(t *testing.T, dir, name string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 1 || files[0].Name() != name {
		t.Errorf("the folder holds %v, want only %s", files, name)
	}
}
