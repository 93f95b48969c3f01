package fhirclient

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// smart is an Auth that gets its tokens itself.
type smart struct {
	hidden
	own

	clientID    string
	scopes      []string
	signer      *assertionSigner
	transport   http.RoundTripper
	clock       clock
	discoverURL string

	// turn is held by whoever fetches a token: a lock that a context can give up waiting for. It guards tokenURL.
	turn     chan struct{}
	tokenURL string // "" until it has been discovered

	mu    sync.Mutex // guards those below
	token token
	ended int64     // how many fetches have ended for themselves, well or not
	err   error     // how the last one ended
	holds time.Time // until when it counts
}

// token is an answer of the token server.
type token struct {
	value   string    // of the Authorization header
	renew   time.Time // from when on a new one is fetched
	expires time.Time
}

// errorHolds is how long a token server that has refused is left alone, and one that cannot renew a token that is good.
const errorHolds = 10 * time.Second

func (s *smart) Authorize(ctx context.Context, req *http.Request) error {
	value, err := s.current(ctx, "")
	if err != nil {
		return err
	}
	return setCredentials(req, value)
}

// Refresh gets a token other than the request's, unless another request has got one since.
func (s *smart) Refresh(ctx context.Context, req *http.Request) (bool, error) {
	refused := req.Header.Get("Authorization")
	if refused == "" {
		return false, nil
	}
	value, err := s.current(ctx, refused)
	if err != nil {
		return false, err
	}
	return value != refused, nil
}

// current returns the credentials of a token that is good and, as far as the token server has others, not the refused
// ones. Where a token has to be fetched, one caller does that while the others wait; they share what comes of it, unless
// that is only the end of the one caller's context.
func (s *smart) current(ctx context.Context, refused string) (string, error) {
	value, fresh, ended := s.look(refused)
	if fresh {
		return value, nil
	}
	select {
	case s.turn <- struct{}{}:
	default:
		if value != "" {
			return value, nil // somebody renews it, and until then it is good
		}
		select {
		case s.turn <- struct{}{}:
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
	defer func() { <-s.turn }()
	return s.inTurn(ctx, refused, ended)
}

// inTurn fetches a token unless that has been done since the caller looked, when so many fetches had ended.
func (s *smart) inTurn(ctx context.Context, refused string, before int64) (string, error) {
	value, fresh, ended := s.look(refused)
	if fresh {
		return value, nil
	}
	if err := s.lastError(ended > before, value != ""); err != nil {
		return orError(value, err)
	}
	next, err := s.fetch(ctx)
	if err != nil && ctx.Err() != nil {
		return "", ctx.Err() // which tells the others nothing
	}
	s.store(next, err)
	if err != nil {
		return orError(value, err)
	}
	return next.value, nil
}

// orError returns a value that is still good, or the error where there is none.
func orError(value string, err error) (string, error) {
	if value != "" {
		return value, nil
	}
	return "", err
}

// look returns the credentials where they are good, and whether they are so for a while. A refused token is dropped.
func (s *smart) look(refused string) (value string, fresh bool, ended int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if refused != "" && s.token.value == refused {
		s.token = token{}
	}
	now := s.clock.Now()
	if s.token.value == "" || !now.Before(s.token.expires) {
		return "", false, s.ended
	}
	return s.token.value, now.Before(s.token.renew), s.ended
}

// lastError returns the error of the last fetch where it counts for a caller: because it came while the caller waited, or
// because the token server should be left alone for a while.
func (s *smart) lastError(waited, renewing bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	holds := s.clock.Now().Before(s.holds)
	if waited || holds && (renewing || isRefusal(s.err)) {
		return s.err
	}
	return nil
}

func (s *smart) store(t token, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended++
	s.err = err
	if err != nil {
		s.holds = s.clock.Now().Add(errorHolds)
		return
	}
	s.token = t
}
