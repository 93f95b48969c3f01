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

// uploadKinds are the ways to upload.
var uploadKinds = map[string][]string{
	"put":         {"--method", "put"},
	"create":      {"--method", "create"},
	"conditional": {"--method", "create", "--identifier", "urn:a"},
	"batch":       {"--method", "batch"},
}

const identifiedPatient = `{"resourceType":"Patient","id":"p0","identifier":[{"system":"urn:a","value":"1"}]}`

// onlyWrites has one handler answer writes, and a store all else.
func onlyWrites(store, writes http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet && !strings.HasPrefix(r.URL.Path, "/login") {
			store.ServeHTTP(w, r)
			return
		}
		writes.ServeHTTP(w, r)
	})
}

// TestUploadUnproven has answers of success that prove nothing: the record is told, kept for a look at the server, and not
// taken for done by the journal.
func TestUploadUnproven(t *testing.T) {
	for kind, flags := range uploadKinds {
		for name, answer := range faultserver.Unproven() {
			t.Run(kind+", "+name, func(t *testing.T) {
				dir := t.TempDir()
				input := writeFile(t, dir, "in.ndjson", identifiedPatient+"\n")
				unknown, failed := filepath.Join(dir, "unknown"), filepath.Join(dir, "failed")
				args := append([]string{input, "--journal", filepath.Join(dir, "journal"), "--unknown", unknown, "--failed", failed}, flags...)
				front := &faultserver.Switch{}
				store := faultserver.Batches(faultserver.NewStore(), nil, 0)
				front.Set(onlyWrites(store, answer))
				server := faultserver.New(t, front)
				have := uploadTo(t, server, args...)
				if have.Status != exitPartial || !strings.Contains(have.Stderr, "1 failed, 1 of them of unknown outcome") ||
					!strings.Contains(have.Stderr, "the server may have what is in "+unknown) {
					t.Errorf("got %+v", have)
				}
				if got := readFile(t, unknown) + readFile(t, failed); got != identifiedPatient+"\n" {
					t.Errorf("the files hold %q", got)
				}
				front.Set(store)
				have = uploadTo(t, server, args...)
				if want := map[bool]int{true: exitPartial}[kind == "create"]; have.Status != want { // which is not repeated
					t.Errorf("the second time %+v", have)
				}
			})
		}
	}
}

// TestUploadPortal stops when a login page answers in the server's place, and goes on later.
func TestUploadPortal(t *testing.T) {
	for name, portal := range map[string]http.Handler{
		"page": faultserver.Portal(), "redirect": faultserver.ToPortal(http.StatusFound),
		"elsewhere": faultserver.Answer(http.StatusFound, "", "Location", "https://sso.example/login"),
		"network":   faultserver.Answer(http.StatusNetworkAuthenticationRequired, faultserver.LoginPage, "Content-Type", "text/html"),
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			input := writeFile(t, dir, "in.ndjson", strings.Join(patients(0, 200), "\n"))
			unknown, failed := filepath.Join(dir, "unknown"), filepath.Join(dir, "failed")
			args := []string{input, "--concurrency", "1", "--journal", filepath.Join(dir, "journal"), "--unknown", unknown, "--failed", failed}
			store := faultserver.NewStore()
			front := &faultserver.Switch{}
			server := faultserver.New(t, front)
			ended := 0
			front.Set(onlyWrites(store, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if ended++; ended <= 20 {
					store.ServeHTTP(w, r)
					return
				}
				portal.ServeHTTP(w, r)
			})))
			have := uploadTo(t, server, args...)
			if have.Status != exitFailed || !strings.Contains(have.Stderr, "10 requests in a row were answered by something other than FHIR") ||
				!strings.Contains(have.Stderr, "the same command continues it") {
				t.Errorf("got %+v", have)
			}
			n := strings.Count(readFile(t, unknown), "\n") + strings.Count(readFile(t, failed), "\n")
			if n < 10 || n > 20 || len(store.Resources()) != 20 {
				t.Errorf("%d lost, %d on the server", n, len(store.Resources()))
			}
			front.Set(store)
			if have = uploadTo(t, server, args...); have.Status != exitOK || len(store.Resources()) != 200 {
				t.Errorf("%d on the server after %+v", len(store.Resources()), have)
			}
		})
	}
}

