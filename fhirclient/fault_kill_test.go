package fhirclient_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/upload"
	"github.com/fhirview/fhirview/internal/faultserver"
	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
)

const (
	uploadRecords = 60
	childServer   = "FHIRVIEW_TEST_UPLOAD_TO"
	childJournal  = "FHIRVIEW_TEST_UPLOAD_JOURNAL"
	childMethod   = "FHIRVIEW_TEST_UPLOAD_METHOD"
)

// identified are patients with an id and an identifier.
func identified(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf(`{"resourceType":"Patient","id":"p%d","identifier":[{"system":"http://example.org","value":"%d"}]}`, i, i)
	}
	return all
}

// uploadMethods are the ways to upload of which fault 71 tells.
var uploadMethods = map[string]upload.Options{
	"put":         {},
	"conditional": {Create: true, Key: upload.IdentifierKey("http://example.org")},
	"plain":       {Create: true},
	"batch":       {Batch: 7},
}

// TestUploadChild is the process that fault 71 kills. By itself it does nothing.
func TestUploadChild(t *testing.T) {
	server := os.Getenv(childServer)
	if server == "" {
		t.Skip("for TestFault71 only")
	}
	client, err := fhirclient.New(server, nil)
	wantNil(t, err)
	config := uploadMethods[os.Getenv(childMethod)]
	config.Journal = os.Getenv(childJournal)
	upload.Run(context.Background(), client, records(identified(uploadRecords)...), &config)
	t.Fatal("the upload should have been killed")
}

// killAt runs an upload in a process of its own, which is killed when the server gets a request of some number; the
// request itself is processed or not.
func killAt(t *testing.T, server string, front *faultserver.Switch, store http.Handler, kill kill) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestUploadChild$") // ends when it is killed, or its test fails
	child.Env = append(os.Environ(), childServer+"="+server, childJournal+"="+kill.journal, childMethod+"="+kill.method)
	var output bytes.Buffer
	child.Stdout, child.Stderr = &output, &output
	var got atomic.Int32
	reached := make(chan struct{})
	front.Set(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := got.Add(1)
		if n < kill.at || kill.processed && n == kill.at {
			store.ServeHTTP(w, r)
		}
		if n == kill.at {
			close(reached)
		}
		if n >= kill.at {
			faultserver.Wait(r)
		}
	}))
	wantNil(t, child.Start())
	ended := make(chan struct{})
	go func() {
		child.Wait()
		close(ended)
	}()
	select {
	case <-reached:
		child.Process.Kill()
		<-ended
	case <-ended:
		t.Fatalf("the upload ended by itself:\n%s", output.String())
	}
}

type kill struct {
	method, journal string
	at              int32 // the number of the request
	processed       bool  // and whether the server processes it
}

