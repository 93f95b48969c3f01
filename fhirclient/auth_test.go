package fhirclient

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/oauth2"
)

func TestFixedCredentials(t *testing.T) {
	for _, test := range []struct {
		auth Auth
		want string
		err  error
	}{
		{Bearer("abc"), "Bearer abc", nil},
		{Basic("Aladdin", "open sesame"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", nil},
		{Basic("Aladdin", ""), "Basic QWxhZGRpbjo=", nil},
		{Bearer(""), "", errNoCredentials},
		{Basic("a:b", "c"), "", errNoCredentials},
		{Bearer("abc\n"), "", errBadCredentials},
	} {
		req, err := request(t, test.auth)
		if !errors.Is(err, test.err) || req.Header.Get("Authorization") != test.want {
			t.Errorf("credentials %q, error %v; want %q, %v", req.Header.Get("Authorization"), err, test.want, test.err)
		}
		if again, err := test.auth.Refresh(t.Context(), req); again || err != nil {
			t.Errorf("refresh: %v, %v", again, err)
		}
	}
}

// tokens returns each of some tokens for two requests.
type tokens []string

func (s *tokens) Token() (*oauth2.Token, error) {
	if len(*s) == 0 {
		return nil, &oauth2.RetrieveError{Response: &http.Response{}, Body: []byte(secretToken)}
	}
	t := (*s)[0]
	*s = (*s)[1:]
	return &oauth2.Token{AccessToken: t, TokenType: "bearer"}, nil
}

// TestDynamicCredentials tries again after a 401 only with another token.
func TestDynamicCredentials(t *testing.T) {
	source := &tokens{"a", "a", "b"}
	for name, auth := range map[string]Auth{
		"source": TokenSource(source),
		"func": BearerFunc(func(context.Context) (string, error) {
			t, err := (&tokens{"a", "a", "b"}).Token()
			return t.AccessToken, err
		}),
	} {
		t.Run(name, func(t *testing.T) {
			req := mustAuthorize(t, auth)
			if have := req.Header.Get("Authorization"); have != "Bearer a" {
				t.Errorf("credentials %q", have)
			}
			if again, err := auth.Refresh(t.Context(), req); again || err != nil {
				t.Errorf("the same token: %v, %v", again, err)
			}
		})
	}
	auth := TokenSource(source)
	req := mustAuthorize(t, Bearer("a"))
	if again, err := auth.Refresh(t.Context(), req); !again || err != nil {
		t.Errorf("another token: %v, %v", again, err)
	}
	_, err := auth.Refresh(t.Context(), req)
	var cause *oauth2.RetrieveError
	if !errors.As(err, &cause) || err.Error() != "no token: the token source failed" {
		t.Errorf("error %v", err)
	}
}

// TestCredentialsAreNotPrinted prints everything that holds credentials in every way there is.
func TestCredentialsAreNotPrinted(t *testing.T) {
	s, _ := newSMART(t)
	mustAuthorize(t, s)
	const password = "verysecretpassword"
	secrets := []string{secretToken, password, testKeys().ec.D.String()} //nolint:staticcheck // to search for it
	for _, auth := range []Auth{Bearer(secretToken), Basic("user", password), s} {
		var log bytes.Buffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "auth", auth, "config", fmt.Sprint(Config{Auth: auth}))
		shown := []string{log.String()}
		for _, format := range []string{"%v", "%+v", "%#v", "%s", "%d", "%x", "%q"} {
			shown = append(shown, fmt.Sprintf(format, auth), fmt.Sprintf(format, Config{Auth: auth}), fmt.Sprintf(format, &Config{Auth: auth}))
		}
		for _, text := range shown {
			for _, secret := range secrets {
				if strings.Contains(text, secret) || strings.Contains(text, fmt.Sprintf("%x", secret)) {
					t.Errorf("%T shows a secret in %s", auth, text)
				}
			}
		}
	}
}

func TestAuthIdentity(t *testing.T) {
	s, _ := newSMART(t)
	other, _ := newSMART(t)
	for _, test := range []struct {
		a, b Auth
		same bool
	}{
		{nil, nil, true},
		{Bearer("a"), Bearer("a"), true},
		{Bearer("a"), Bearer("b"), false},
		{Bearer("a"), nil, false},
		{Basic("a", "b"), Basic("a", "b"), true},
		{s, s, true},
		{s, other, false},
	} {
		if same := authIdentity(test.a) == authIdentity(test.b); same != test.same {
			t.Errorf("%T and %T: the same is %v", test.a, test.b, same)
		}
	}
}
