package cli

import (
	"bytes"
	"log"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fhirview/fhirview/internal/faultserver"
)

const planted = "Quillfeather"

// said is an outcome that says something of a patient, and tries to write elsewhere on the terminal.
const said = `{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"transient","details":{"text":"about"},"diagnostics":"` +
	planted + `\u001b[2J","expression":["Patient.name"]}]}`

// buffer is written to by many goroutines.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// watched runs a command whose standard error is a terminal, or is not.
func watched(t *testing.T, terminal bool, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out bytes.Buffer
	errors := &buffer{}
	e := &env{stdout: &guard{w: &out}, stderr: errors, stderrTerminal: terminal}
	status = e.main(t.Context(), args)
	return status, out.String(), errors.String()
}

// TestWhatTheServerSays is shown by --verbose alone, like waits and repeats; a terminal shows that somebody waits.
func TestWhatTheServerSays(t *testing.T) {
	t.Parallel()
	busy := func(then http.Handler) http.Handler {
		return faultserver.InTurn(faultserver.Answer(http.StatusServiceUnavailable, said, "Retry-After", "2"), then)
	}
	warned := faultserver.OK(faultserver.Page(-1, "", faultserver.Patient("p0"), strings.Replace(said, `"error"`, `"information"`, 1)))
	const (
		says    = `  the server says: error transient: about: "Quillfeather\x1b[2J": Patient.name` + "\n"
		repeats = "search Patient: the server answered 503 Service Unavailable (error transient); attempt 1; waiting "
	)
	run := []string{"run", patientView, "--in"}
	upload := []string{"upload", "testdata/Patient.ndjson", "--no-check", "--to"}
	for name, test := range map[string]struct {
		args     []string
		handler  http.Handler
		verbose  bool
		terminal bool
		status   int
		want     []string
	}{
		"run, verbose":            {run, busy(warned), true, false, 0, []string{repeats, says, strings.Replace(says, "error", "information", 1)}},
		"run, terminal":           {run, busy(warned), false, true, 0, []string{"\rwaiting ", " s: the server answered 503\n"}},
		"run refused":             {run, faultserver.Answer(http.StatusBadRequest, strings.Replace(said, "transient", "invalid", 1)), false, true, 1, []string{"the server answered 400 Bad Request (error invalid)"}},
		"run refused, verbose":    {run, faultserver.Answer(http.StatusForbidden, strings.Replace(said, "transient", "forbidden", 1)), true, false, 1, []string{"the server says: error forbidden: about: "}},
		"upload refused":          {upload, faultserver.Answer(http.StatusUnprocessableEntity, strings.Replace(said, "transient", "invalid", 1)), false, false, 3, []string{"422"}},
		"upload refused, verbose": {upload, faultserver.Answer(http.StatusUnprocessableEntity, strings.Replace(said, "transient", "invalid", 1)), true, false, 3, []string{"the server says: error invalid: about: "}},
		"upload, verbose":         {upload, busy(faultserver.Answer(http.StatusUnprocessableEntity, "")), true, false, 3, []string{"update Patient: the server answered 503 Service Unavailable (error transient); attempt 1; waiting "}},
		"upload on a terminal":    {upload, busy(faultserver.Answer(http.StatusUnprocessableEntity, "")), false, true, 3, []string{"waiting ", " s: the server answered 503"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := faultserver.New(t, test.handler)
			args := append(append([]string{}, test.args...), server.URL)
			if test.verbose {
				args = append(args, "--verbose")
			}
			status, _, stderr := watched(t, test.terminal, args...)
			if status != test.status {
				t.Errorf("status %d, want %d", status, test.status)
			}
			for _, want := range test.want {
				if !strings.Contains(stderr, want) {
					t.Errorf("no %q in %s", want, stderr)
				}
			}
			if strings.Contains(stderr, planted) != test.verbose && !strings.HasPrefix(name, "upload, verbose") {
				t.Errorf("verbose %v: %s", test.verbose, stderr)
			}
			if strings.Contains(stderr, "\x1b") {
				t.Errorf("got %q", stderr)
			}
		})
	}
}

