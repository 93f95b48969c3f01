package settings

import (
	"context"
	"errors"
	"io/fs"
	"strings"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/internal/files"
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

// credentials sets the client's Auth. Credentials of two kinds are a mistake: either could be the one that was forgotten.
func (l *loader) credentials(s *Settings, c *credentials) {
	if len(c.given) == 0 {
		return
	}
	var kinds []string
	for _, key := range []string{"auth.token", "auth.token_file", "auth.user", "smart.client_id"} {
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
	if s.Server == "" && len(l.problems) == 0 {
		l.problemf("%s: there are credentials but no server: set %s", kinds[0], variable("server"))
	}
	auth, err := c.auth(s.Server)
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
		key := all[i].key
		switch {
		case !c.has(key):
		case strings.HasPrefix(key, "smart."):
			l.problemf("%s: set %s too", c.given[key].from, variable("smart.client_id"))
		default:
			l.problemf("%s: set %s too", c.given[key].from, variable("auth.user"))
		}
	}
}

func (c *credentials) auth(server string) (fhirclient.Auth, error) {
	switch {
	case c.has("auth.token"):
		return fhirclient.Bearer(c.text("auth.token")), nil
	case c.has("auth.token_file"):
		return tokenFile(c.path("auth.token_file"))
	case c.has("auth.user"):
		return c.basic()
	default:
		return c.smart(server)
	}
}

func (c *credentials) path(key string) string {
	v := c.given[key]
	return v.path()
}

// tokenFile reads the file for each request, because those who put tokens into files put new ones there before the old
// expire, as Kubernetes does.
func tokenFile(path string) (fhirclient.Auth, error) {
	if _, err := readSecret(path); err != nil {
		return nil, err
	}
	return fhirclient.BearerFunc(func(context.Context) (string, error) { return readSecret(path) }), nil
}

func (c *credentials) basic() (fhirclient.Auth, error) {
	user := c.text("auth.user")
	if strings.Contains(user, ":") {
		return nil, errors.New("a user's name cannot hold a colon (RFC 7617)")
	}
	switch {
	case c.has("auth.password") && c.has("auth.password_file"):
		return nil, errors.New("give the password in one way: auth.password or auth.password_file")
	case c.has("auth.password"):
		return fhirclient.Basic(user, c.text("auth.password")), nil
	case c.has("auth.password_file"):
		password, err := readSecret(c.path("auth.password_file"))
		if err != nil {
			return nil, err
		}
		return fhirclient.Basic(user, password), nil
	default:
		return nil, errors.New("there is no password: set " + variable("auth.password") + " or " + variable("auth.password_file"))
	}
}

func (c *credentials) smart(server string) (fhirclient.Auth, error) {
	if !c.has("smart.key_file") {
		return nil, errors.New("there is no key: set " + variable("smart.key_file"))
	}
	return fhirclient.SMART(fhirclient.SMARTConfig{
		ClientID:  c.text("smart.client_id"),
		KeyFile:   c.path("smart.key_file"),
		KeyID:     c.text("smart.key_id"),
		Server:    server,
		TokenURL:  c.text("smart.token_url"),
		Scopes:    strings.Fields(c.text("smart.scopes")),
		KeySetURL: c.text("smart.key_set_url"),
	})
}

// readSecret reads a file without the line end that editors put at its end.
func readSecret(path string) (string, error) {
	data, err := files.ReadWaiting(path)
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
