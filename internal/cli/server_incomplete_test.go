package cli

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/internal/faultserver"
)

// TestRunServerIncomplete writes the rows of a search that may have found more, says so, and ends with status 3.
func TestRunServerIncomplete(t *testing.T) {
	entries := func(all ...string) string {
		return `{"resourceType":"Bundle","type":"searchset","entry":[` + strings.Join(all, ",") + `]}`
	}
	const p0 = `{"resource":{"resourceType":"Patient","id":"p0"}}`
	outcome := func(severity string) string {
		return `{"search":{"mode":"outcome"},"resource":{"resourceType":"OperationOutcome","issue":[{"severity":"` + severity +
			`","code":"timeout","diagnostics":"` + secretText + `"}]}}`
	}
	for name, test := range map[string]struct {
		handler http.Handler
		args    []string
		status  int
		message string
	}{
		"empty pages between":  {pages(-1, nil, nil, patients(0, 1), nil, nil), nil, 0, ""},
		"empty pages for ever": {faultserver.EmptyPages("/fhir/Patient", patients(0, 1)...), nil, 3, "after 101 pages in a row that brought nothing new there is still a link to another"},
		"too many pages":       {pages(-1, patients(0, 1), patients(1, 2)), []string{"--max-pages", "1"}, 3, "there are further pages than the 1 that were to be fetched"},
		"enough pages":         {pages(-1, patients(0, 1)), []string{"--max-pages", "1"}, 0, ""},
		"an error":             {faultserver.OK(entries(p0, outcome("error"))), nil, 3, "the server reports 1 problems with the search (error timeout)"},
		"a fatal error":        {faultserver.OK(entries(outcome("fatal"), p0)), nil, 3, "(fatal timeout)"},
		"a warning":            {faultserver.OK(entries(p0, outcome("warning"))), nil, 0, ""},
		"no resource":          {faultserver.OK(entries(p0, `{"fullUrl":"`+secretText+`"}`, `{}`, `null`)), nil, 3, "3 entries hold no resource"},
		"no type":              {faultserver.OK(entries(p0, `{"resource":{"id":"`+secretText+`"}}`)), nil, 3, "page 1: entry 1: "},
		"partial":              {faultserver.Answer(http.StatusPartialContent, entries(p0)), nil, 3, "status 206 Partial Content"},
		"accepted":             {faultserver.Answer(http.StatusAccepted, entries(p0)), nil, 3, "status 202 Accepted"},
		"by a proxy":           {faultserver.Answer(http.StatusNonAuthoritativeInfo, entries(p0)), nil, 0, ""},
		"a total that is more": {pages(3, patients(0, 1)), nil, 3, "it found 3, but its pages held 1"},
	} {
		t.Run(name, func(t *testing.T) {
			server := faultserver.New(t, test.handler)
			out := filepath.Join(t.TempDir(), "out.csv")
			have := command(t, append([]string{"run", patientView, "--in", server.URL + "/fhir", "--out", out, "--quiet"}, test.args...)...)
			if have.Status != test.status || !strings.Contains(have.Stderr, test.message) || test.message == "" && have.Stderr != "" {
				t.Errorf("status %d, %s", have.Status, have.Stderr)
			}
			if rows, err := os.ReadFile(out); err != nil || string(rows) != "id,family\np0,\n" {
				t.Errorf("rows %q, %v", rows, err)
			}
		})
	}
}