// TestCausesAreNamed names what is wrong with an address once, and tries nothing again that is certain.
func TestCausesAreNamed(t *testing.T) {
	t.Parallel()
	plain := faultserver.New(t, faultserver.Answer(http.StatusNotFound, "<html>nobody is here</html>", "Content-Type", "text/html"))
	secure := faultserver.NewTLS(t, http.NotFoundHandler())
	page := faultserver.New(t, faultserver.OK("<html><title>"+planted+"</title></html>"))
	away := faultserver.New(t, faultserver.Answer(http.StatusFound, "", "Location", "http://"+strings.TrimPrefix(page.URL, "http://")+"/login?user="+planted))
	noHTTP := faultserver.New(t, faultserver.Wire(0, planted+"\r\n\r\n"))
	for name, test := range map[string]struct {
		server, want string
		certain      bool
	}{
		"https of http": {"https://" + strings.TrimPrefix(plain.URL, "http://"), "the server does not speak TLS there: its URL probably begins with http://", true},
		"http of https": {"http://" + strings.TrimPrefix(secure.URL, "https://"), "the server speaks TLS there: its URL has to begin with https://", true},
		"certificate":   {secure.URL, "the certificate is not accepted: it is signed by nobody who is known here", true},
		"unknown host":  {"http://no-such-host.invalid/fhir", "there is no host of this name", true},
		"no base":       {plain.URL + "/elsewhere", "404 Not Found", true},
		"a page":        {page.URL, "is not FHIR", true},
		"a login":       {away.URL, "is not FHIR", true},
		"not HTTP":      {noHTTP.URL, "the answer is not HTTP", false},
	} {
		for _, args := range [][]string{{"run", patientView, "--in", test.server}, {"upload", "testdata/Patient.ndjson", "--to", test.server}} {
			if !test.certain && args[0] == "upload" {
				continue // it waits for longer
			}
			t.Run(name+" "+args[0], func(t *testing.T) {
				t.Parallel()
				start := time.Now()
				status, _, stderr := watched(t, false, args...)
				if status != exitFailed || strings.Count(stderr, test.want) != 1 || strings.Contains(stderr, planted) || strings.Count(stderr, "fhirview: ") > 2 {
					t.Errorf("status %d: %s", status, stderr)
				}
				if took := time.Since(start); test.certain && took > 1500*time.Millisecond { // the shortest wait is 2 s
					t.Errorf("it took %s", took)
				}
			})
		}
	}
}

// TestUnreachableServer is told after the first attempt, before anybody waits, and given up after the second.
func TestUnreachableServer(t *testing.T) {
	t.Parallel()
	gone := faultserver.New(t, http.NotFoundHandler())
	gone.Close()
	for name, test := range map[string]struct {
		args     []string
		terminal bool
		told     string // "" is nothing
	}{
		"run":      {[]string{"run", patientView, "--in", gone.URL}, false, "fhirview: search Patient: dial: connection refused; trying again in "},
		"terminal": {[]string{"run", patientView, "--in", gone.URL}, true, "\rwaiting "},
		"quiet":    {[]string{"run", patientView, "--quiet", "--in", gone.URL}, false, ""},
		"upload":   {[]string{"upload", "testdata/Patient.ndjson", "--to", gone.URL}, false, "fhirview: capabilities: dial: connection refused; trying again in "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, _, stderr := watched(t, test.terminal, test.args...)
			if status != exitFailed || strings.Count(stderr, "dial: connection refused after 2 attempts") != 1 {
				t.Errorf("status %d: %s", status, stderr)
			}
			if strings.Count(stderr, test.told) != 1 && test.told != "" || test.told == "" && strings.Contains(stderr, "again") {
				t.Errorf("want %q once: %s", test.told, stderr)
			}
		})
	}
}

// TestNothingOfPatientsIsPrinted looks for names in all that a command leaves on standard error, by whomever, but for
// --verbose.
func TestNothingOfPatientsIsPrinted(t *testing.T) {
	t.Parallel()
	printed, before := &buffer{}, log.Writer()
	log.SetOutput(printed)
	t.Cleanup(func() {
		log.SetOutput(before)
		if strings.Contains(printed.String(), planted) {
			t.Errorf("printed: %s", printed)
		}
	})
	entries := faultserver.Page(-1, "", faultserver.Patient("p0"))
	more := `{"resourceType":"Patient","id":"` + planted + `","name":[{"family":"` + planted + `"}]}`
	for name, test := range map[string]struct {
		handler http.Handler
		status  int // of run
	}{
		"surplus":           {faultserver.Surplus(0, entries, more), 3},
		"surplus of chunks": {faultserver.SurplusChunk(entries, more), 3},
		"late surplus":      {faultserver.Surplus(20*time.Millisecond, entries, "", more), 0},
		"malformed JSON":    {faultserver.OK(more[:len(more)-1]), 1},
		"another resource":  {faultserver.OK(more), 1},
		"bad entry":         {faultserver.OK(strings.Replace(entries, `"id":"p0"`, `"id":"p0","name":"`+planted+`"`, 1)), 3},
		"HTML":              {faultserver.OK("<html>" + planted), 1},
		"foreign link":      {faultserver.OK(faultserver.Page(-1, "http://"+planted+".invalid/?name="+planted)), 1},
		"outcome":           {faultserver.Answer(http.StatusBadRequest, strings.Replace(said, "transient", planted, 1)), 1},
		"outcome inside":    {faultserver.OK(faultserver.Page(-1, "", said)), 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := faultserver.New(t, test.handler)
			status, _, stderr := watched(t, true, "run", patientView, "--in", server.URL)
			if status != test.status || strings.Contains(stderr, planted) || status != 0 && stderr == "" {
				t.Errorf("status %d, want %d: %s", status, test.status, stderr)
			}
			time.Sleep(30 * time.Millisecond) // for what is still to come
		})
	}
}
