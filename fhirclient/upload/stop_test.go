package upload

import (
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
)

// TestUploadStopSendsNoMore stops uploads while requests wait to be let through, and while they wait for another attempt:
// what is under way is heard out, and nothing else is sent.
func TestUploadStopSendsNoMore(t *testing.T) {
	for name, test := range map[string]struct {
		answer func(s *clienttest.Server, inFlight int) (int, time.Duration)
		most   time.Duration
	}{
		"refused for good": {func(*clienttest.Server, int) (int, time.Duration) {
			return http.StatusUnprocessableEntity, 250 * time.Millisecond
		}, time.Second},
		"others wait": {func(s *clienttest.Server, _ int) (int, time.Duration) {
			if s.Requests%2 == 0 {
				return http.StatusServiceUnavailable, 0
			}
			return http.StatusUnprocessableEntity, 250 * time.Millisecond
		}, 2 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			s := &clienttest.Server{Answer: test.answer}
			synctest.Test(t, func(t *testing.T) {
				c := systemClient(t, "http://sim.example/fhir", &fhirclient.Config{Transport: s})
				started := time.Now()
				report, err := Run(t.Context(), c, patients(2000), &Options{NoCheck: true, MaxFailures: 5})
				if !errors.Is(err, ErrTooManyFailures) || report.State != Stopped || report.Failed < 6 {
					t.Errorf("%+v, %v", countsOf(report), err)
				}
				if took := time.Since(started); s.Requests > s.Most+50 || took > test.most {
					t.Errorf("%d requests, most at once %d, took %v", s.Requests, s.Most, took)
				}
				for _, f := range report.Failures {
					if f.Status != http.StatusUnprocessableEntity {
						t.Errorf("reported as %v", f)
					}
				}
			})
		})
	}
}
