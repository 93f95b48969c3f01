package fhirclient

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

const longestRetryAfter = 24 * time.Hour

// retryAfter reads Retry-After: seconds, or a date, which is relative to the answer's own Date since clocks differ. ok is
// false where there is none, or one that makes no sense: servers are known to send negative numbers and times since 1970.
func retryAfter(h http.Header, now time.Time) (wait time.Duration, ok, odd bool) {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if value == "" {
		return 0, false, false
	}
	wait, ok = retrySeconds(value)
	if !ok {
		wait, ok = retryDate(value, h.Get("Date"), now)
	}
	if !ok || wait < 0 || wait > longestRetryAfter {
		return 0, false, true
	}
	return wait, true, false
}

func retrySeconds(value string) (time.Duration, bool) {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return 0, false
	}
	// Beyond this, seconds would overflow a Duration; it is absurd either way.
	n = max(min(n, int64(longestRetryAfter/time.Second)+1), -1)
	return time.Duration(n) * time.Second, true
}

func retryDate(value, date string, now time.Time) (time.Duration, bool) {
	at, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	if sent, err := http.ParseTime(date); err == nil {
		now = sent
	}
	return at.Sub(now), true
}
