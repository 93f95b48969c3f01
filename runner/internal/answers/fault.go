package answers

import (
	"context"
	"errors"
	"net"
	"net/http"
)

// FaultOf names what went wrong in a word of ours, because the text of an error may hold what a server said. The status
// is that of an HTTP answer, or 0.
func FaultOf(err error) (kind string, status int) {
	var answered interface{ HTTPStatus() int }
	var partial interface{ Truncated() bool }
	var network net.Error
	switch {
	case errors.As(err, &answered) && answered.HTTPStatus() != 0:
		return statusKind(answered.HTTPStatus()), answered.HTTPStatus()
	case errors.As(err, &partial) && partial.Truncated():
		return "truncated", 0
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return "timeout", 0
	case errors.As(err, &network):
		return "network", 0
	default:
		return "failed", 0
	}
}

func statusKind(status int) string {
	switch {
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return "not allowed"
	case status == http.StatusTooManyRequests:
		return "too many requests"
	case status >= http.StatusInternalServerError:
		return "server error"
	default:
		return "refused"
	}
}
