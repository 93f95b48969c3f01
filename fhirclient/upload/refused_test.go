package upload

import (
	"math/rand/v2"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
)

// refuseSome is refuseBeyond for a server that also refuses a share of what it could take.
func refuseSome(capacity int, took time.Duration, share float64, status int) func(*clienttest.Server, int) (int, time.Duration) {
	rnd := rand.New(rand.NewPCG(5, 6))
	return func(_ *clienttest.Server, inFlight int) (int, time.Duration) {
		switch {
		case inFlight > capacity:
			return http.StatusTooManyRequests, 0
		case rnd.Float64() < share:
			return status, 0
		}
		return http.StatusCreated, took
	}
}

// TestUploadKeepsUpWithRefusals uploads to servers that refuse a quarter of the requests, whatever the load: at least half
// of what they take otherwise is kept up, and nothing fails.
func TestUploadKeepsUpWithRefusals(t *testing.T) {
	for _, test := range []struct {
		name     string
		capacity int
		took     time.Duration
		share    float64
		status   int
		n        int
	}{
		{"none refused", 60, 250 * time.Millisecond, 0, 429, 10_000},
		{"60 of 250 ms, 429", 60, 250 * time.Millisecond, 0.25, 429, 10_000},
		{"60 of 250 ms, 503", 60, 250 * time.Millisecond, 0.25, 503, 10_000},
		{"60 of 50 ms, 429", 60, 50 * time.Millisecond, 0.25, 429, 20_000},
		{"8 of 100 ms, 503", 8, 100 * time.Millisecond, 0.25, 503, 3_000},
		{"no limit, 250 ms, 429", 1000, 250 * time.Millisecond, 0.25, 429, 10_000},
		{"60 of 250 ms, 10 %", 60, 250 * time.Millisecond, 0.1, 503, 20_000},
	} {
		t.Run(test.name, func(t *testing.T) {
			ideal := time.Duration(test.n) * test.took / time.Duration(min(test.capacity, 100))
			// Rarely, chance hides from the limiter for long that it is the server's mood. Twice in a row it
			// is a fault.
			for run := 1; ; run++ {
				took := uploadToRefusing(t, refuseSome(test.capacity, test.took, test.share, test.status), test.n)
				t.Logf("%.2f of what the server takes, took %v", ideal.Seconds()/took.Seconds(), took)
				switch {
				case took <= 2*ideal:
					return
				case run == 2:
					t.Fatal("less than half of what the server takes, twice")
				}
			}
		})
	}
}

// uploadToRefusing uploads to a server, and returns how long that took by the server's clock.
func uploadToRefusing(t *testing.T, answer func(*clienttest.Server, int) (int, time.Duration), n int) (took time.Duration) {
	s := &clienttest.Server{Answer: answer}
	synctest.Test(t, func(t *testing.T) {
		c := systemClient(t, "http://sim.example/fhir", &fhirclient.Config{Transport: s})
		started := time.Now()
		report, err := Run(t.Context(), c, patients(n), &Options{NoCheck: true})
		took = time.Since(started)
		if err != nil || report.Failed > 0 {
			t.Errorf("%+v, %v", countsOf(report), err)
		}
		t.Logf("%d of %d refused, most at once %d", s.Refused, s.Requests, s.Most)
	})
	return took
}