// TestUploadChecks looks at the server before it writes.
func TestUploadChecks(t *testing.T) {
	const base, rights = " is not the base of a FHIR server", "the rights for it are missing"
	for name, c := range map[string]struct {
		metadata http.Handler
		want     string // "" is no objection
	}{
		"page":         {faultserver.Portal(), base},
		"redirect":     {faultserver.ToPortal(http.StatusFound), base},
		"404":          {faultserver.Answer(http.StatusNotFound, ""), base},
		"404 of FHIR":  {faultserver.Answer(http.StatusNotFound, faultserver.Outcome("not-found")), base},
		"405":          {faultserver.Answer(http.StatusMethodNotAllowed, ""), base},
		"410":          {faultserver.Answer(http.StatusGone, ""), base},
		"empty":        {faultserver.OK(""), base},
		"other JSON":   {faultserver.OK(`{"swagger":"2.0"}`), base},
		"other FHIR":   {faultserver.OK(faultserver.Patient("p0")), base},
		"outcome":      {faultserver.OK(faultserver.Outcome("processing")), base},
		"407":          {faultserver.Answer(http.StatusProxyAuthRequired, ""), "a proxy or a network wants a login"},
		"511":          {faultserver.Answer(http.StatusNetworkAuthenticationRequired, faultserver.LoginPage), "a proxy or a network wants a login"},
		"401":          {faultserver.Answer(http.StatusUnauthorized, ""), rights},
		"403":          {faultserver.Answer(http.StatusForbidden, faultserver.LoginPage, "Content-Type", "text/html"), rights},
		"503 at first": {faultserver.InTurn(faultserver.Busy(), faultserver.OK(faultserver.Capabilities)), ""},
		"429 at first": {faultserver.InTurn(faultserver.Throttled("1"), faultserver.OK(faultserver.Capabilities)), ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			input := writeFile(t, dir, "in.ndjson", faultserver.Patient("p0"))
			failed := writeFile(t, dir, "failed.ndjson", "of an earlier upload")
			store := faultserver.NewStore()
			server := faultserver.New(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodGet {
					c.metadata.ServeHTTP(w, r)
					return
				}
				store.ServeHTTP(w, r)
			}))
			have := uploadTo(t, server, input, "--failed", failed, "--journal", filepath.Join(dir, "journal"))
			if c.want == "" {
				if have.Status != exitOK || len(store.Resources()) != 1 {
					t.Errorf("got %+v", have)
				}
				return
			}
			if have.Status != exitFailed || !strings.Contains(have.Stderr, c.want) || !strings.Contains(have.Stderr, "--no-check uploads") ||
				strings.Contains(have.Stderr, "the same command") || len(store.Resources()) != 0 || server.Count("PUT") != 0 {
				t.Errorf("got %+v", have)
			}
			if readFile(t, failed) != "of an earlier upload" {
				t.Error("the file of an earlier upload is lost, and nothing was read")
			}
			if have = uploadTo(t, server, input, "--no-check"); have.Status != exitOK || len(store.Resources()) != 1 {
				t.Errorf("without the look: %+v", have)
			}
		})
	}
}

// TestUploadMaxFailures stops an upload that goes wrong.
func TestUploadMaxFailures(t *testing.T) {
	input := writeFile(t, t.TempDir(), "in.ndjson", strings.Join(patients(0, 500), "\n"))
	server := faultserver.New(t, refusing(faultserver.NewStore(), "p"))
	have := uploadTo(t, server, input, "--max-failures", "5", "--concurrency", "1")
	if have.Status != exitFailed || !strings.Contains(have.Stderr, "too many records failed") || server.Count("PUT") > 10 {
		t.Errorf("%d requests, %+v", server.Count("PUT"), have)
	}
	t.Setenv("FHIRVIEW_UPLOAD_MAX_FAILURES", "5")
	t.Setenv("FHIRVIEW_UPLOAD_NO_CHECK", "true")
	server = faultserver.New(t, refusing(faultserver.NewStore(), "p"))
	if have = uploadTo(t, server, input, "--concurrency", "1"); have.Status != exitFailed || server.Count("GET") > 0 || server.Count("PUT") > 10 {
		t.Errorf("by variables: %+v", have)
	}
}

// TestUploadFilesApart refuses to write one file for two options.
func TestUploadFilesApart(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	writeFile(t, dir, "in.ndjson", faultserver.Patient("p0"))
	writeFile(t, dir, "there", "")
	writeFile(t, dir, "token", "x")
	for _, link := range []error{
		os.Symlink("there", "link"), os.Link("there", "hard"), os.Symlink("gone", "dangling"), os.Symlink(".", "folder"),
		os.Symlink("in.ndjson", "in.link"), os.Link("in.ndjson", "in.hard"), os.Mkdir("sub", 0o777), os.Symlink("dangling", "chain"),
	} {
		if link != nil {
			t.Skip(link)
		}
	}
	server := faultserver.New(t, faultserver.NewStore())
	for _, args := range [][]string{
		{"--failed", "new", "--report", "new"},
		{"--failed", "new", "--unknown", "./new"},
		{"--failed", "new", "--unknown", filepath.Join(dir, "new")},
		{"--failed", "sub/../new", "--journal", "new"},
		{"--failed", "folder/new", "--journal", "new"},
		{"--unknown", "there", "--report", "link"},
		{"--unknown", "hard", "--journal", "there"},
		{"--unknown", "dangling", "--journal", "gone"},
		{"--unknown", "chain", "--journal", "folder/gone"},
		{"--unknown", "token", "--token-file", "token"},
		{"--report", "token", "--token-file", "folder/token"},
		{"--unknown", "in.ndjson"}, {"--journal", "in.ndjson"}, {"--unknown", "in.link"}, {"--journal", "in.hard"},
		{"--report", "folder/in.ndjson"}, {"--failed", "in.link"},
	} {
		have := uploadTo(t, server, append([]string{"in.ndjson"}, args...)...)
		if have.Status != exitUsage || !strings.Contains(have.Stderr, args[0]) {
			t.Errorf("%v: got %+v", args, have)
		}
	}
	if n := server.Count(""); n > 0 {
		t.Errorf("%d requests", n)
	}
	for _, args := range [][]string{
		{"--failed", "a", "--unknown", "b", "--report", "c", "--journal", "d"},
		{"--failed", os.DevNull, "--unknown", os.DevNull},
	} {
		if have := uploadTo(t, server, append([]string{"in.ndjson"}, args...)...); have.Status != exitOK {
			t.Errorf("%v: got %+v", args, have)
		}
	}
}

