package fhirclient

import (
	"net/http/httptest"
	"testing"
)

// TestUploadToNobody stops an upload to a server that never answers, instead of failing one record after the other.
func TestUploadToNobody(t *testing.T) {
	server := httptest.NewServer(nil)
	server.Close()
	client := newTestClient(t, server.URL, &Config{MaxInFlight: 4}, newFakeClock())
	report, err := client.Upload(t.Context(), patients(1000), nil)
	if err == nil || report.State != UploadStopped || report.Read > 100 || report.Failed > 0 {
		t.Errorf("%+v, %v", report, err)
	}
}
