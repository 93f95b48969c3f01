package fhirclient

import (
	"testing"

	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
	"github.com/fhirview/fhirview/fhirclient/internal/host"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// newTestClient returns a client that shares its knowledge of hosts with no other. A nil clock is a new fake one.
func newTestClient(t testing.TB, url string, cfg *Config, clock clock) *Client {
	t.Helper()
	if clock == nil {
		clock = clienttest.NewClock()
	}
	c, err := newClient(url, cfg, clock, host.NewHosts())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseIdleConnections)
	return c
}
