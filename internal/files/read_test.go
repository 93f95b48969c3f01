package files_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/internal/files"
)

func TestRead(t *testing.T) {
	name := filepath.Join(t.TempDir(), "view.json")
	if err := os.WriteFile(name, []byte("text"), 0o644); err != nil {
		t.Fatal(err)
	}
	if data, err := files.Read(t.Context(), name); string(data) != "text" || err != nil {
		t.Errorf("%q, %v", data, err)
	}
	if err := os.Truncate(name, files.MaxSize); err != nil {
		t.Fatal(err)
	}
	if data, err := files.Read(t.Context(), name); len(data) != files.MaxSize || err != nil {
		t.Errorf("at the limit: %d bytes, %v", len(data), err)
	}
	if err := os.Truncate(name, files.MaxSize+1); err != nil {
		t.Fatal(err)
	}
	_, err := files.Read(t.Context(), name)
	if want := "read " + name + ": the file is longer than 64 MiB"; !errors.Is(err, files.ErrTooLong) || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("past the limit: %v", err)
	}
	if _, err := files.Read(t.Context(), filepath.Dir(name)); err == nil || strings.Count(err.Error(), name[:5]) != 1 {
		t.Errorf("a folder: %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := files.Read(ended, name); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end: %v", err)
	}
}
