package runner

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/fhirview/fhirview/runner/internal/answers"
)

func TestHealthStatus(t *testing.T) {
	for _, c := range []struct {
		server   string
		failures int
		want     string
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
		want  string
	}{
		{answers.Server{}, serverUnknown},
		{answers.Server{Checked: at, Took: 1}, serverReachable},
		{answers.Server{Checked: at, Kind: "server error", Status: 503}, serverUnreachable},
	} {
		var h Health
		h.server(c.probe)
		got := answers.Server{Checked: h.Server.Checked, Took: h.Server.Took, Kind: h.Server.Kind, Status: h.Server.Status}
		if h.Server.State != c.want || got != c.probe {
			t.Errorf("%+v is %+v, want the state %s", c.probe, h.Server, c.want)
		}
	}
}

// TestHealthJSON pins the names, which dashboards use.
func TestHealthJSON(t *testing.T) {
	at := time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)
	h := Health{Status: HealthDegraded, Errors: []RunError{{At: at, View: "v", Resource: "Patient", Kind: "timeout"}}}
	h.server(answers.Server{Checked: at, Took: 1500 * time.Microsecond})
	h.Runs = answers.RunStats{Runs: 3, Failed: 1, Cancelled: 2, Rows: 10, FailedResources: 4, Mean: time.Second, P95: 2 * time.Second}
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
	h.server(answers.Server{})
	if data, _ := json.Marshal(&h); !strings.Contains(string(data), `"server":{"state":"unknown"},`) {
		t.Errorf("got %s for a server that cannot be asked", data)
	}
}
