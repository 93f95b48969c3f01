package fhirclient

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
)

// slowServer works on so many requests at once and refuses others, or has them wait.
func slowServer(t *testing.T, workers int, refuses bool) string {
	free := make(chan struct{}, workers)
	var mu sync.Mutex
	return clienttest.Serve(t, func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		if refuses && len(free) == workers {
			mu.Unlock()
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		if refuses {
			free <- struct{}{}
		}
		mu.Unlock()
		if !refuses {
			free <- struct{}{}
		}
		time.Sleep(20 * time.Millisecond)
		<-free
	}).URL
}

func TestProbe(t *testing.T) {
	for name, c := range map[string]struct {
		refuses     bool
		least, most int
	}{
		"refuses beyond 10":   {true, 7, 10},
		"no faster beyond 10": {false, 8, 50}, // of 100: a busy machine blurs where it stops to grow
	} {
		t.Run(name, func(t *testing.T) {
			client := newTestClient(t, slowServer(t, 10, c.refuses), nil, systemClock{})
			report, err := client.Probe(t.Context(), &ProbeOptions{Step: 300 * time.Millisecond})
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("best %d, %.0f a second, of %+v", report.Best, report.Rate, report.Steps)
			if report.Best < c.least || report.Best > c.most {
				t.Errorf("best is %d", report.Best)
			}
			if got := report.Estimate(int64(report.Rate * 100)); got < 95*time.Second || got > 105*time.Second {
				t.Errorf("estimate is %v", got)
			}
		})
	}
}

func TestProbeRecords(t *testing.T) {
	url, requests := clienttest.ByID(t, nil)
	report, err := newTestClient(t, url, nil, systemClock{}).
		Probe(t.Context(), &ProbeOptions{Records: patientTexts(40, nil), Step: 50 * time.Millisecond})
	if err != nil || requests() != 40 || report.Best == 0 {
		t.Errorf("%d requests, %+v, %v", requests(), report, err)
	}
}

func TestProbeFails(t *testing.T) {
	s := clienttest.Serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	client := newTestClient(t, s.URL, nil, systemClock{})
	if report, err := client.Probe(t.Context(), nil); !errors.Is(err, errNoProbe) || report.Estimate(5) >= 0 {
		t.Errorf("%+v, %v", report, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := client.Probe(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
	url, _ := clienttest.ByID(t, nil)
	client = newTestClient(t, url, nil, systemClock{})
	if _, err := client.Probe(t.Context(), &ProbeOptions{Records: patientTexts(3, errNoMore)}); !errors.Is(err, errNoMore) {
		t.Errorf("broken records: %v", err)
	}
}

var errNoMore = errors.New("enough")

// patientTexts are so many, and an error if there is one.
func patientTexts(n int, err error) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for i := range n {
			if !yield(fmt.Appendf(nil, `{"resourceType":"Patient","id":"p%d"}`, i), nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
}
