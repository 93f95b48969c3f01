package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirclient/upload"
	"github.com/fhirview/fhirview/internal/faultserver"
)

// figures are what differs between runs.
var figures = regexp.MustCompile(`, [0-9.]+m?s, [0-9.,]+/s`)

// uploadTo runs the command and returns what it leaves behind, without times.
func uploadTo(t *testing.T, server *faultserver.Server, args ...string) outcome {
	t.Helper()
	have := command(t, append([]string{"upload", "--to", server.URL}, args...)...)
	have.Stderr = figures.ReplaceAllString(have.Stderr, "")
	return have
}

// refusing answers 422 to resources with a text in them.
func refusing(store http.Handler, text string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, text) {
			faultserver.Answer(http.StatusUnprocessableEntity, faultserver.Outcome("invariant")).ServeHTTP(w, r)
			return
		}
		store.ServeHTTP(w, r)
	})
}

func writeFile(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestUpload puts the resources of files of several forms.
func TestUpload(t *testing.T) {
	dir := t.TempDir()
	bundle := writeFile(t, dir, "bundle.json", `{"resourceType":"Bundle","entry":[
		{"resource":{"resourceType":"Patient","id":"b1"}},{"resource":{"resourceType":"Group","id":"b2"}}]}`)
	for _, method := range []string{"put", "batch"} {
		store := faultserver.NewStore()
		server := faultserver.New(t, faultserver.Batches(store, nil, 0))
		have := uploadTo(t, server, "testdata/Patient.ndjson", bundle, "--method", method, "--header", "X-A: b")
		if diff := cmp.Diff(outcome{0, "", "5 resources read, 5 created\n"}, have); diff != "" {
			t.Errorf("%s: %s", method, diff)
		}
		want := map[string]json.RawMessage{
			"Patient/b1": json.RawMessage(`{"resourceType":"Patient","id":"b1"}`),
			"Group/b2":   json.RawMessage(`{"resourceType":"Group","id":"b2"}`),
		}
		for i, line := range strings.Split(strings.TrimSpace(readFile(t, "testdata/Patient.ndjson")), "\n") {
			want[fmt.Sprintf("Patient/p%d", i+1)] = json.RawMessage(line)
		}
		if diff := cmp.Diff(want, store.Resources()); diff != "" {
			t.Errorf("%s: %s", method, diff)
		}
		for _, r := range server.Requests() {
			if r.Header.Get("X-A") != "b" || r.Method != http.MethodGet && (r.Method == http.MethodPost) != (method == "batch") {
				t.Errorf("%s: %s with %v", method, r.Method, r.Header)
			}
		}
	}
}

// TestUploadFailed keeps what the server does not take in a form to be fed back, and says why.
func TestUploadFailed(t *testing.T) {
	dir := t.TempDir()
	input := writeFile(t, dir, "in.ndjson", strings.Join([]string{
		faultserver.Patient("good"), `{ "resourceType":"Patient", "id":"bad1" }`, `{"resourceType":"Patient"`, faultserver.Patient("bad2"),
	}, "\n"))
	failed, report := filepath.Join(dir, "failed.ndjson"), filepath.Join(dir, "report.ndjson")
	store := faultserver.NewStore()
	have := uploadTo(t, faultserver.New(t, refusing(store, "bad")), input, "--failed", failed, "--report", report)
	if have.Status != exitPartial || !strings.HasSuffix(have.Stderr, "\n4 resources read, 1 created, 3 failed\n") {
		t.Errorf("got %+v", have)
	}
	for _, want := range []string{input + ":2: ", input + ":3: ", input + ":4: "} {
		if !strings.Contains(have.Stderr, want) {
			t.Errorf("the messages do not name %s: %s", want, have.Stderr)
		}
	}
	lines := strings.Split(strings.TrimSpace(readFile(t, failed)), "\n")
	want := []string{`{"resourceType":"Patient"`, faultserver.Patient("bad1"), faultserver.Patient("bad2")}
	if diff := cmp.Diff(want, sorted(lines)); diff != "" {
		t.Error(diff)
	}
	var reasons []reason
	for line := range strings.Lines(readFile(t, report)) {
		var r reason
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		reasons = append(reasons, r)
	}
	byPlace := map[string]reason{}
	for _, r := range reasons {
		if r.Reason == "" {
			t.Errorf("%s: no reason", r.Position)
		}
		r.Reason = ""
		byPlace[r.Position] = r
	}
	refused := reason{Type: "Patient", Status: 422, Codes: []string{"invariant"}, Attempts: 1}
	at := func(r reason, line string) reason { r.Position = input + line; return r }
	wantReasons := map[string]reason{
		input + ":2": at(refused, ":2"), input + ":3": at(reason{}, ":3"), input + ":4": at(refused, ":4"),
	}
	if diff := cmp.Diff(wantReasons, byPlace); diff != "" {
		t.Error(diff)
	}

	// Mended, the file goes back in.
	again := writeFile(t, dir, "again.ndjson", strings.Join(want[1:], "\n"))
	have = uploadTo(t, faultserver.New(t, store), again, "--failed", failed)
	if diff := cmp.Diff(outcome{0, "", "2 resources read, 2 created\n"}, have); diff != "" {
		t.Error(diff)
	}
	if text := readFile(t, failed); text != "" {
		t.Errorf("nothing failed, but the file holds %q", text)
	}
}

func sorted(lines []string) []string {
	out := append([]string{}, lines...)
	for i := range out {
		for j := i + 1; j < len(out); j++ {
			if len(out[j]) < len(out[i]) || len(out[j]) == len(out[i]) && out[j] < out[i] {
				out[i], out[j] = out[j], out[i]
			}
		}
	}
	return out
}

// TestUploadCreate creates only what is not there.
func TestUploadCreate(t *testing.T) {
	line := `{"resourceType":"Patient","identifier":[{"system":"urn:a","value":"%d"}]}` + "\n"
	input := writeFile(t, t.TempDir(), "in.ndjson", fmt.Sprintf(line, 1)+fmt.Sprintf(line, 2)+fmt.Sprintf(line, 1))
	store := faultserver.NewStore()
	server := faultserver.New(t, store)
	args := []string{input, "--method", "create", "--identifier", "urn:a", "--concurrency", "4"}
	have := uploadTo(t, server, args...)
	if diff := cmp.Diff(outcome{0, "", "3 resources read, 2 created, 1 there already\n"}, have); diff != "" {
		t.Error(diff)
	}
	t.Setenv("FHIRVIEW_SERVER", server.URL)
	t.Setenv("FHIRVIEW_UPLOAD_METHOD", "create")
	have = command(t, "upload", input, "--identifier", "urn:a", "--quiet")
	if diff := cmp.Diff(outcome{}, have); diff != "" {
		t.Error(diff)
	}
	if n := len(store.Resources()); n != 2 {
		t.Errorf("%d resources on the server, want 2", n)
	}
}

// TestUploadJournal continues where a canceled upload was.
func TestUploadJournal(t *testing.T) {
	dir := t.TempDir()
	input := writeFile(t, dir, "in.ndjson", strings.Join(patients(0, 200), "\n"))
	journal := filepath.Join(dir, "up.journal")
	store := faultserver.NewStore()
	ctx, cancel := context.WithCancel(t.Context())
	count := 0
	server := faultserver.New(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		store.ServeHTTP(w, r)
		if count++; count == 50 {
			cancel()
		}
	}))
	have := commandIn(ctx, t, "upload", "--to", server.URL, input, "--journal", journal, "--concurrency", "1")
	if have.Status != 1 || !strings.Contains(have.Stderr, "the upload was stopped; the same command continues it\n") ||
		!strings.HasSuffix(have.Stderr, "fhirview: interrupted\n") {
		t.Errorf("got %+v", have)
	}
	have = uploadTo(t, server, input, "--journal", journal, "--concurrency", "1")
	if have.Status != 0 || !strings.HasPrefix(have.Stderr, "200 resources read, ") || !strings.Contains(have.Stderr, "done before") {
		t.Errorf("got %+v", have)
	}
	if n := len(store.Resources()); n != 200 {
		t.Errorf("%d resources on the server, want 200", n)
	}
	if n := server.Count(""); n > 205 {
		t.Errorf("%d requests for 200 resources", n)
	}
}

