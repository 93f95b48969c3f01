package upload

import (
	"net/http/httptest"
	"testing"

	"github.com/fhirview/fhirview/fhirclient"
)

// TestUploadToNobody stops an upload to a server that never answers, instead of failing one record after the other.
func TestUploadToNobody(t *testing.T) {
	server := httptest.NewServer(nil)
	server.Close()
	client := testClient(t, server.URL, &fhirclient.Config{MaxInFlight: 4})
	report, err := Run(t.Context(), client, patients(1000), nil)
	if err == nil || report.State != Stopped || report.Read > 100 || report.Failed > 0 {
		t.Errorf("%+v, %v", report, err)
	}
}
