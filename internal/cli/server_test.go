package cli

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"
	"go.uber.org/goleak"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/internal/faultserver"
	"github.com/fhirview/fhirview/internal/option"
)

const (
	patientView = "testdata/patients.view.json"
	secretText  = "verysecret"
)

// outcome is what a command leaves behind.
type outcome struct {
	Status         int
	Stdout, Stderr string
}

// command runs a command in this process. It fails the test where goroutines are left, or secrets are shown.
func command(t *testing.T, args ...string) outcome {
	t.Helper()
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	return commandIn(t.Context(), t, args...)
}

func commandIn(ctx context.Context, t *testing.T, args ...string) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	e := &env{stdout: &guard{w: &stdout}, stderr: &stderr}
	status := e.main(ctx, args)
	if strings.Contains(stderr.String(), secretText) {
		t.Errorf("a secret is shown: %s", &stderr)
	}
	return outcome{status, stdout.String(), stderr.String()}
}

// commandPiped is command with a pipe as standard input, or without one. Nothing may read it.
func commandPiped(t *testing.T, piped bool, args ...string) outcome {
	t.Helper()
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	var stdout, stderr bytes.Buffer
	e := &env{stdout: &guard{w: &stdout}, stderr: &stderr, stdinPiped: piped}
	return outcome{e.main(t.Context(), args), stdout.String(), stderr.String()}
}

// pages answers searches of Patient by pages, whose links lead to ?page=1 and so on, and other searches by nothing.
func pages(total int, all ...[]string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/fhir/Patient" {
			faultserver.OK(faultserver.Page(0, "")).ServeHTTP(w, r)
			return
		}
		n := 0
		_, _ = fmt.Sscanf(r.URL.Query().Get("page"), "%d", &n)
		next := ""
		if n < len(all)-1 {
			next = fmt.Sprintf("http://%s/fhir/Patient?page=%d", r.Host, n+1)
		}
		faultserver.OK(faultserver.Page(total, next, all[n]...)).ServeHTTP(w, r)
	})
}

func patients(from, to int) []string {
	var out []string
	for i := from; i < to; i++ {
		out = append(out, faultserver.Patient(fmt.Sprintf("p%d", i)))
	}
	return out
}

// TestRunServer reads the pages of a search, in order.
func TestRunServer(t *testing.T) {
	server := faultserver.New(t, pages(250, patients(0, 120), patients(120, 249), patients(249, 250)))
	want := "id,family\n"
	for i := range 250 {
		want += fmt.Sprintf("p%d,\n", i)
	}
	for _, parallel := range []string{"1", "4"} {
		have := command(t, "run", patientView, "--in", server.URL+"/fhir", "--parallel", parallel,
			"--param", "active=true", "--param", "name=x&y", "--header", "X-Tenant: a: b")
		if diff := cmp.Diff(outcome{0, want, ""}, have); diff != "" {
			t.Fatal(diff)
		}
	}
	first := server.Requests()[0]
	query, err := url.ParseQuery(first.URL[strings.Index(first.URL, "?")+1:])
	if err != nil {
		t.Fatal(err)
	}
	wantQuery := url.Values{"active": {"true"}, "name": {"x&y"}, "_count": {pageSize}}
	if diff := cmp.Diff(wantQuery, query); diff != "" {
		t.Error(diff)
	}
	if first.Header.Get("X-Tenant") != "a: b" || first.Header.Get("Authorization") != "" {
		t.Errorf("headers %v", first.Header)
	}
}

// TestRunServerAndFile reads what --in names in its order.
func TestRunServerAndFile(t *testing.T) {
	server := faultserver.New(t, pages(-1, patients(8, 9)))
	have := command(t, "run", patientView, "--in", server.URL+"/fhir/", "--in", "testdata/Patient.ndjson", "--limit", "2")
	if diff := cmp.Diff(outcome{0, "id,family\np8,\np1,Ames\n", ""}, have); diff != "" {
		t.Error(diff)
	}
}

