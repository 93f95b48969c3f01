package cli

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/internal/files"
)

// serverOptions say how to talk to a FHIR server. Secrets are in files and environment variables: other users of a machine
// can see the arguments of a command.
type serverOptions struct {
	header      []string
	tokenEnv    string
	tokenFile   string
	basicEnv    string
	clientID    string
	keyFile     string
	keyID       string
	tokenURL    string
	scopes      string
	maxInFlight count
	timeout     span
	verbose     bool
}

// Variables that hold secrets, for which there are no flags but those that name another variable.
const (
	tokenVariable    = "FHIRVIEW_AUTH_TOKEN" //nolint:gosec // a name, not a token
	userVariable     = "FHIRVIEW_AUTH_USER"
	passwordVariable = "FHIRVIEW_AUTH_PASSWORD" //nolint:gosec // a name, too
)

func (o *serverOptions) add(flags *pflag.FlagSet) {
	flags.StringArrayVar(&o.header, "header", nil, "send a header `'K: V'` with each request to the server; can be given several times")
	flags.StringVar(&o.tokenEnv, "token-env", "", "send the bearer token that the environment variable `NAME` holds (default "+tokenVariable+")")
	flags.StringVar(&o.tokenFile, "token-file", "", "send the bearer token that a `FILE` holds, which is read for each request")
	flags.StringVar(&o.basicEnv, "auth-basic-env", "", "send the user:password that the environment variable `NAME` holds (default "+userVariable+"\nand "+passwordVariable+")")
	flags.StringVar(&o.clientID, "auth-smart-client-id", "", "get tokens by SMART Backend Services as the client `ID`")
	flags.StringVar(&o.keyFile, "auth-smart-key", "", "`FILE` with the client's private key, PEM or a JSON Web Key (set)")
	flags.StringVar(&o.keyID, "auth-smart-key-id", "", "`KID` of that key")
	flags.StringVar(&o.tokenURL, "auth-smart-token-url", "", "`URL` to get tokens from (default what the server says)")
	flags.StringVar(&o.scopes, "auth-smart-scopes", "", "`SCOPES` to ask for, with spaces between (default system/*.read, for upload system/*.write)")
	flags.Var(&o.maxInFlight, "max-in-flight", "how many requests are under way at most; 0 is 100")
	flags.Var(&o.timeout, "timeout", "how long to wait for an answer to begin, such as 30s (default 2m)")
	flags.BoolVar(&o.verbose, "verbose", false, "show what the server says about errors, which may hold patient data, and each wait and repeat")
}

// config returns what the client of a server is made of. scopes are those to ask for by default.
func (o *serverOptions) config(ctx context.Context, server, scopes string) (*fhirclient.Config, error) {
	header, err := o.headers()
	if err != nil {
		return nil, err
	}
	auth, err := o.auth(ctx, server, scopes)
	if err != nil {
		return nil, err
	}
	if o.timeout < 0 {
		return nil, usagef("--timeout: use a time above 0, such as 30s")
	}
	if o.maxInFlight > 100 {
		return nil, usagef("--max-in-flight: use a number from 1 to 100")
	}
	return &fhirclient.Config{Auth: auth, Header: header, MaxInFlight: int(o.maxInFlight), Timeout: time.Duration(o.timeout)}, nil
}

// headers reads the flag, without showing what it holds where that is wrong.
func (o *serverOptions) headers() (http.Header, error) {
	header := http.Header{}
	for _, line := range o.header {
		name, value, ok := strings.Cut(line, ":")
		name = http.CanonicalHeaderKey(strings.TrimSpace(name))
		switch {
		case !ok || name == "":
			return nil, usagef("--header: write it as 'Name: value'")
		case slices.Contains([]string{"Authorization", "Proxy-Authorization", "Cookie"}, name):
			return nil, usagef("--header: credentials do not belong on the command line; use --token-env, --auth-basic-env or --auth-smart-…")
		}
		header.Add(name, strings.TrimSpace(value))
	}
	return header, nil
}

