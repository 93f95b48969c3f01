package runner_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/runner"
)

// pingable is a server in memory that can be asked whether it is there.
type pingable struct {
	*searcher

	down error
}

func (p *pingable) Ping(context.Context) error { return p.down }

// TestHealth follows a runner through a fetch, an answer from the cache, a failed fetch, a restart of the server, and its end.
func TestHealth(t *testing.T) {
	const view = `{"resourceType":"ViewDefinition","name":"ids","status":"active","resource":"Patient",
		"select":[{"column":[{"name":"id","path":"id"},{"name":"born","path":"birthDate"}]}]}`
	server := &pingable{searcher: &searcher{pages: pagesOf(2, []string{
		`{"resourceType":"Patient","id":"s3cr3t-1"}`,
		`{"resourceType":"Patient","id":"s3cr3t-2","birthDate":["1984","1985"]}`,
		`{"resourceType":"Patient","id":"s3cr3t-3"}`,
	})}}
	var c clock
	r := service(t, server, &runner.Config{Now: c.now})
	plan := compile(t, view, nil)
	execute := func(q runner.Query) error {
		_, err := r.Execute(t.Context(), plan, q)
		return err
	}

	got := r.Health(t.Context())
	want := runner.Health{Status: runner.HealthOK, Errors: []runner.RunError{}}
	want.Server.State, want.Server.Checked = "reachable", c.now()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("before any run (-want +got):\n%s", diff)
	}

	for range 2 {
		if err := execute(runner.Query{}); err != nil {
			t.Fatal(err)
		}
	}
	got = r.Health(t.Context())
	if got.Status != runner.HealthOK || got.Runs.Runs != 1 || got.Runs.Rows != 2 || got.Runs.FailedResources != 1 ||
		got.Cache.Hits != 1 || got.Cache.Misses != 1 || got.Cache.Entries != 1 {
		t.Errorf("after a run and an answer from the cache: got %+v", got)
	}

	server.end = errServer
	if err := execute(runner.Query{Refresh: true}); !errors.Is(err, errServer) {
		t.Fatalf("got error %v, want that of the server", err)
	}
	got = r.Health(t.Context())
	wantErrors := []runner.RunError{{At: c.now(), View: "ids", Resource: "Patient", Kind: "failed"}}
	if diff := cmp.Diff(wantErrors, got.Errors); diff != "" || got.Status != runner.HealthDegraded || got.Runs.Failed != 1 {
		t.Errorf("after an error: got %+v and errors (-want +got):\n%s", got, diff)
	}
	if data, err := json.Marshal(got); err != nil || strings.Contains(string(data), "s3cr3t") || strings.Contains(string(data), "fire") {
		t.Errorf("got error %v and JSON with data or texts of errors:\n%s", err, data)
	}

	server.end = nil
	if err := execute(runner.Query{Refresh: true}); err != nil {
		t.Fatal(err)
	}
	if got := r.Health(t.Context()).Status; got != runner.HealthOK {
		t.Errorf("after all is well again: got %s", got)
	}
	server.down = context.DeadlineExceeded
	c.advance(10 * time.Second)
	if got := r.Health(t.Context()); got.Status != runner.HealthDown || got.Server.Kind != "timeout" {
		t.Errorf("while the server is down: got %+v", got)
	}
}

// TestHealthAfterClose says that the runner is closed, and asks nobody.
func TestHealthAfterClose(t *testing.T) {
	server := &pingable{searcher: &searcher{}}
	r, err := runner.New(server, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	got := r.Health(t.Context())
	if got.Status != runner.HealthDown || got.Server.State != "closed" || !got.Server.Checked.IsZero() {
		t.Errorf("got %+v", got)
	}
}

// TestHealthWithoutPing goes by the runs alone, and not by those that their callers gave up.
func TestHealthWithoutPing(t *testing.T) {
	const view = `{"resourceType":"ViewDefinition","name":"ids","status":"active","resource":"Patient",
		"select":[{"column":[{"name":"id","path":"id"}]}]}`
	server := &searcher{pages: pagesOf(1, []string{`{"resourceType":"Patient","id":"1"}`}), end: errServer}
	r := service(t, server, nil)
	plan := compile(t, view, nil)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	ctx := gone
	for i, want := range []string{runner.HealthOK, runner.HealthDegraded, runner.HealthDegraded, runner.HealthDown} {
		if _, err := r.Execute(ctx, plan, runner.Query{NoCache: true}); err == nil {
			t.Fatal("got a table, want an error")
		}
		got := r.Health(t.Context())
		if got.Status != want || got.Server.State != "unknown" {
			t.Errorf("run %d: got %s and the server %s, want %s and unknown", i, got.Status, got.Server.State, want)
		}
		ctx = t.Context()
	}
}