// TestUploadUnauthorized stops: all other resources would fail as well.
func TestUploadUnauthorized(t *testing.T) {
	t.Setenv("FHIRVIEW_AUTH_TOKEN", secretText)
	input := writeFile(t, t.TempDir(), "in.ndjson", strings.Join(patients(0, 500), "\n"))
	server := faultserver.New(t, faultserver.Answer(http.StatusUnauthorized, faultserver.Outcome("login")))
	have := uploadTo(t, server, input)
	if have.Status != 1 || !strings.Contains(have.Stderr, "401") {
		t.Errorf("got %+v", have)
	}
	if n := server.Count(""); n > 200 {
		t.Errorf("%d requests that no server would accept", n)
	}
}

// TestUploadCutOff is no short success: a Bundle that ends early is a failure, of which nothing is written, since nobody
// knows what its type and the rest of its entries would say; other input is written.
func TestUploadCutOff(t *testing.T) {
	dir := t.TempDir()
	input := writeFile(t, dir, "in.json", `{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"a"}},`)
	other := writeFile(t, dir, "in.ndjson", `{"resourceType":"Patient","id":"b"}`+"\n")
	store := faultserver.NewStore()
	have := uploadTo(t, faultserver.New(t, store), input, other)
	if have.Status != 3 || !strings.Contains(have.Stderr, "record at "+input+": bad record: JSON ends early at byte 83 (in entry 1); nothing of the Bundle was written\n") ||
		!strings.Contains(have.Stderr, "2 resources read, 1 created, 1 failed\n") || len(store.Resources()) != 1 {
		t.Errorf("got %+v", have)
	}
}

