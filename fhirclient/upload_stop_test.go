package fhirclient

import (
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// TestUploadStopSendsNoMore stops uploads while requests wait to be let through, and while they wait for another attempt:
// what is under way is heard out, and nothing else is sent.
func TestUploadStopSendsNoMore(t *testing.T) {
	for name, test := range map[string]struct {
		answer func(s *simServer, inFlight int) (int, time.Duration)
		most   time.Duration
	}{
		"refused for good": {func(*simServer, int) (int, time.Duration) {
			return http.StatusUnprocessableEntity, 250 * time.Millisecond
		}, time.Second},
		"others wait": {func(s *simServer, _ int) (int, time.Duration) {
			if s.requests%2 == 0 {
				return http.StatusServiceUnavailable, 0
			}
			return http.StatusUnprocessableEntity, 250 * time.Millisecond
		}, 2 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			s := &simServer{answer: test.answer}
			synctest.Test(t, func(t *testing.T) {
				c := newTestClient(t, "http://sim.example/fhir", &Config{Transport: s}, systemClock{})
				started := time.Now()
				report, err := c.Upload(t.Context(), patients(2000), &UploadConfig{NoCheck: true, MaxFailures: 5})
				if !errors.Is(err, ErrTooManyFailures) || report.State != UploadStopped || report.Failed < 6 {
					t.Errorf("%+v, %v", countsOf(report), err)
				}
				if took := time.Since(started); s.requests > s.most+50 || took > test.most {
					t.Errorf("%d requests, most at once %d, took %v", s.requests, s.most, took)
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