// auth returns the credentials that were chosen, or nil where there are none.
func (o *serverOptions) auth(ctx context.Context, server, scopes string) (fhirclient.Auth, error) {
	kinds := []struct {
		flag   string
		chosen bool
		auth   func() (fhirclient.Auth, error)
	}{
		{"--token-env", o.tokenEnv != "", func() (fhirclient.Auth, error) { return bearer(o.tokenEnv) }},
		{"--token-file", o.tokenFile != "", func() (fhirclient.Auth, error) { return bearerFile(ctx, o.tokenFile) }},
		{"--auth-basic-env", o.basicEnv != "", func() (fhirclient.Auth, error) { return basic(o.basicEnv) }},
		{"--auth-smart-client-id", o.clientID != "", func() (fhirclient.Auth, error) { return o.smart(ctx, server, scopes) }},
	}
	var flags []string
	auth := secretAuth
	for _, k := range kinds {
		if k.chosen {
			flags = append(flags, k.flag)
			auth = k.auth
		}
	}
	switch {
	case len(flags) > 1:
		return nil, usagef("%s exclude each other", strings.Join(flags, " and "))
	case o.clientID == "" && (o.keyFile != "" || o.keyID != "" || o.tokenURL != "" || o.scopes != ""):
		return nil, usagef("--auth-smart-…: name the client with --auth-smart-client-id")
	}
	return auth()
}

// secretAuth returns the credentials that the usual variables hold, or nil.
func secretAuth() (fhirclient.Auth, error) {
	token, user := secret(tokenVariable), secret(userVariable)
	switch {
	case token != "" && user != "":
		return nil, usagef("%s and %s exclude each other", tokenVariable, userVariable)
	case token != "":
		return fhirclient.Bearer(token), nil
	case user != "":
		return fhirclient.Basic(user, os.Getenv(passwordVariable)), nil
	}
	return nil, nil
}

// secret returns what a variable holds, without the newline that comes from files.
func secret(variable string) string { return strings.TrimSpace(os.Getenv(variable)) }

func bearer(variable string) (fhirclient.Auth, error) {
	token := secret(variable)
	if token == "" {
		return nil, usagef("--token-env: there is no environment variable of this name, or it is empty")
	}
	return fhirclient.Bearer(token), nil
}

func bearerFile(ctx context.Context, path string) (fhirclient.Auth, error) {
	read := func(ctx context.Context) (string, error) {
		data, err := files.Read(ctx, path)
		return strings.TrimSpace(string(data)), err
	}
	if _, err := read(ctx); err != nil {
		return nil, secretProblem(ctx, "--token-file", err)
	}
	return fhirclient.BearerFunc(read), nil
}

// secretProblem is wrong usage, unless the command was ended while it waited for the file.
func secretProblem(ctx context.Context, flag string, err error) error {
	if ctx.Err() != nil {
		return err
	}
	return usagef("%s: %v", flag, err)
}

func basic(variable string) (fhirclient.Auth, error) {
	user, password, ok := strings.Cut(secret(variable), ":")
	if !ok {
		return nil, usagef("--auth-basic-env: the environment variable has to hold user:password")
	}
	return fhirclient.Basic(user, password), nil
}

func (o *serverOptions) smart(ctx context.Context, server, scopes string) (fhirclient.Auth, error) {
	var key []byte
	if o.keyFile != "" {
		var err error
		if key, err = files.Read(ctx, o.keyFile); err != nil {
			return nil, secretProblem(ctx, "--auth-smart-key", err)
		}
	}
	if o.scopes != "" {
		scopes = o.scopes
	}
	auth, err := fhirclient.SMART(fhirclient.SMARTConfig{
		ClientID: o.clientID, Key: key, KeyFile: o.keyFile, KeyID: o.keyID,
		Server: server, TokenURL: o.tokenURL, Scopes: strings.Fields(scopes),
	})
	if err != nil {
		return nil, usagef("%v", err)
	}
	return auth, nil
}

// client returns a client of a server that was named by a flag.
func (e *env) client(flag, server string, cfg *fhirclient.Config) (*fhirclient.Client, error) {
	u, parseErr := url.Parse(server)
	if parseErr == nil && u.User != nil {
		return nil, usagef("%s: the base URL holds a user name; leave it out and use --auth-basic-env", flag)
	}
	client, err := fhirclient.New(server, cfg)
	if err != nil {
		return nil, usagef("%s: %s", flag, strings.TrimPrefix(err.Error(), "fhirclient: "))
	}
	if parseErr == nil && cfg.Auth != nil && u.Scheme == "http" && !isLoopback(u.Hostname()) {
		e.sayf("fhirview: warning: credentials go to %s without encryption; use https\n", u.Host)
	}
	return client, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func isURL(path string) bool {
	return strings.HasPrefix(path, "http://") || strings.HasPrefix(path, "https://")
}