// TestRunServerTypes searches each type of several views once, with the parameters that are for it.
func TestRunServerTypes(t *testing.T) {
	server := faultserver.New(t, pages(1, patients(0, 1)))
	dir := t.TempDir()
	view := `{"resourceType":"ViewDefinition","name":"%s","status":"active","resource":"%s","select":[{"column":[{"name":"id","path":"id"}]}]}`
	for _, v := range [][2]string{{"a", "Patient"}, {"b", "Observation"}, {"c", "Patient"}} {
		if err := os.WriteFile(filepath.Join(dir, v[0]+".json"), fmt.Appendf(nil, view, v[0], v[1]), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	have := command(t, "run", dir, "--in", server.URL+"/fhir", "--out", filepath.Join(dir, "out"), "--quiet",
		"--param", "Patient?gender=male", "--param", "Observation?code=x", "--param", "_count=7")
	if diff := cmp.Diff(outcome{}, have); diff != "" {
		t.Fatal(diff)
	}
	var urls []string
	for _, r := range server.Requests() {
		urls = append(urls, r.URL)
	}
	if diff := cmp.Diff([]string{"/fhir/Patient?_count=7&gender=male", "/fhir/Observation?_count=7&code=x"}, urls); diff != "" {
		t.Error(diff)
	}
}

// TestRunServerEnds tells searches that did not come to their end from those that did.
func TestRunServerEnds(t *testing.T) {
	for _, test := range []struct {
		name    string
		handler http.Handler
		want    outcome
		stderr  string // a part of it
	}{
		{"expired", faultserver.InTurn(pages(2, patients(0, 1), nil), faultserver.Answer(http.StatusGone, "")),
			outcome{Status: 1}, "the search has expired: its further pages are gone"},
		{"another origin", faultserver.OK(faultserver.Page(2, "http://other.example.org/fhir?page=2", patients(0, 1)...)),
			outcome{Status: 1}, "the link to the next page names another origin; --rebase-next follows it at the server's own address"},
		{"a loop", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			faultserver.OK(faultserver.Page(2, r.URL.RequestURI(), patients(0, 1)...)).ServeHTTP(w, r)
		}), outcome{Status: 1}, "the link to the next page leads back"},
		{"truncated", pages(5, patients(0, 1)), outcome{Status: 3, Stdout: "id,family\np0,\n"},
			"/fhir/: search Patient: the result is incomplete: the server says that it found 5, but its pages held 1\n"},
		{"forbidden", faultserver.Answer(http.StatusForbidden, faultserver.Outcome("forbidden")), outcome{Status: 1}, "403"},
		{"a bad resource", pages(3, []string{faultserver.Patient("p0"), `{"resourceType":"Patient","id":"p1","name":[{"family":"a"},{"family":"b"}]}`},
			patients(2, 3)), outcome{Status: 3, Stdout: "id,family\np0,\np2,\n"}, "/fhir/Patient: page 1: entry 1: Patient: view patients: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := faultserver.New(t, test.handler)
			have := command(t, "run", patientView, "--in", server.URL+"/fhir")
			if !strings.Contains(have.Stderr, test.stderr) {
				t.Errorf("messages %q, want %q among them", have.Stderr, test.stderr)
			}
			have.Stderr = ""
			if test.want.Status == 1 {
				have.Stdout = "" // what came before the end is written
			}
			if diff := cmp.Diff(test.want, have); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestRunServerLimit is no truncated search: there was enough.
func TestRunServerLimit(t *testing.T) {
	server := faultserver.New(t, pages(500, patients(0, 200), patients(200, 400), patients(400, 500)))
	have := command(t, "run", patientView, "--in", server.URL+"/fhir", "--limit", "1")
	if diff := cmp.Diff(outcome{0, "id,family\np0,\n", ""}, have); diff != "" {
		t.Error(diff)
	}
}

// TestRunServerCancel ends a run whose server does not answer.
func TestRunServerCancel(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	asked := make(chan struct{})
	server := faultserver.New(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(asked)
		<-r.Context().Done()
	}))
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-asked; cancel() }()
	have := commandIn(ctx, t, "run", patientView, "--in", server.URL+"/fhir")
	if have.Status != 1 || have.Stderr != "fhirview: interrupted\n" {
		t.Errorf("got %+v", have)
	}
	server.Close()
}

