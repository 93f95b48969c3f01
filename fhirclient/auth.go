package fhirclient

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"golang.org/x/oauth2"
)

// Bearer returns an Auth that sends a token that never changes. After a 401 there is nothing new to try.
func Bearer(token string) Auth { return &fixed{value: bearerValue(token)} }

// Basic returns an Auth that sends a user's name and password. After a 401 there is nothing new to try. A name with a
// colon cannot be sent (RFC 7617): then every request fails before it is sent.
func Basic(user, password string) Auth {
	if strings.Contains(user, ":") {
		return &fixed{}
	}
	return &fixed{value: "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))}
}

// BearerFunc returns an Auth that asks a function for the token of each request. The function has to be safe for
// concurrent use and to keep its token itself as long as that is good. After a 401 it is asked again; where it returns
// another token than was refused, the request is sent once more. Its error is part of the request's: it should not name
// secrets.
func BearerFunc(token func(ctx context.Context) (string, error)) Auth {
	return &dynamic{token: func(ctx context.Context) (string, error) {
		t, err := token(ctx)
		if err != nil {
			return "", fmt.Errorf("no token: %w", err)
		}
		return bearerValue(t), nil
	}}
}

// TokenSource returns an Auth that takes its tokens from a source, as BearerFunc does from a function. The source should
// be one that keeps its token as long as that is good, as those of [oauth2.ReuseTokenSource] do. The text of its errors is
// not passed on, because it can hold what a token server answered; errors.Unwrap gives them.
func TokenSource(source oauth2.TokenSource) Auth {
	return &dynamic{token: func(context.Context) (string, error) {
		t, err := source.Token()
		if err != nil {
			return "", &sourceError{err}
		}
		return t.Type() + " " + t.AccessToken, nil
	}}
}

func bearerValue(token string) string {
	if token == "" {
		return ""
	}
	return "Bearer " + token
}

// setCredentials sets the header. What is wrong with a value is told without it.
func setCredentials(req *http.Request, value string) error {
	if value == "" {
		return errNoCredentials
	}
	for i := range len(value) {
		if c := value[i]; c < ' ' || c == 0x7f {
			return errBadCredentials
		}
	}
	req.Header.Set("Authorization", value)
	return nil
}

var (
	errNoCredentials  = errors.New("the credentials are empty, or the user's name holds a colon")
	errBadCredentials = errors.New("the credentials hold a control character, such as the newline of a file")
)

// hidden keeps what a type holds out of anything that is printed, whatever the verb.
type hidden struct{}

// Format implements [fmt.Formatter].
func (hidden) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "fhirclient.Auth") }

// fixed are credentials that never change. An empty value is an error for each request.
type fixed struct {
	hidden

	value string
}

func (a *fixed) Authorize(_ context.Context, req *http.Request) error {
	return setCredentials(req, a.value)
}

func (a *fixed) Refresh(context.Context, *http.Request) (bool, error) { return false, nil }

// dynamic are credentials that somebody else keeps.
type dynamic struct {
	hidden
	own

	token func(ctx context.Context) (string, error)
}

func (a *dynamic) Authorize(ctx context.Context, req *http.Request) error {
	value, err := a.token(ctx)
	if err != nil {
		return err
	}
	return setCredentials(req, value)
}

func (a *dynamic) Refresh(ctx context.Context, req *http.Request) (bool, error) {
	value, err := a.token(ctx)
	if err != nil {
		return false, err
	}
	return value != req.Header.Get("Authorization"), nil
}

// sourceError hides the text of a token source's error.
type sourceError struct{ err error }

func (e *sourceError) Error() string { return "no token: the token source failed" }
func (e *sourceError) Unwrap() error { return e.err }
