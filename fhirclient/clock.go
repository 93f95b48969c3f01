package fhirclient

import (
	"context"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/inside"
)

// clock is time for waits between requests.
type clock = inside.Clock

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