// TestCredentials sends those that flags or variables name, and flags go first.
func TestCredentials(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte(secretText+"3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		env  map[string]string
		args []string
		want string
	}{
		{nil, nil, ""},
		{map[string]string{"MY": secretText}, []string{"--token-env", "MY"}, "Bearer " + secretText},
		{map[string]string{"FHIRVIEW_AUTH_TOKEN": secretText + "\n"}, nil, "Bearer " + secretText},
		{map[string]string{"FHIRVIEW_AUTH_TOKEN": secretText, "MY": secretText + "2"}, []string{"--token-env", "MY"}, "Bearer " + secretText + "2"},
		{nil, []string{"--token-file", file}, "Bearer " + secretText + "3"},
		{map[string]string{"FHIRVIEW_AUTH_TOKEN_FILE": file}, nil, "Bearer " + secretText + "3"},
		{map[string]string{"MY": "a:b:c", "FHIRVIEW_AUTH_TOKEN_FILE": file, "FHIRVIEW_SMART_KEY_FILE": "no"}, []string{"--auth-basic-env", "MY"}, "Basic YTpiOmM="},
		{map[string]string{"FHIRVIEW_AUTH_USER": "a", "FHIRVIEW_AUTH_PASSWORD": "b:c"}, nil, "Basic YTpiOmM="},
	} {
		t.Run("", func(t *testing.T) {
			for name, value := range test.env {
				t.Setenv(name, value)
			}
			server := faultserver.New(t, pages(1, patients(0, 1)))
			have := command(t, append([]string{"run", patientView, "--in", server.URL + "/fhir"}, test.args...)...)
			if diff := cmp.Diff(outcome{0, "id,family\np0,\n", ""}, have); diff != "" {
				t.Fatal(diff)
			}
			if have := server.Requests()[0].Header.Get("Authorization"); have != test.want {
				t.Errorf("credentials %q, want %q", have, test.want)
			}
		})
	}
}

// TestCredentialsSMART gets a token from the server that the FHIR server names.
func TestCredentialsSMART(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "key.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	tokens := &faultserver.Tokens{}
	mux := http.NewServeMux()
	mux.Handle("/token", tokens)
	mux.HandleFunc("/fhir/.well-known/smart-configuration", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `{"token_endpoint":"http://%s/token"}`, r.Host)
	})
	mux.Handle("/fhir/", tokens.Guard(pages(1, patients(0, 1))))
	server := faultserver.New(t, mux)
	t.Setenv("FHIRVIEW_SMART_KEY_FILE", file)
	t.Setenv("FHIRVIEW_SMART_SCOPES", "system/Patient.rs system/Group.rs")
	have := command(t, "run", patientView, "--in", server.URL+"/fhir", "--auth-smart-client-id", "me", "--auth-smart-key-id", "k1")
	if diff := cmp.Diff(outcome{0, "id,family\np0,\n", ""}, have); diff != "" {
		t.Fatal(diff)
	}
	a := tokens.Assertions()
	if len(a) != 1 || a[0].Alg != "ES384" || a[0].Kid != "k1" || a[0].Iss != "me" || a[0].Scope != "system/Patient.rs system/Group.rs" {
		t.Errorf("assertions %+v", a)
	}
}

