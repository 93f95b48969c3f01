//go:build unix

package files_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/internal/files"
)

// TestFindPipe passes over a pipe, and a link to one, unless it is named.
func TestFindPipe(t *testing.T) {
	tree(t, "in/a.json", "in/link.json -> pipe.json")
	if err := syscall.Mkfifo("in/pipe.json", 0o600); err != nil {
		t.Fatal(err)
	}
	want := []string{"in/a.json", "in/link.json (a named pipe)", "in/pipe.json (a named pipe)"}
	for _, path := range []string{"in", "in/*.json", "**/*.json"} {
		if diff := cmp.Diff(want, found(path)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
	if diff := cmp.Diff([]string{"in/pipe.json*"}, found("in/pipe.json")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestReadPipe reads what is written into a pipe, and waits no longer than the context for somebody who writes.
func TestReadPipe(t *testing.T) {
	name := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Fatal(err)
	}
	go func() { _ = os.WriteFile(name, []byte("view"), 0o600) }()
	if data, err := files.Read(t.Context(), name); string(data) != "view" || err != nil {
		t.Errorf("%q, %v", data, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := files.Read(ctx, name); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("nobody writes: %v", err)
	}
	if _, err := files.Read(t.Context(), "/dev/zero"); !errors.Is(err, files.ErrTooLong) {
		t.Errorf("/dev/zero: %v", err)
	}
	// Somebody has to write, or the goroutine that opens the pipe stays.
	_ = os.WriteFile(name, nil, 0o600)
}
