package fhirclient_test

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/upload"
	"github.com/fhirview/fhirview/internal/faultserver"
	"github.com/google/go-cmp/cmp"
)

const hostileRecords = 1500

// hurried is time that passes twenty times as fast, for what the client waits out.
type hurried struct{ started time.Time }

const hurry = 20

func (h hurried) Now() time.Time { return h.started.Add(hurry * time.Since(h.started)) }

func (hurried) Sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d / hurry):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// TestHostileChild is the process that the test below kills. By itself it does nothing.
func TestHostileChild(t *testing.T) {
	server := os.Getenv(childServer)
	if server == "" {
		t.Skip("for TestFault71HostileServer only")
	}
	config := uploadMethods[os.Getenv(childMethod)]
	config.Journal = os.Getenv(childJournal)
	client := fhirclient.NewWithClock(t, server, nil, hurried{time.Now()})
	if _, err := upload.Run(context.Background(), client, records(identified(hostileRecords)...), &config); err != nil {
		t.Fatal(err)
	}
}

// TestFault71HostileServer kills uploads at random, to a server that resets, refuses and says error with success. After
// the last one, and the settling of what is unknown as docs/fhirclient-command.md says, every record is there once.
// FHIRVIEW_ACCEPTANCE=full kills 15 times.
func TestFault71HostileServer(t *testing.T) { //nolint:tparallel // its parts wait for processes, together
	kills := 3
	if os.Getenv("FHIRVIEW_ACCEPTANCE") == "full" {
		kills = 15
	}
	for method := range uploadMethods {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			store := faultserver.NewStore()
			server := faultserver.New(t, faultserver.Hostile(faultserver.Batches(store, nil, 0)))
			journal := filepath.Join(t.TempDir(), "journal")
			killed := killAtRandom(t, server.URL, journal, method, store, kills)

			config := uploadMethods[method]
			config.Journal = journal
			lost, unknown := uploadTo(t, server.URL, identified(hostileRecords), config)
			t.Logf("killed %d times; then %d failed, %d of them of unknown outcome; %d requests", killed, len(lost), unknown, server.Count(""))
			if method == "plain" {
				config = uploadMethods["conditional"]
			}
			config.Journal = ""
			for round := 0; len(lost) > 0 && round < 10; round++ {
				lost, _ = uploadTo(t, server.URL, lost, config)
			}
			want := map[string]int{}
			for _, text := range identified(hostileRecords) {
				want[text] = 1
			}
			for _, text := range lost { // named as missing
				delete(want, text)
			}
			if diff := cmp.Diff(want, counted(store)); diff != "" || len(lost) > 0 {
				t.Errorf("%d are still lost; %s", len(lost), diff)
			}
		})
	}
}

// killAtRandom runs an upload in a process of its own, time and again, and returns how often it could kill it.
func killAtRandom(t *testing.T, server, journal, method string, store *faultserver.Store, kills int) int {
	t.Helper()
	points := make([]int, kills)
	for i := range points {
		points[i] = rand.IntN(hostileRecords / 2) // of plain creates, many are unknown before the end
	}
	slices.Sort(points)
	killed := 0
	for _, point := range points {
		child := exec.Command(os.Args[0], "-test.run=^TestHostileChild$")
		child.Env = append(os.Environ(), childServer+"="+server, childJournal+"="+journal, childMethod+"="+method)
		var output bytes.Buffer
		child.Stdout, child.Stderr = &output, &output
		wantNil(t, child.Start())
		ended := make(chan error, 1)
		go func() { ended <- child.Wait() }()
		for len(store.Resources()) < point && len(ended) == 0 {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(rand.N(50 * time.Millisecond))
		child.Process.Kill()
		if err := <-ended; child.ProcessState.ExitCode() < 0 {
			killed++
		} else if err != nil {
			t.Fatalf("the upload failed: %v\n%s", err, output.String())
		}
	}
	return killed
}

// uploadTo uploads records and returns those that did not make it, and of how many nobody knows.
func uploadTo(t *testing.T, server string, texts []string, config upload.Options) (lost []string, unknown int) {
	t.Helper()
	config.Failed = func(r upload.Record, err *upload.RecordError) {
		lost = append(lost, string(r.Data))
		if errors.Is(err, fhirclient.ErrOutcomeUnknown) {
			unknown++
		}
	}
	client := fhirclient.NewWithClock(t, server, nil, hurried{time.Now()})
	report, err := upload.Run(t.Context(), client, records(texts...), &config)
	wantNil(t, err)
	if report.Failed != int64(len(lost)) || report.Unknown != int64(unknown) {
		t.Errorf("report says %d, %d; want %d, %d", report.Failed, report.Unknown, len(lost), unknown)
	}
	return lost, unknown
}
