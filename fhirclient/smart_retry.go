package fhirclient

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"
)

// TokenError says why there is no token. It names no secrets: of what the token server says, only the error codes of RFC
// 6749 are passed on.
type TokenError struct {
	// Status is the status of the last answer, or 0 where there was none.
	Status int
	// Code is the OAuth error code of that answer, such as invalid_client, or "".
	Code string
	// Attempts are all that were made, the last one included.
	Attempts []Attempt
	// Err is what went wrong otherwise, or nil.
	Err error

	from string
}

// oauthMeaning has the error codes of RFC 6749, section 5.2.
var oauthMeaning = map[string]string{
	"invalid_request":        "the request is not as the server wants it",
	"invalid_client":         "the server does not know the client or its key; check client id, key and kid",
	"invalid_grant":          "the server does not accept the assertion; check the clock and the token URL",
	"unauthorized_client":    "the client may not ask for tokens this way",
	"unsupported_grant_type": "the server gives no tokens to backend services",
	"invalid_scope":          "the server does not grant these scopes",
}

func (e *TokenError) Error() string {
	var b strings.Builder
	b.WriteString("no token: the " + e.from)
	if e.Status > 0 {
		fmt.Fprintf(&b, " answered %d", e.Status)
	} else {
		b.WriteString(" cannot be asked")
	}
	if e.Code != "" {
		b.WriteString(" " + e.Code + ": " + oauthMeaning[e.Code])
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	if n := len(e.Attempts); n > 1 {
		fmt.Fprintf(&b, " (%d attempts)", n)
	}
	return b.String()
}

// Unwrap returns what went wrong besides the answer's status.
func (e *TokenError) Unwrap() error { return e.Err }

// isRefusal is true where the token server has said no, which it will say again.
func isRefusal(err error) bool {
	e, ok := errors.AsType[*TokenError](err)
	return ok && e.Status >= 400 && !mayPass(e.Status)
}

// mayPass is true for the statuses of a server that may well answer otherwise a little later.
func mayPass(status int) bool {
	return status == http.StatusRequestTimeout || status == http.StatusTooEarly ||
		status == http.StatusTooManyRequests || status >= 500 && status != http.StatusNotImplemented
}

// finalError is an error that another attempt would come to as well.
type finalError struct{ error }

func final(err error) error { return &finalError{err} }

func (e *finalError) Unwrap() error { return e.error }

func isFinal(err error) bool {
	var is *finalError
	return errors.As(err, &is) || err != nil && badCertificate(err)
}

// repeat asks for an answer until one comes that counts. What fails is tried again, with waits as for other requests.
func (s *smart) repeat(ctx context.Context, from string, ask func(context.Context) (*tokenAnswer, error)) error {
	failed := &TokenError{from: from}
	for {
		began := s.clock.Now()
		answer, err := withTimeout(ctx, ask)
		if err == nil && answer.status == http.StatusOK {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		failed.add(answer, err, s.clock.Now().Sub(began))
		if isFinal(err) || err == nil && !mayPass(failed.Status) || len(failed.Attempts) == tokenAttempts {
			return failed
		}
		if err := s.clock.Sleep(ctx, s.wait(len(failed.Attempts), answer)); err != nil {
			return err
		}
	}
}

func withTimeout(ctx context.Context, ask func(context.Context) (*tokenAnswer, error)) (*tokenAnswer, error) {
	ctx, cancel := context.WithTimeout(ctx, tokenTimeout)
	defer cancel()
	return ask(ctx)
}

func (e *TokenError) add(answer *tokenAnswer, err error, took time.Duration) {
	e.Status, e.Code, e.Err = 0, "", nil
	if answer != nil {
		e.Status, e.Code = answer.status, oauthError(answer)
		if 300 <= e.Status && e.Status < 400 {
			e.Err = errors.New("redirects of token requests are not followed")
		}
	}
	if is := (*finalError)(nil); errors.As(err, &is) {
		err = is.error
	} else if err != nil {
		err = networkError(err)
	}
	if err != nil {
		e.Err = err
	}
	e.Attempts = append(e.Attempts, Attempt{Status: e.Status, Err: err, Took: took})
}

const maxTokenWait = 5 * time.Minute // of what a token server may ask to wait

// wait is how long to wait after so many attempts: as for other requests, or what the server asks for, within reason.
func (s *smart) wait(attempts int, answer *tokenAnswer) time.Duration {
	d := backoff(attempts, rand.Float64)
	if answer != nil {
		if asked, ok, _ := retryAfter(answer.header, s.clock.Now()); ok {
			d = max(d, min(asked, maxTokenWait))
		}
	}
	return d
}
