package upload

import (
	"testing"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
	"github.com/fhirview/fhirview/fhirclient/internal/inside"
	"go.uber.org/goleak"
)

// testClient returns a client that shares its knowledge of hosts with no other, and waits for nothing.
func testClient(t testing.TB, url string, cfg *fhirclient.Config) *fhirclient.Client {
	t.Helper()
	return openClient(t, url, cfg, clienttest.NewClock())
}

// systemClient is testClient with waits.
func systemClient(t testing.TB, url string, cfg *fhirclient.Config) *fhirclient.Client {
	t.Helper()
	return openClient(t, url, cfg, nil)
}

func openClient(t testing.TB, url string, cfg *fhirclient.Config, clock inside.Clock) *fhirclient.Client {
	t.Helper()
	c, err := inside.New(url, cfg, clock)
	if err != nil {
		t.Fatal(err)
	}
	client := c.(*fhirclient.Client)
	t.Cleanup(client.CloseIdleConnections)
	return client
}

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
