package settings

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"strings"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/internal/files"
	"github.com/fhirview/fhirview/internal/option"
)

// credentials are the settings of auth and smart, by key. They are used to make an Auth and not kept.
type credentials struct{ given map[string]value }

func (c *credentials) set(key string, v value) {
	if c.given == nil {
		c.given = map[string]value{}
	}
	c.given[key] = v
}

func (c *credentials) has(key string) bool { return c.given[key].from != "" }
func (c *credentials) text(key string) string {
	return c.given[key].text
}

// credentialKinds are the settings of which each names credentials of another kind.
var credentialKinds = []string{"auth.token", "auth.token_file", "auth.user", "smart.client_id"}

// credentials sets the client's Auth. Credentials of two kinds are a mistake: either could be the one that was forgotten.
func (l *loader) credentials(s *Settings, c *credentials) {
	if len(c.given) == 0 {
		return
	}
	var kinds []string
	for _, key := range credentialKinds {
		if c.has(key) {
			kinds = append(kinds, c.given[key].from)
		}
	}
	switch {
	case len(kinds) == 0:
		l.incomplete(c)
		return
	case len(kinds) > 1:
		l.problemf("%s: only one kind of credentials can be used: leave out the others", strings.Join(kinds, " and "))
		return
	}
	if s.Server == "" && len(l.problems) == 0 && !l.lenient() {
		l.problemf("%s: there are credentials but no server: set %s", kinds[0], option.Variable("server"))
	}
	auth, err := c.auth(l, s.Server)
	if placed, ok := errors.AsType[*placedError](err); ok {
		l.problems = append(l.problems, placed)
		return
	}
	if err != nil {
		l.problemf("%s: %w", kinds[0], err)
		return
	}
	s.Client.Auth = auth
}

// incomplete reports settings that only mean something beside another.
func (l *loader) incomplete(c *credentials) {
	all := table()
	for i := range all {
		key := all[i].Key
		switch {
		case !c.has(key):
		case strings.HasPrefix(key, "smart."):
			l.problemf("%s: set %s too", c.given[key].from, c.nameLike(key, "smart.client_id"))
		default:
			l.problemf("%s: set %s too", c.given[key].from, c.nameLike(key, "auth.user"))
		}
	}
}

// nameLike is the flag of a setting where another one came by a flag, and else the variable.
func (c *credentials) nameLike(key, other string) string {
	if strings.HasPrefix(c.given[key].from, "--") {
		return "--" + find(other).Flag
	}
	return option.Variable(other)
}

func (c *credentials) auth(l *loader, server string) (fhirclient.Auth, error) {
	switch {
	case c.has("auth.token"):
		return fhirclient.Bearer(strings.TrimSpace(c.text("auth.token"))), nil
	case c.has("auth.token_file"):
		return tokenFile(l.ctx, c.path("auth.token_file"))
	case c.has("auth.user"):
		return c.basic(l.ctx)
	default:
		return c.smart(l, server)
	}
}

func (c *credentials) path(key string) string {
	v := c.given[key]
	return v.path()
}

// tokenFile reads the file for each request, because those who put tokens into files put new ones there before the old
// expire, as Kubernetes does.
func tokenFile(ctx context.Context, path string) (fhirclient.Auth, error) {
	if _, err := readSecret(ctx, path); err != nil {
		return nil, err
	}
	return fhirclient.BearerFunc(func(ctx context.Context) (string, error) { return readSecret(ctx, path) }), nil
}

func (c *credentials) basic(ctx context.Context) (fhirclient.Auth, error) {
	user := strings.TrimSpace(c.text("auth.user"))
	if strings.Contains(user, ":") {
		return nil, errors.New("a user's name cannot hold a colon (RFC 7617)")
	}
	switch {
	case c.has("auth.password") && c.has("auth.password_file"):
		return nil, errors.New("give the password in one way: auth.password or auth.password_file")
	case c.has("auth.password"):
		return fhirclient.Basic(user, c.text("auth.password")), nil
	case c.has("auth.password_file"):
		password, err := readSecret(ctx, c.path("auth.password_file"))
		if err != nil {
			return nil, err
		}
		return fhirclient.Basic(user, password), nil
	default:
		return nil, errors.New("there is no password: set " + option.Variable("auth.password") + " or " + option.Variable("auth.password_file"))
	}
}

func (c *credentials) smart(l *loader, server string) (fhirclient.Auth, error) {
	if !c.has("smart.key_file") {
		return nil, errors.New("there is no key: set " + c.nameLike("smart.client_id", "smart.key_file"))
	}
	path := c.path("smart.key_file")
	key, err := readSecret(l.ctx, path)
	if err != nil {
		return nil, &placedError{c.given["smart.key_file"].from, err}
	}
	return fhirclient.SMART(fhirclient.SMARTConfig{
		ClientID:  c.text("smart.client_id"),
		Key:       []byte(key),
		KeyFile:   path,
		KeyID:     c.text("smart.key_id"),
		Server:    server,
		TokenURL:  c.text("smart.token_url"),
		Scopes:    c.scopes(l),
		KeySetURL: c.text("smart.key_set_url"),
	})
}

// scopes are the rights to ask for.
func (c *credentials) scopes(l *loader) []string {
	return strings.Fields(cmp.Or(c.text("smart.scopes"), l.scopes))
}

// readSecret reads a file without the line end that editors put at its end.
func readSecret(ctx context.Context, path string) (string, error) {
	data, err := files.Read(ctx, path)
	if err != nil {
		if failed, ok := errors.AsType[*fs.PathError](err); ok {
			err = failed.Err
		}
		return "", &secretError{err}
	}
	secret := strings.TrimSpace(string(data))
	if secret == "" {
		return "", &secretError{errors.New("it is empty")}
	}
	return secret, nil
}
