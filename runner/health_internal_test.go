package runner

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/runner/internal/answers"
)

func TestHealthStatus(t *testing.T) {
	for _, c := range []struct {
		server   string
		failures int
		want     HealthStatus
	}{
		{serverReachable, 0, HealthOK},
		{serverReachable, 9, HealthDegraded},
		{serverUnknown, 0, HealthOK},
		{serverUnknown, 2, HealthDegraded},
		{serverUnknown, 3, HealthDown},
		{serverUnreachable, 0, HealthDown},
	} {
		if got := healthStatus(c.server, c.failures); got != c.want {
			t.Errorf("%s and %d failures: got %s, want %s", c.server, c.failures, got, c.want)
		}
	}
}

// TestServerHealth has what a probe found in the words of Health.
func TestServerHealth(t *testing.T) {
	at := time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		probe answers.Server
		want  ServerHealth
	}{
		{answers.Server{}, ServerHealth{State: serverUnknown}},
		{answers.Server{Checked: at, Took: 1}, ServerHealth{State: serverReachable, Checked: at, Took: 1}},
		{
			answers.Server{Checked: at, Kind: "server error", Status: 503},
			ServerHealth{State: serverUnreachable, Checked: at, Kind: "server error", Status: 503},
		},
	} {
		if diff := cmp.Diff(c.want, serverHealth(c.probe)); diff != "" {
			t.Error(diff)
		}
	}
}

// TestHealthJSON pins the names, which dashboards use.
func TestHealthJSON(t *testing.T) {
	at := time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)
	h := Health{
		Status: HealthDegraded,
		Server: ServerHealth{State: serverReachable, Checked: at, Took: 1500 * time.Microsecond},
		Runs:   RunHealth{Runs: 3, Failed: 1, Cancelled: 2, Rows: 10, FailedResources: 4, Mean: time.Second, P95: 2 * time.Second},
		Errors: []RunError{{At: at, View: "v", Resource: "Patient", Kind: "timeout"}},
	}
	data, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	got := string(data)
	for _, want := range []string{
		`"status":"degraded"`,
		`"server":{"state":"reachable","checked":"2024-03-01T00:00:00Z","took_ms":1.5}`,
		`"runs":{"runs":3,"failed":1,"cancelled":2,"rows":10,"failed_resources":4,"mean_ms":1000,"p95_ms":2000}`,
		`"errors":[{"at":"2024-03-01T00:00:00Z","view":"v","resource":"Patient","kind":"timeout"}]`,
		`"cache":{`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s\nlacks %s", got, want)
		}
	}
	if data, _ := json.Marshal(ServerHealth{State: serverUnknown}); string(data) != `{"state":"unknown"}` {
		t.Errorf("got %s for a server that cannot be asked", data)
	}
}
