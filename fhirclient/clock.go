package fhirclient

import (
	"context"
	"time"
)

// clock is time for waits between requests. Tests have one that does not really wait.
type clock interface {
	Now() time.Time
	// Sleep returns nil after d, or the context's error as soon as it is done.
	Sleep(ctx context.Context, d time.Duration) error
}

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
