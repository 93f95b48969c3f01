package cli

import (
	"cmp"
	"context"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/internal/option"
	"github.com/fhirview/fhirview/settings"
)

// serverOptions say how to talk to a FHIR server. Secrets are in files and environment variables: other users of a machine
// can see the arguments of a command.
type serverOptions struct {
	header      []string
	tokenEnv    string
	basicEnv    string
	maxInFlight count
	timeout     span
	verbose     bool
	flags       *pflag.FlagSet // all flags of the command
}

// settingGroups are the settings that the flags go over.
var settingGroups = []string{"auth", "smart", "client"}

func (o *serverOptions) add(flags *pflag.FlagSet) {
	o.flags = flags
	flags.StringArrayVar(&o.header, "header", nil, "send a header `'K: V'` with each request to the server; can be given several times")
	flags.StringVar(&o.tokenEnv, "token-env", "", "send the bearer token that the environment variable `NAME` holds (default "+option.Variable("auth.token")+")")
	flags.String("token-file", "", "send the bearer token that a `FILE` holds, which is read for each request")
	flags.StringVar(&o.basicEnv, "auth-basic-env", "", "send the user:password that the environment variable `NAME` holds (default "+option.Variable("auth.user")+"\nand "+option.Variable("auth.password")+")")
	flags.String("auth-smart-client-id", "", "get tokens by SMART Backend Services as the client `ID`")
	flags.String("auth-smart-key", "", "`FILE` with the client's private key, PEM or a JSON Web Key (set)")
	flags.String("auth-smart-key-id", "", "`KID` of that key")
	flags.String("auth-smart-token-url", "", "`URL` to get tokens from (default what the server says)")
	flags.String("auth-smart-scopes", "", "`SCOPES` to ask for, with spaces between (default system/*.read, for upload system/*.write)")
	flags.Var(&o.maxInFlight, "max-in-flight", "how many requests are under way at most; 0 is 100")
	flags.Var(&o.timeout, "timeout", "how long to wait for an answer to begin, such as 30s (default 2m)")
	flags.BoolVar(&o.verbose, "verbose", false, "show what the server says about errors, which may hold patient data, and each wait and repeat")
}

// config returns what the client of a server is made of: what the environment and the file say, and flags over it. scopes
// are those to ask for by default.
func (o *serverOptions) config(ctx context.Context, server, scopes string) (*fhirclient.Config, error) {
	given := map[string]string{"server": server}
	for _, take := range []func(map[string]string) error{o.takeNumbers, o.takeHeader, o.takeSecrets, o.takeOthers} {
		if err := take(given); err != nil {
			return nil, err
		}
	}
	s, err := settings.Load(ctx, &settings.Options{Flags: given, Groups: settingGroups, Scopes: scopes})
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, usagef("%s", strings.TrimPrefix(err.Error(), "settings: "))
	}
	cfg := &s.Client
	// A zero is no setting: it takes back what the environment says.
	if o.flags.Changed("max-in-flight") && o.maxInFlight == 0 {
		cfg.MaxInFlight = 0
	}
	if o.flags.Changed("timeout") && o.timeout == 0 {
		cfg.Timeout = 0
	}
	return cfg, nil
}

// path is what a flag or its variable names.
func (o *serverOptions) path(key string) string {
	t := option.Find(key)
	return cmp.Or(o.flags.Lookup(t.Flag).Value.String(), os.Getenv(t.Variable()))
}

// takeOthers takes the flags whose values stand as they are.
func (o *serverOptions) takeOthers(given map[string]string) error {
	for i := range option.Table {
		t := &option.Table[i]
		_, taken := given[t.Key]
		if t.Flag == "" || t.Command || taken || !o.flags.Changed(t.Flag) || t.Flag == "token-env" || t.Flag == "auth-basic-env" {
			continue
		}
		if text := o.flags.Lookup(t.Flag).Value.String(); text != "" && text != "0" {
			given[t.Key] = text
		}
	}
	return nil
}

func (o *serverOptions) takeNumbers(map[string]string) error {
	if o.timeout < 0 {
		return usagef("--timeout: use a time above 0, such as 30s")
	}
	if o.maxInFlight > 100 {
		return usagef("--max-in-flight: use a number from 1 to 100")
	}
	return nil
}

// takeHeader reads the flag, without showing what it holds where that is wrong.
func (o *serverOptions) takeHeader(given map[string]string) error {
	for _, line := range o.header {
		name, _, ok := strings.Cut(line, ":")
		name = http.CanonicalHeaderKey(strings.TrimSpace(name))
		switch {
		case !ok || name == "":
			return usagef("--header: write it as 'Name: value'")
		case slices.Contains([]string{"Authorization", "Proxy-Authorization", "Cookie"}, name):
			return usagef("--header: credentials do not belong on the command line; use --token-env, --auth-basic-env or --auth-smart-…")
		}
	}
	if len(o.header) > 0 {
		given["client.header"] = strings.Join(o.header, "\n")
	}
	return nil
}

// takeSecrets reads the variables that flags name.
func (o *serverOptions) takeSecrets(given map[string]string) error {
	if o.tokenEnv != "" {
		token := strings.TrimSpace(os.Getenv(o.tokenEnv))
		if token == "" {
			return usagef("--token-env: there is no environment variable of this name, or it is empty")
		}
		given["auth.token"] = token
	}
	if o.basicEnv != "" {
		user, password, ok := strings.Cut(strings.TrimSpace(os.Getenv(o.basicEnv)), ":")
		if !ok || user == "" {
			return usagef("--auth-basic-env: the environment variable has to hold user:password")
		}
		given["auth.user"], given["auth.password"] = user, password
	}
	return nil
}

// checkServer looks at the URL of a server that was named by a flag or a variable.
func checkServer(flag, server string) error {
	if u, err := url.Parse(server); err == nil && u.User != nil {
		return usagef("%s: the base URL holds a user name; leave it out and use --auth-basic-env", flag)
	}
	if _, err := fhirclient.New(server, nil); err != nil {
		return usagef("%s: %s", flag, strings.TrimPrefix(err.Error(), "fhirclient: "))
	}
	return nil
}

// client returns a client of a server that was named by a flag.
func (e *env) client(flag, server string, cfg *fhirclient.Config) (*fhirclient.Client, error) {
	client, err := fhirclient.New(server, cfg)
	if err != nil {
		return nil, usagef("%s: %s", flag, strings.TrimPrefix(err.Error(), "fhirclient: "))
	}
	if u, err := url.Parse(server); err == nil && cfg.Auth != nil && u.Scheme == "http" && !isLoopback(u.Hostname()) {
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