// TestRunServerRebase follows links of a server that knows itself by another address, if it is asked to, and sends the
// credentials nowhere else.
func TestRunServerRebase(t *testing.T) {
	inner := faultserver.New(t, http.NotFoundHandler())
	handler := func(w http.ResponseWriter, r *http.Request) {
		next := ""
		if !r.URL.Query().Has("page") {
			next = inner.URL + "/inner/Patient?page=1&q=%7C"
		}
		faultserver.OK(faultserver.Page(-1, next, faultserver.Patient("p"+r.URL.Query().Get("page")))).ServeHTTP(w, r)
	}
	for name, test := range map[string]struct {
		variable string
		args     []string
		status   int
		query    string
	}{
		"not":             {"", nil, 1, ""},
		"by the flag":     {"", []string{"--rebase-next"}, 0, "/fhir/Patient?page=1&q=%7C"},
		"by the variable": {"true", nil, 0, "/fhir/Patient?page=1&q=%7C"},
		"flags go first":  {"true", []string{"--rebase-next=false"}, 1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("FHIRVIEW_CLIENT_REBASE_NEXT", test.variable)
			t.Setenv("FHIRVIEW_AUTH_TOKEN", secretText)
			server := faultserver.New(t, http.HandlerFunc(handler))
			have := command(t, append([]string{"run", patientView, "--in", server.URL + "/fhir"}, test.args...)...)
			if have.Status != test.status || test.status == 0 && have.Stdout != "id,family\np,\np1,\n" {
				t.Errorf("%+v", have)
			}
			if requests := server.Requests(); test.query != "" && requests[1].URL != test.query {
				t.Errorf("asked for %s", requests[1].URL)
			}
			if n := inner.Count(""); n > 0 {
				t.Errorf("%d requests to the address that the link names", n)
			}
		})
	}
}

// TestRunServerVariable reads from the server of the environment where the command line names no input.
func TestRunServerVariable(t *testing.T) {
	server := faultserver.New(t, pages(-1, patients(0, 1)))
	t.Setenv(serverVariable, server.URL+"/fhir")
	const row = "id,family\np0,\n"
	for name, test := range map[string]struct {
		args   []string
		piped  bool
		want   outcome
		served int
	}{
		"alone":            {nil, false, outcome{0, row, ""}, 1},
		"beside a pipe":    {nil, true, outcome{0, row, "reading from the server of FHIRVIEW_SERVER; --in - reads standard input\n"}, 1},
		"quiet":            {[]string{"--quiet"}, true, outcome{0, row, ""}, 1},
		"flags of servers": {[]string{"--param", "active=true"}, false, outcome{0, row, ""}, 1},
		"files go first":   {[]string{"--in", "testdata/Patient.ndjson", "--limit", "1"}, true, outcome{0, "id,family\np1,Ames\n", ""}, 0},
		"explained":        {[]string{"--explain"}, true, outcome{}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			before := server.Count("")
			have := commandPiped(t, test.piped, append([]string{"run", patientView}, test.args...)...)
			if name == "explained" {
				have.Stdout = ""
			}
			if diff := cmp.Diff(test.want, have); diff != "" {
				t.Error(diff)
			}
			if n := server.Count("") - before; n != test.served {
				t.Errorf("%d requests, want %d", n, test.served)
			}
		})
	}
	for value, want := range map[string]string{
		"ftp://" + secretText:               "fhirview: FHIRVIEW_SERVER: the URL of a server begins with http:// or https://\n",
		"http://u:" + secretText + "@host/": "fhirview: FHIRVIEW_SERVER: the base URL holds a user name",
	} {
		t.Setenv(serverVariable, value)
		if have := command(t, "run", patientView); have.Status != exitUsage || !strings.HasPrefix(have.Stderr, want) {
			t.Errorf("%+v", have)
		}
	}
}

// TestRunServerMaxPagesUsage takes whole numbers alone.
func TestRunServerMaxPagesUsage(t *testing.T) {
	for _, value := range []string{"-1", "many", "1.5"} {
		have := command(t, "run", patientView, "--in", "http://127.0.0.1:1/", "--max-pages="+value)
		if want := fmt.Sprintf("fhirview: invalid argument %q for \"--max-pages\" flag: use a whole number", value); have.Status != exitUsage || !strings.HasPrefix(have.Stderr, want) {
			t.Errorf("%+v", have)
		}
	}
}
