package settings

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// misplaced is a value that no message may hold.
const misplaced = "hunter2-secret"

// TestFlags go over variables, and those over the file.
func TestFlags(t *testing.T) {
	s, err := Load(t.Context(), &Options{
		File:    writeFile(t, map[string]any{"client.timeout": "1s", "client.attempts": 5, "client.pause": "3s"}),
		Environ: []string{"FHIRVIEW_CLIENT_TIMEOUT=2s", "FHIRVIEW_CLIENT_PAUSE=4s"},
		Flags:   map[string]string{"client.timeout": "9s", "server": "http://localhost/fhir"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if s.Client.Timeout != 9*time.Second || s.Client.Pause != 4*time.Second || s.Client.Attempts != 5 || s.Server != "http://localhost/fhir" {
		t.Errorf("%+v", s)
	}
	for key, want := range map[string]string{
		"client.timeout": "settings: --timeout: the value must be a duration", "smart.key_id": "settings: --auth-smart-key-id: set --auth-smart-client-id too",
		"client.colour": "settings: client.colour is no setting", "listen": "settings: listen: the value must be an address",
	} {
		_, err := Load(t.Context(), &Options{Environ: []string{}, Flags: map[string]string{key: misplaced}})
		if err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), misplaced) {
			t.Errorf("%s: %v", key, err)
		}
	}
}

// TestFlagsOfCredentials put aside credentials of other kinds, and keep what is said of their own.
func TestFlagsOfCredentials(t *testing.T) {
	s := newServer(t)
	token := writeSecret(t, filepath.Join(t.TempDir(), "token"), "from-file")
	environ := []string{"FHIRVIEW_AUTH_TOKEN_FILE=" + token, "FHIRVIEW_SMART_KEY_ID=k", "FHIRVIEW_AUTH_PASSWORD=lost"}
	for _, c := range []struct {
		flags map[string]string
		want  string
	}{
		{map[string]string{"auth.token": "abc"}, "Bearer abc"},
		{map[string]string{"auth.user": "Aladdin", "auth.password": "open sesame"}, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="},
	} {
		c.flags["server"] = s.URL + "/fhir"
		cfg, err := Load(t.Context(), &Options{Environ: environ, Flags: c.flags})
		if err != nil {
			t.Fatal(err)
		}
		if got := s.ping(t, cfg); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
	_, err := Load(t.Context(), &Options{Environ: environ, Flags: map[string]string{"smart.client_id": "me", "server": s.URL}})
	if want := "settings: --auth-smart-client-id: there is no key: set --auth-smart-key"; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// TestGroups reads what belongs to them, and passes over all else.
func TestGroups(t *testing.T) {
	s, err := Load(t.Context(), &Options{
		File:    writeFile(t, map[string]any{"client.attempts": 5, "client.colour": 1, "runner.page_size": misplaced, "other": 1, "server": 5}),
		Environ: []string{"FHIRVIEW_CLIENT_TIMEOUT=2s", "FHIRVIEW_RUNNER_TIMEOUT=x", "FHIRVIEW_CLIENT_TIMEOT=x", "FHIRVIEW_X=y", "FHIRVIEW_AUTH_TOKEN=t"},
		Groups:  []string{"client", "auth"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if s.Client.Timeout != 2*time.Second || s.Client.Attempts != 5 || s.Client.Auth == nil || s.Server != "" || s.Runner.PageSize != 0 {
		t.Errorf("%+v", s)
	}
}

// TestScopes are those that the program asks for, unless a setting says otherwise.
func TestScopes(t *testing.T) {
	for text, want := range map[string]string{"": "system/*.write", "system/Patient.rs": "system/Patient.rs"} {
		l := &loader{scopes: "system/*.write"}
		c := &credentials{given: map[string]value{"smart.scopes": {text: text}}}
		if got := strings.Join(c.scopes(l), " "); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}