// TestUploadProgress shows on a terminal how far the upload is.
func TestUploadProgress(t *testing.T) {
	for _, quiet := range []bool{false, true} {
		var stderr strings.Builder
		e := &env{stdout: &guard{w: &strings.Builder{}}, stderr: &stderr, stderrTerminal: true}
		server := faultserver.New(t, faultserver.NewStore())
		args := []string{"upload", "--to", server.URL, "testdata/Patient.ndjson"}
		if quiet {
			args = append(args, "--quiet")
		}
		if status := e.main(t.Context(), args); status != 0 {
			t.Fatalf("status %d: %s", status, &stderr)
		}
		if shown := strings.Contains(stderr.String(), "\r3 done, "); shown == quiet {
			t.Errorf("quiet %v: %q", quiet, stderr.String())
		}
		if last := stderr.String()[strings.LastIndex(stderr.String(), "\r")+1:]; quiet != (last == "") {
			t.Errorf("quiet %v: the messages are %q", quiet, last)
		}
	}
}

// TestUploadTimeLeft goes by how much of the input has been read, and leaves out what nobody can know.
func TestUploadTimeLeft(t *testing.T) {
	f := &feed{in: &input{size: 1000, known: true}}
	p := &uploadProgress{feed: f}
	f.bytes.Store(500)
	if left, ok := p.left(upload.Progress{Read: 100, Done: 70, Failed: 10, Rate: 4}); !ok || left != 30*time.Second {
		t.Errorf("%v, %v: of about 200 resources 120 are left, at 4 a second", left, ok)
	}
	if left, ok := p.left(upload.Progress{Read: 100, Done: 80}); ok {
		t.Errorf("%v without a rate", left)
	}
	f.in.known = false
	if left, ok := p.left(upload.Progress{Done: 80, Rate: 4}); ok {
		t.Errorf("%v without a size", left)
	}
}

// TestUploadFolder uploads what is below a folder, and passes over the rest.
func TestUploadFolder(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "2026", "05"), 0o755); err != nil {
		t.Fatal(err)
	}
	writeFile(t, dir, "manifest.json", `{"output":[]}`)
	writeFile(t, dir, "a.json", `{"resourceType":"Patient","id":"a"}`)
	writeFile(t, filepath.Join(dir, "2026", "05"), "b.ndjson", `{"resourceType":"Patient","id":"b"}`)
	writeFile(t, filepath.Join(dir, "2026"), "c.json", `{"resourceType":"Patient","id":"c"`)
	have := uploadTo(t, faultserver.New(t, faultserver.NewStore()), dir)
	for _, want := range []string{"passed over 1 file ", "manifest.json\n", "c.json: bad record: JSON ends early", "3 resources read, 2 created, 1 failed\n"} {
		if have.Status != 3 || !strings.Contains(have.Stderr, want) {
			t.Errorf("got %+v, want %q", have, want)
		}
	}
}
