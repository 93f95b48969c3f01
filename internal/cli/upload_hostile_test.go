package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/internal/faultserver"
)

// childArguments holds the command line of a process that may be killed.
const childArguments = "FHIRVIEW_TEST_UPLOAD_ARGUMENTS"

// TestUploadChild is the process that the test below kills. By itself it does nothing.
func TestUploadChild(t *testing.T) {
	var args []string
	if json.Unmarshal([]byte(os.Getenv(childArguments)), &args) != nil {
		t.Skip("for TestUploadHostile only")
	}
	e := &env{stdout: &guard{w: os.Stdout}, stderr: os.Stderr}
	os.Exit(e.main(context.Background(), args))
}

// start runs a command in a process of its own.
func start(t *testing.T, args ...string) (child *exec.Cmd, ended <-chan struct{}, output *bytes.Buffer) {
	t.Helper()
	text, err := json.Marshal(args)
	if err != nil {
		t.Fatal(err)
	}
	output = &bytes.Buffer{}
	child = exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestUploadChild$")
	child.Env = append(os.Environ(), childArguments+"="+string(text))
	child.Stdout, child.Stderr = output, output
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		_ = child.Wait() // the status says it all
		close(done)
	}()
	return child, done, output
}

// TestUploadHostile kills uploads at random, to a server that resets, refuses and says error with success, and settles what
// is unknown as docs/fhirclient-command.md says. It does so in real time, which takes a minute or two;
// TestFault71HostileServer of fhirclient is the same with time that passes faster.
func TestUploadHostile(t *testing.T) { //nolint:tparallel // its parts wait for processes, together
	if os.Getenv("FHIRVIEW_ACCEPTANCE") != "full" {
		t.Skip("runs with FHIRVIEW_ACCEPTANCE=full")
	}
	const n, kills = 1500, 15
	var lines []string
	for i := range n {
		lines = append(lines, fmt.Sprintf(`{"resourceType":"Patient","id":"p%d","identifier":[{"system":"urn:a","value":"%d"}]}`, i, i))
	}
	for kind, flags := range uploadKinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			input := writeFile(t, dir, "in.ndjson", strings.Join(lines, "\n"))
			store := faultserver.NewStore()
			server := faultserver.New(t, faultserver.Hostile(faultserver.Batches(store, nil, 0)))
			to := append([]string{"upload", "--to", server.URL, "--batch-size", "10"}, flags...)
			args := slices.Concat(to, []string{input, "--journal", filepath.Join(dir, "journal")})
			for i := range kills {
				child, ended, output := start(t, args...)
				for point := i * n / 2 / kills; len(store.Resources()) < point; {
					select {
					case <-ended:
						t.Fatalf("the upload ended by itself: %s", output)
					case <-time.After(time.Millisecond):
					}
				}
				time.Sleep(rand.N(100 * time.Millisecond))
				_ = child.Process.Kill() // it may have ended
				<-ended
			}
			files := map[string]string{}
			again := func(round int, args ...string) bool {
				for _, name := range []string{"failed", "unknown"} {
					files[name] = filepath.Join(dir, fmt.Sprint(name, round))
				}
				child, ended, output := start(t, append(args, "--failed", files["failed"], "--unknown", files["unknown"])...)
				<-ended
				t.Logf("status %d: %s", child.ProcessState.ExitCode(), output.String()[strings.LastIndex(strings.TrimSpace(output.String()), "\n")+1:])
				return child.ProcessState.ExitCode() == exitOK
			}
			done := again(0, args...)
			if kind == "create" {
				to = append([]string{"upload", "--to", server.URL}, uploadKinds["conditional"]...)
			}
			for round := 1; !done && round < 10; round++ {
				done = again(round, slices.Concat(to, []string{files["failed"], files["unknown"]})...)
			}
			got, want := map[string]int{}, map[string]int{}
			for _, text := range store.Resources() {
				got[string(text)]++
			}
			for _, text := range lines {
				want[text] = 1
			}
			if diff := cmp.Diff(want, got); diff != "" || !done {
				t.Errorf("done %v; %s", done, diff)
			}
		})
	}
}
