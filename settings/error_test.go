package settings

import (
	"strings"
	"testing"

	"github.com/fhirview/fhirview/internal/option"
	"github.com/google/go-cmp/cmp"
)

// TestWrong has what is said about mistakes. FILE stands for the path of the file, and no message holds a value.
func TestWrong(t *testing.T) {
	const canary = "s3cr3t"
	for _, c := range []struct {
		name, file string
		environ    []string
		want       string
	}{
		{"number", "", []string{"FHIRVIEW_CLIENT_MAX_IN_FLIGHT=s3cr3t"}, "FHIRVIEW_CLIENT_MAX_IN_FLIGHT: the value must be a whole number from 1 to 100; leave it out for 100"},
		{"zero", "", []string{"FHIRVIEW_RUNNER_CACHE_TTL=0s"}, "FHIRVIEW_RUNNER_CACHE_TTL: the value must be a duration above 0 such as 500ms, 30s or 5m, or off; leave it out for 5m"},
		{"no unit", `{"client": {"timeout": 30}}`, nil, "client.timeout in FILE: the value must be a duration above 0 such as 500ms, 30s or 5m; leave it out for 2m"},
		{"off", "", []string{"FHIRVIEW_RUNNER_TIMEOUT=off"}, "FHIRVIEW_RUNNER_TIMEOUT: the value must be a duration above 0 such as 500ms, 30s or 5m; leave it out for none"},
		{"size", "", []string{"FHIRVIEW_RUNNER_CACHE_BYTES=9999999999GiB"}, "FHIRVIEW_RUNNER_CACHE_BYTES: the value must be a size above 0 such as 512KiB, 64MiB or 1GiB, or in bytes; leave it out for 64MiB"},
		{"rate", "", []string{"FHIRVIEW_CLIENT_RATE=NaN"}, "FHIRVIEW_CLIENT_RATE: the value must be a number above 0; leave it out for no limit"},
		{"truth", `{"runner": {"sequential": "s3cr3t"}}`, nil, "runner.sequential in FILE: the value must be true or false; leave it out for false"},
		{"batch", "", []string{"FHIRVIEW_RUNNER_BATCH_SIZE=-1"}, "FHIRVIEW_RUNNER_BATCH_SIZE: the value must be a whole number from 1, or auto; leave it out for 10"},
		{"header", "", []string{"FHIRVIEW_CLIENT_HEADER=s3cr3t"}, "FHIRVIEW_CLIENT_HEADER: the value must be Name: value, a line each; in the file also an array; without credentials; leave it out for none"},
		{"credentials as a header", "", []string{"FHIRVIEW_CLIENT_HEADER=authorization: s3cr3t"}, "FHIRVIEW_CLIENT_HEADER: the value must be Name: value, a line each; in the file also an array; without credentials; leave it out for none"},
		{"bad header", "", []string{"FHIRVIEW_CLIENT_HEADER=a b: s3cr3t"}, "FHIRVIEW_CLIENT_HEADER: the value must be Name: value, a line each; in the file also an array; without credentials; leave it out for none"},
		{"port", "", []string{"FHIRVIEW_PORT=8080"}, "FHIRVIEW_PORT is no setting"},
		{"version", "", []string{"FHIRVIEW_FHIR_VERSION=STU3"}, "FHIRVIEW_FHIR_VERSION: the value must be R4, R4B, R5 or R6, or a version such as 4.0.1; leave it out for each view's fhirVersion, else R4"},
		{"address", "", []string{"FHIRVIEW_LISTEN=8080"}, "FHIRVIEW_LISTEN: the value must be an address such as localhost:8080 or :80; leave it out for localhost:8080"},
		{"folder", "", []string{"FHIRVIEW_VIEWS=/no/s3cr3t"}, "FHIRVIEW_VIEWS: the value must be the path of a folder; leave it out for none"},
		{"password in the URL", "", []string{"FHIRVIEW_SERVER=https://me:s3cr3t@example.org"}, "FHIRVIEW_SERVER: fhirclient: the base URL holds a user name: use Config.Auth"},
		{"typo", "", []string{"FHIRVIEW_SEVRER=s3cr3t"}, "FHIRVIEW_SEVRER is no setting: did you mean FHIRVIEW_SERVER?"},
		{"nothing like it", "", []string{"FHIRVIEW_COLOUR_OF_THE_PAGE=s3cr3t"}, "FHIRVIEW_COLOUR_OF_THE_PAGE is no setting"},
		{"typo in the file", `{"runner": {"cache_tll": "s3cr3t"}}`, nil, "runner.cache_tll in FILE is no setting: did you mean runner.cache_ttl?"},
		{"typo in a group", `{"clients": {"rate": 1}}`, nil, "clients in FILE is no setting: did you mean client?"},
		{"twice", `{"listen": ":80", "listen": ":81"}`, nil, "listen in FILE is there twice"},
		{"group", `{"client": 5}`, nil, "client in FILE must be an object of settings"},
		{"object", `{"listen": {}}`, nil, "listen in FILE must be an address such as localhost:8080 or :80"},
		{"array", `{"listen": [":80"]}`, nil, "listen in FILE must be an address such as localhost:8080 or :80"},
		{"empty", `{"listen": ""}`, nil, "listen in FILE is empty: leave it out, or give an address such as localhost:8080 or :80"},
		{"secret in the file", `{"auth": {"token": "s3cr3t"}}`, nil, "auth.token in FILE: a secret does not belong into this file: give it as FHIRVIEW_AUTH_TOKEN, or in a file of its own as auth.token_file"},
		{"broken", "{\n\"listen\": s3cr3t}", nil, "FILE: line 2: the JSON is broken"},
		{"cut", "{\n\"listen\":", nil, "FILE: line 2: the JSON ends too early"},
		{"more", "{}\n{}", nil, "FILE: line 2: there is more after the end of the object"},
		{"no object", "[]", nil, "FILE: the file must be a JSON object"},
		{"no file", "", []string{"FHIRVIEW_CONFIG=/no/such.json"}, "FHIRVIEW_CONFIG: the configuration file /no/such.json cannot be read: no such file or directory"},
		{"two kinds", "", []string{"FHIRVIEW_SERVER=http://a", "FHIRVIEW_AUTH_TOKEN=s3cr3t", "FHIRVIEW_AUTH_USER=me"}, "FHIRVIEW_AUTH_TOKEN and FHIRVIEW_AUTH_USER: only one kind of credentials can be used: leave out the others"},
		{"no server", "", []string{"FHIRVIEW_AUTH_TOKEN=s3cr3t"}, "FHIRVIEW_AUTH_TOKEN: there are credentials but no server: set FHIRVIEW_SERVER"},
		{"no user", "", []string{"FHIRVIEW_AUTH_PASSWORD=s3cr3t"}, "FHIRVIEW_AUTH_PASSWORD: set FHIRVIEW_AUTH_USER too"},
		{"no client id", "", []string{"FHIRVIEW_SMART_KEY_FILE=s3cr3t"}, "FHIRVIEW_SMART_KEY_FILE: set FHIRVIEW_SMART_CLIENT_ID too"},
		{"no password", "", []string{"FHIRVIEW_SERVER=http://a", "FHIRVIEW_AUTH_USER=me"}, "FHIRVIEW_AUTH_USER: there is no password: set FHIRVIEW_AUTH_PASSWORD or FHIRVIEW_AUTH_PASSWORD_FILE"},
		{"colon", "", []string{"FHIRVIEW_SERVER=http://a", "FHIRVIEW_AUTH_USER=me:s3cr3t"}, "FHIRVIEW_AUTH_USER: a user's name cannot hold a colon (RFC 7617)"},
		{"no token", "", []string{"FHIRVIEW_SERVER=http://a", "FHIRVIEW_AUTH_TOKEN_FILE=/no/s3cr3t"}, "FHIRVIEW_AUTH_TOKEN_FILE: the file cannot be used: no such file or directory"},
		{"no key", "", []string{"FHIRVIEW_SERVER=http://a", "FHIRVIEW_SMART_CLIENT_ID=me"}, "FHIRVIEW_SMART_CLIENT_ID: there is no key: set FHIRVIEW_SMART_KEY_FILE"},
		{
			"all at once", `{"client": {"attempts": 11}}`, []string{"FHIRVIEW_SEVRER=x", "FHIRVIEW_LISTEN=x"},
			"FHIRVIEW_SEVRER is no setting: did you mean FHIRVIEW_SERVER?\n" +
				"FHIRVIEW_LISTEN: the value must be an address such as localhost:8080 or :80; leave it out for localhost:8080\n" +
				"client.attempts in FILE: the value must be a whole number from 1 to 10; leave it out for 3",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			opts := &Options{Environ: append([]string{}, c.environ...)}
			if c.file != "" {
				opts.File = writeText(t, c.file)
			}
			s, err := Load(t.Context(), opts)
			if err == nil || s != nil {
				t.Fatalf("got %v and %v, want only an error", s, err)
			}
			got := err.Error()
			if opts.File != "" {
				got = strings.ReplaceAll(got, opts.File, "FILE")
			}
			if diff := cmp.Diff("settings: "+c.want, got); diff != "" {
				t.Error(diff)
			}
			if strings.Contains(got, canary) {
				t.Error("the message holds a value")
			}
		})
	}
}

// TestSuggestion keeps what all variables begin with from making any two of them alike.
func TestSuggestion(t *testing.T) {
	known := []string{"FHIRVIEW_SERVER", "FHIRVIEW_LISTEN", "FHIRVIEW_VIEWS"}
	for name, want := range map[string]string{
		"FHIRVIEW_SEVRER": ": did you mean FHIRVIEW_SERVER?",
		"FHIRVIEW_VIEW":   ": did you mean FHIRVIEW_VIEWS?",
		"FHIRVIEW_COLOUR": "",
		"FHIRVIEW_X":      "",
	} {
		if got := suggestion(name, option.Prefix, known); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}
