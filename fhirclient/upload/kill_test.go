package upload

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// Names of the variables by which the test that is killed gets to know what to do.
const (
	childURL     = "FHIRVIEW_UPLOAD_URL"
	childJournal = "FHIRVIEW_UPLOAD_JOURNAL"
	childCount   = "FHIRVIEW_UPLOAD_COUNT"
	childMethod  = "FHIRVIEW_UPLOAD_METHOD"
)

// TestAcceptanceChild is the upload that the tests below kill, in a process of its own.
func TestAcceptanceChild(t *testing.T) {
	url := os.Getenv(childURL)
	if url == "" {
		t.Skip("runs as a child of TestAcceptanceKill and TestFault71 only")
	}
	count, err := strconv.Atoi(os.Getenv(childCount))
	if err != nil {
		t.Fatal(err)
	}
	cfg := &Options{Journal: os.Getenv(childJournal)}
	client := systemClient(t, url, nil)
	if os.Getenv(childMethod) == "create" {
		cfg.Create = true
		cfg.Reconcile = func(ctx context.Context, r Record) (bool, error) { return isThere(ctx, client, r) }
	}
	report, err := Run(t.Context(), client, patients(count), cfg)
	if err != nil || report.State != Complete {
		t.Fatalf("upload: %+v, %v", report, err)
	}
	t.Logf("skipped %d, created %d, updated %d", report.Skipped, report.Created, report.Updated)
}

// isThere asks the server for a record by the id in its contents.
func isThere(ctx context.Context, client *fhirclient.Client, r Record) (bool, error) {
	_, id, err := fhir.ScanResource(r.Data)
	if err != nil {
		return false, err
	}
	_, err = client.Read(ctx, "Patient", id)
	var status *fhirclient.StatusError
	if errors.As(err, &status) && status.Status == http.StatusNotFound {
		return false, nil
	}
	return err == nil, err
}

// killed runs an upload in a process that is killed at random points, and then to its end.
func killed(t *testing.T, server *busyServer, url, method string, kills int) {
	t.Helper()
	journal := filepath.Join(t.TempDir(), "upload.journal")
	start := func() (*exec.Cmd, *bytes.Buffer) {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestAcceptanceChild$", "-test.v")
		cmd.Env = append(os.Environ(), childURL+"="+url, childJournal+"="+journal,
			childCount+"="+strconv.Itoa(server.acceptance.resources), childMethod+"="+method)
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd, &out
	}
	points := make([]int, kills)
	for i := range points {
		points[i] = rand.IntN(server.acceptance.resources * 3 / 4)
	}
	slices.Sort(points)
	for _, point := range points {
		cmd, _ := start()
		for server.resources() < point && t.Context().Err() == nil {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(rand.N(server.latency))
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err == nil {
			t.Error("the upload ended before it was killed")
		}
	}
	cmd, out := start()
	if err := cmd.Wait(); err != nil {
		t.Fatalf("the last upload: %v\n%s", err, out)
	}
	t.Logf("killed %d times at %v; %d requests for %d resources\n%s",
		kills, points, server.requests.Load()-server.refused.Load(), server.resources(), out)
}

func (s *busyServer) doubled() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, times := range s.there {
		n += times - 1
	}
	return n
}

// TestAcceptanceKill kills an upload by PUT ten times: every resource is there, once.
func TestAcceptanceKill(t *testing.T) {
	a := theAcceptance()
	server, url := newBusyServer(t, a)
	killed(t, server, url, "put", 10)
	if got := server.resources(); got != a.resources {
		t.Errorf("%d resources, want %d", got, a.resources)
	}
	// What was under way, and what was done in the journal's delay, is put again.
	if again := server.doubled(); again > 2*a.resources { // without a journal it would be five times as many
		t.Errorf("%d of %d resources were put again", again, a.resources)
	} else {
		t.Logf("%d resources were put again, which does no harm", again)
	}
}

// TestFault71PlainCreate kills an upload that must not repeat anything: what is unknown is looked up, and nothing is
// there twice.
func TestFault71PlainCreate(t *testing.T) {
	a := acceptance{resources: 600, latency: 20 * time.Millisecond, limit: 60}
	server, url := newBusyServer(t, a)
	killed(t, server, url, "create", 4)
	if got, again := server.resources(), server.doubled(); got != a.resources || again != 0 {
		t.Errorf("%d resources, %d created twice; want %d, none twice", got, again, a.resources)
	}
}