// TestUploadRefusesRecords that run refuses, too.
func TestUploadRefusesRecords(t *testing.T) {
	bad := []string{
		`{"resourceType":"Patient","id":"a","id":"b"}`,
		`{"resourceType":"Patient","id":"a","resourceType":"Group"}`,
		`{"resourceType":"Patient","id":"a","name":[{"family":"x","family":"y"}]}`,
		`{"resourceType":"Patient","id":"a","\u0069d":"b"}`,
		"{\"resourceType\":\"Patient\",\"id\":\"a\",\"x\":\"\xff\"}",
		"{\"resourceType\":\"Patient\",\"id\":\"a\",\"\xc3\":1}",
		`{"resourceType":"Patient","id":"a","x":"\ud800"}`,
		`{"resourceType":"Patient","id":"a","x":01}`,
	}
	for kind, flags := range uploadKinds {
		dir := t.TempDir()
		good := strings.Replace(identifiedPatient, "p0", "good", 1)
		input := writeFile(t, dir, "in.ndjson", strings.Join(bad, "\n")+"\n"+good)
		store := faultserver.NewStore()
		server := faultserver.New(t, faultserver.Batches(store, nil, 0))
		have := uploadTo(t, server, append([]string{input, "--failed", filepath.Join(dir, "failed")}, flags...)...)
		if want := fmt.Sprintf("\n%d resources read, 1 created, %d failed\n", len(bad)+1, len(bad)); have.Status != exitPartial || !strings.HasSuffix(have.Stderr, want) {
			t.Errorf("%s: got %+v", kind, have)
		}
		if diff := cmp.Diff(strings.Join(bad, "\n")+"\n", readFile(t, filepath.Join(dir, "failed"))); diff != "" {
			t.Errorf("%s: %s", kind, diff)
		}
		if n := len(store.Resources()); n != 1 {
			t.Errorf("%s: %d on the server", kind, n)
		}
	}
}

// TestUploadContinuesOnlyIfSo promises that the same command continues an upload only where it does.
func TestUploadContinuesOnlyIfSo(t *testing.T) {
	const promise = "the same command continues it"
	dir := t.TempDir()
	good := strings.Join(patients(0, 200), "\n")
	whole := writeFile(t, dir, "whole.ndjson", good)
	damaged := filepath.Join(dir, "damaged")
	stopping := refusing(faultserver.NewStore(), "p1")
	for name, c := range map[string]struct {
		args []string
		want bool
	}{
		"a file":            {[]string{whole, "--journal", filepath.Join(dir, "1")}, true},
		"no journal":        {[]string{whole}, false},
		"another's journal": {[]string{writeFile(t, dir, "other.ndjson", strings.ToUpper(good)), "--journal", filepath.Join(dir, "3")}, false},
		"no journal at all": {[]string{whole, "--journal", writeFile(t, dir, "text", "something else")}, false},
		"a damaged journal": {[]string{whole, "--method", "create", "--journal", damaged}, false},
	} {
		if name == "another's journal" {
			uploadTo(t, faultserver.New(t, stopping), whole, "--journal", filepath.Join(dir, "3"))
		}
		if name == "a damaged journal" {
			uploadTo(t, faultserver.New(t, faultserver.NewStore()), whole, "--method", "create", "--journal", damaged)
			text := []byte(readFile(t, damaged))
			text[len(text)/2] ^= 1
			writeFile(t, dir, "damaged", string(text))
		}
		have := uploadTo(t, faultserver.New(t, stopping), append(c.args, "--max-failures", "1")...)
		if have.Status != exitFailed || strings.Contains(have.Stderr, promise) != c.want {
			t.Errorf("%s: got %+v", name, have)
		}
	}
	cutOff := writeFile(t, dir, "cut.json", `{"resourceType":"Bundle","entry":[{"resource":`+faultserver.Patient("a")+`},`)
	have := uploadTo(t, faultserver.New(t, stopping), cutOff, "--journal", filepath.Join(dir, "2"))
	if have.Status != exitPartial || strings.Contains(have.Stderr, promise) {
		t.Errorf("a file cut off: got %+v", have)
	}
}
