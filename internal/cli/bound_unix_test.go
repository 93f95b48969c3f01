//go:build unix

package cli

import (
	"bytes"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestEndlessFiles names a file without end wherever a file can be named: it is told, in bounded memory.
func TestEndlessFiles(t *testing.T) {
	const view, data, server = "testdata/patients.view.json", "testdata/Patient.ndjson", "http://127.0.0.1:9/fhir"
	const tooLong = "the file is longer than 64 MiB"
	for _, c := range []struct {
		want string
		args []string
	}{
		{"read /dev/zero: " + tooLong, []string{"run", "/dev/zero", "--in", data}},
		{"read /dev/zero: " + tooLong, []string{"validate", "/dev/zero"}},
		{"read /dev/zero: " + tooLong, []string{"test", "/dev/zero"}},
		{"--token-file: the file cannot be used: " + tooLong, []string{"run", view, "--in", server, "--token-file", "/dev/zero"}},
		{"--auth-smart-key: the file cannot be used: " + tooLong, []string{"run", view, "--in", server, "--auth-smart-client-id", "x", "--auth-smart-key", "/dev/zero"}},
		{"journal: /dev/zero is no regular file", []string{"upload", "--to", server, "--journal", "/dev/zero", data}},
		{"/dev/zero: expected a JSON object or array at byte 0", []string{"run", view, "--in", "/dev/zero"}},
	} {
		var stdout, stderr bytes.Buffer
		if status := Main(t.Context(), c.args, nil, &stdout, &stderr); status == exitOK || !strings.Contains(stderr.String(), "fhirview: "+c.want) {
			t.Errorf("%q: status %d and %q", c.args, status, &stderr)
		}
	}
}

// TestPipeAsJournal does not wait for what nobody writes.
func TestPipeAsJournal(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	var stderr bytes.Buffer
	args := []string{"upload", "--to", "http://127.0.0.1:9/fhir", "--journal", pipe, "testdata/Patient.ndjson"}
	if status := Main(t.Context(), args, nil, &bytes.Buffer{}, &stderr); status != exitFailed || time.Since(begun) > 10*time.Second {
		t.Errorf("status %d after %v: %s", status, time.Since(begun), &stderr)
	}
}