// TestServerUsage refuses what cannot be meant, before anything is sent.
func TestServerUsage(t *testing.T) {
	t.Setenv("EMPTY", "")
	t.Setenv("SECRET", secretText)
	const in = "http://127.0.0.1:1/fhir"
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"--in", "http://u:" + secretText + "@127.0.0.1/"}, "--in: the base URL holds a user name"},
		{[]string{"--in", in + "?x=" + secretText}, "--in: the base URL has a query"},
		{[]string{"--in", in, "--param", "active"}, "--param: write it as name=value"},
		{[]string{"--in", in, "--param", "?a=b"}, "--param: write it as name=value"},
		{[]string{"--in", in, "--param", "Group?a=b"}, "--param: no view is for Group"},
		{[]string{"--in", in, "--header", "Authorization: Bearer " + secretText}, "--header: credentials do not belong on the command line"},
		{[]string{"--in", in, "--header", secretText}, "--header: write it as 'Name: value'"},
		{[]string{"--in", in, "--token-env", "EMPTY"}, "--token-env: there is no environment variable"},
		{[]string{"--in", in, "--auth-basic-env", "SECRET"}, "--auth-basic-env: the environment variable has to hold user:password"},
		{[]string{"--in", in, "--token-env", "SECRET", "--auth-smart-client-id", "x"}, "--token-env and --auth-smart-client-id: only one kind of credentials can be used"},
		{[]string{"--in", in, "--auth-smart-key", "x"}, "--auth-smart-key: set --auth-smart-client-id too"},
		{[]string{"--in", in, "--auth-smart-client-id", "x", "--auth-smart-key", "missing.pem"}, "--auth-smart-key: the file cannot be used: no such file"},
		{[]string{"--in", in, "--token-file", "missing"}, "--token-file: the file cannot be used: no such file"},
		{[]string{"--in", "testdata/Patient.ndjson", "--param", "a=b"}, "--param: it is about servers; name one with --in https://…"},
		{[]string{"--token-env", "SECRET"}, "--token-env: it is about servers; name one with --in https://…"},
		{[]string{"--in", in, "--max-in-flight", "101"}, "--max-in-flight: use a number from 1 to 100"},
		{[]string{"--in", in, "--timeout", "5"}, `invalid argument "5" for "--timeout" flag: use a time with its unit`},
		{[]string{"--in", in, "--timeout", "-1s"}, "--timeout: use a time above 0"},
	} {
		have := command(t, append([]string{"run", patientView}, test.args...)...)
		if have.Status != exitUsage || !strings.HasPrefix(have.Stderr, "fhirview: "+test.want) {
			t.Errorf("%q: status %d, %s\nwant %s", test.args, have.Status, have.Stderr, test.want)
		}
	}
	t.Setenv("FHIRVIEW_CLIENT_TIMEOUT", secretText)
	have := command(t, "run", patientView, "--in", in)
	if have.Status != exitUsage || !strings.HasPrefix(have.Stderr, "fhirview: FHIRVIEW_CLIENT_TIMEOUT: the value must be a duration above 0 such as 500ms, 30s or 5m; leave it out for 2m\n") {
		t.Errorf("status %d, %s", have.Status, have.Stderr)
	}
}

// TestOptionsHaveFlags looks for the flag of each option of the table.
func TestOptionsHaveFlags(t *testing.T) {
	e := &env{}
	flags := map[string][]*pflag.FlagSet{"run": {e.runCommand().Flags()}, "upload": {e.uploadCommand().Flags()}}
	flags[""] = slices.Concat(flags["run"], flags["upload"])
	for _, o := range option.Table {
		for _, set := range flags[o.Of] {
			if o.Flag != "" && set.Lookup(o.Flag) == nil {
				t.Errorf("there is no --%s for %s", o.Flag, o.Key)
			}
		}
	}
}

// TestUnencryptedCredentials warns of those that go to another machine in the clear.
func TestUnencryptedCredentials(t *testing.T) {
	for server, want := range map[string]string{
		"http://example.org/fhir":  "fhirview: warning: credentials go to example.org without encryption; use https\n",
		"https://example.org/fhir": "",
		"http://localhost:8080":    "",
		"http://127.0.0.1/fhir":    "",
	} {
		var stderr bytes.Buffer
		e := &env{stderr: &stderr}
		if _, err := e.client("--in", server, &fhirclient.Config{Auth: fhirclient.Bearer("x")}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, stderr.String()); diff != "" {
			t.Errorf("%s: %s", server, diff)
		}
	}
}
