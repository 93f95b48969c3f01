package settings

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// server keeps the credentials of the last request, and gives tokens.
type server struct {
	*httptest.Server

	got   string
	scope string
}

func newServer(t *testing.T) *server {
	s := &server{}
	mux := http.NewServeMux()
	mux.HandleFunc("/fhir/metadata", func(w http.ResponseWriter, r *http.Request) {
		s.got = r.Header.Get("Authorization")
		w.Header().Set("Content-Type", "application/fhir+json")
		fmt.Fprint(w, `{"resourceType":"CapabilityStatement"}`)
	})
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		s.scope = r.PostFormValue("scope")
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"access_token":"smart-token","token_type":"bearer","expires_in":300}`)
	})
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// ping asks the server with the settings, and returns the credentials that it got.
func (s *server) ping(t *testing.T, cfg *Settings) string {
	t.Helper()
	client, err := cfg.NewClient()
	if err != nil {
		t.Fatal(err)
	}
	defer client.CloseIdleConnections()
	if err := client.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s.got
}

func writeSecret(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestCredentials sends a request with each kind of credentials.
func TestCredentials(t *testing.T) {
	s := newServer(t)
	folder := t.TempDir()
	token := writeSecret(t, filepath.Join(folder, "token"), "from-file\n")
	password := writeSecret(t, filepath.Join(folder, "password"), "open sesame\n")
	for _, c := range []struct {
		name    string
		environ []string
		want    string
	}{
		{"none", nil, ""},
		{"token", []string{"FHIRVIEW_AUTH_TOKEN=abc"}, "Bearer abc"},
		{"token file", []string{"FHIRVIEW_AUTH_TOKEN_FILE=" + token}, "Bearer from-file"},
		{"password", []string{"FHIRVIEW_AUTH_USER=Aladdin", "FHIRVIEW_AUTH_PASSWORD=open sesame"}, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="},
		{"password file", []string{"FHIRVIEW_AUTH_USER=Aladdin", "FHIRVIEW_AUTH_PASSWORD_FILE=" + password}, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg := load(t, "", append(c.environ, "FHIRVIEW_SERVER="+s.URL+"/fhir")...)
			if got := s.ping(t, cfg); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if text := fmt.Sprintf("%v %+v %#v", *cfg, *cfg, *cfg); strings.Contains(text, "sesame") || strings.Contains(text, "abc") {
				t.Error("the settings print a secret")
			}
		})
	}
}

// TestTokenFileIsReadAgain replaces the token while the client is in use.
func TestTokenFileIsReadAgain(t *testing.T) {
	s := newServer(t)
	path := writeSecret(t, filepath.Join(t.TempDir(), "token"), "old")
	cfg := load(t, "", "FHIRVIEW_AUTH_TOKEN_FILE="+path, "FHIRVIEW_SERVER="+s.URL+"/fhir")
	s.ping(t, cfg)
	writeSecret(t, path, "new")
	if got := s.ping(t, cfg); got != "Bearer new" {
		t.Errorf("got %q, want the new token", got)
	}
}

// TestSMART gets a token with everything that can be set, from a file whose paths are relative to it.
func TestSMART(t *testing.T) {
	s := newServer(t)
	key, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	file := writeFile(t, map[string]any{
		"server": s.URL + "/fhir", "smart.client_id": "portal", "smart.key_file": "key.pem", "smart.key_id": "k1",
		"smart.token_url": s.URL + "/token", "smart.key_set_url": "https://example.org/keys",
		"smart.scopes": []string{"system/Patient.rs", "system/Observation.rs"},
	})
	writeSecret(t, filepath.Join(filepath.Dir(file), "key.pem"), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})))
	if got := s.ping(t, load(t, file)); got != "Bearer smart-token" {
		t.Errorf("got %q, want the token that the server gave", got)
	}
	if want := "system/Patient.rs system/Observation.rs"; s.scope != want {
		t.Errorf("asked for the scope %s, want %s", url.QueryEscape(s.scope), want)
	}
}