func TestFault71KilledUploadContinues(t *testing.T) { //nolint:tparallel // its parts wait for processes, together
	for method, config := range uploadMethods {
		for _, processed := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, last processed %v", method, processed), func(t *testing.T) {
				t.Parallel()
				config := config // each of them has a journal of its own
				store := faultserver.NewStore()
				handler := faultserver.Batches(store, nil, 0)
				front := &faultserver.Switch{}
				server := faultserver.New(t, front)
				config.Journal = filepath.Join(t.TempDir(), "journal")
				config.Reconcile = func(_ context.Context, r upload.Record) (bool, error) {
					return holds(store, r.Data), nil
				}
				for _, at := range []int32{2, 5} {
					killAt(t, server.URL, front, handler, kill{method, config.Journal, at, processed})
				}
				front.Set(handler)
				client, _ := setup(t, server.URL, nil)
				report, err := upload.Run(t.Context(), client, records(identified(uploadRecords)...), &config)
				wantNil(t, err)
				if report.State != upload.Complete {
					t.Errorf("state is %v: %v", report.State, report.Failures)
				}
				want := map[string]int{}
				for _, text := range identified(uploadRecords) {
					want[text] = 1
				}
				if diff := cmp.Diff(want, counted(store)); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

// counted is how often a store holds each text.
func counted(store *faultserver.Store) map[string]int {
	n := map[string]int{}
	for _, text := range store.Resources() {
		n[string(text)]++
	}
	return n
}

// holds is true when one of a store's resources has a record's identifier.
func holds(store *faultserver.Store, record []byte) bool {
	type patient struct {
		Identifier []struct{ Value string }
	}
	var want patient
	json.Unmarshal(record, &want)
	for _, text := range store.Resources() {
		var got patient
		if json.Unmarshal(text, &got); cmp.Equal(want, got) {
			return true
		}
	}
	return false
}

// awaits are the places where a request of a client waits.
var awaits = map[string]struct {
	config  *fhirclient.Config
	handler http.Handler
	do      func(context.Context, *fhirclient.Client) error // default: read
	others  int                                             // requests that hold up this one
}{
	"between attempts":     {handler: faultserver.Busy()},
	"for a paused host":    {handler: faultserver.Throttled("3600"), others: 1},
	"for the answer":       {handler: faultserver.Silent()},
	"for the body":         {handler: faultserver.Stalled(faultserver.Patient("p0"), 10)},
	"for its turn":         {config: &fhirclient.Config{MaxInFlight: 1, Fixed: true}, handler: faultserver.Silent(), others: 1},
	"for the rate":         {config: &fhirclient.Config{Rate: 0.001}, handler: onePatient, others: 1},
	"for the pause":        {config: &fhirclient.Config{Pause: time.Hour}, handler: onePatient, others: 1},
	"for a page":           {handler: faultserver.InTurn(faultserver.OK(faultserver.Page(2, "?page=2", faultserver.Patient("p0"))), faultserver.Silent()), do: searchOnly},
	"for a create's key":   {handler: faultserver.Silent(), do: createConditionally, others: 1},
	"for a batch's answer": {handler: faultserver.Silent(), do: batchOnly},
	"for an upload": {handler: faultserver.Silent(), do: func(ctx context.Context, c *fhirclient.Client) error {
		_, err := upload.Run(ctx, c, records(identified(10)...), nil)
		return err
	}},
	"for an upload's next round": {handler: faultserver.Busy(), do: func(ctx context.Context, c *fhirclient.Client) error {
		_, err := upload.Run(ctx, c, records(identified(10)...), nil)
		return err
	}},
	"for a probe": {handler: faultserver.Silent(), do: func(ctx context.Context, c *fhirclient.Client) error {
		_, err := c.Probe(ctx, nil)
		return err
	}},
}

func searchOnly(ctx context.Context, c *fhirclient.Client) error {
	_, _, err := search(ctx, c)
	return err
}

func createConditionally(ctx context.Context, c *fhirclient.Client) error {
	_, err := c.Create(ctx, newPatient, &fhirclient.CreateOptions{IfNoneExist: ParseCondition})
	return err
}

func batchOnly(ctx context.Context, c *fhirclient.Client) error {
	_, err := c.Batch(ctx, puts(3))
	return err
}

func TestFault72CancelWhileWaitingIsPromptAndLeaksNothing(t *testing.T) {
	for name, test := range awaits {
		t.Run(name, func(t *testing.T) {
			before := goleak.IgnoreCurrent()
			server := faultserver.New(t, test.handler)
			client, err := fhirclient.New(server.URL, test.config) // in real time: nothing is waited out
			wantNil(t, err)
			cancelWaiting(t, server, client, test.do, test.others)
			client.CloseIdleConnections()
			server.Close()
			goleak.VerifyNone(t, before)
		})
	}
}

// cancelWaiting starts an operation, and others before it that hold it up, cancels all and sees them end.
func cancelWaiting(t *testing.T, server *faultserver.Server, client *fhirclient.Client, do func(context.Context, *fhirclient.Client) error, others int) {
	t.Helper()
	if do == nil {
		do = read
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, others+1)
	for range others {
		go func() { ended <- do(ctx, client) }()
	}
	eventually(t, "a first request", func() bool { return others == 0 || server.Count("") > 0 })
	go func() { ended <- do(ctx, client) }()
	eventually(t, "a request", func() bool { return server.Count("") > 0 })
	time.Sleep(100 * time.Millisecond) // to be at rest; what is waited for takes seconds
	cancel()
	canceled := time.Now()
	failures := 0
	for range others + 1 {
		if err := <-ended; errors.Is(err, context.Canceled) {
			failures++
		} else if err != nil {
			t.Errorf("error is %v, want context.Canceled", err)
		}
	}
	if failures == 0 {
		t.Error("nothing was waiting")
	}
	if took := time.Since(canceled); took > time.Second {
		t.Errorf("ended %v after it was canceled", took)
	}
}
