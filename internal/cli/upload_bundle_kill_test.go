package cli

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fhirview/fhirview/internal/faultserver"
)

// visits are transactions of an encounter and a patient each, in lines.
func visits(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"resourceType":"Bundle","type":"transaction","entry":[`+
			`{"fullUrl":"urn:uuid:e%[1]d","resource":{"resourceType":"Encounter","identifier":[{"system":"urn:a","value":"e%[1]d"}],"subject":{"reference":"urn:uuid:p%[1]d"}},"request":{"method":"POST","url":"Encounter"}},`+
			`{"fullUrl":"urn:uuid:p%[1]d","resource":{"resourceType":"Patient","identifier":[{"system":"urn:a","value":"p%[1]d"}]},"request":{"method":"POST","url":"Patient"}}]}`+"\n", i)
	}
	return b.String()
}

// identifiersOf counts the resources of a server, or of a file, by their identifiers.
func identifiersOf(texts ...string) map[string]int {
	found := map[string]int{}
	for _, text := range texts {
		for i := range strings.SplitSeq(text, `"value":"`) {
			if name, _, ok := strings.Cut(i, `"`); ok && !strings.HasPrefix(i, "{") {
				found[name]++
			}
		}
	}
	return found
}

func onServer(store *faultserver.Store) map[string]int {
	var texts []string
	for _, text := range store.Resources() {
		texts = append(texts, string(text))
	}
	return identifiersOf(texts...)
}

// TestUploadBundlesKilled kills uploads of Bundles at random. Nothing is there twice, and what is not there is named; with
// --unwrap, references lead to what was created before the upload was killed.
func TestUploadBundlesKilled(t *testing.T) { //nolint:tparallel // its parts wait for processes, together
	const n, kills = 120, 5
	for kind, flags := range map[string][]string{
		"posted": nil, "unwrapped": {"--unwrap"}, "unwrapped under conditions": {"--unwrap", "--method", "create", "--identifier", "urn:a"},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			input := writeFile(t, dir, "in.ndjson", visits(n))
			store := faultserver.NewStore()
			server := faultserver.New(t, faultserver.Delay(5*time.Millisecond, faultserver.Transactions(store)))
			failed, unknown := filepath.Join(dir, "failed"), filepath.Join(dir, "unknown")
			args := slices.Concat([]string{"upload", "--to", server.URL, "--concurrency", "8", input, "--journal", filepath.Join(dir, "journal")}, flags)
			for i := range kills {
				child, ended, output := start(t, args...)
				for point := i * n / kills; len(store.Resources()) < point; {
					select {
					case <-ended:
						t.Fatalf("the upload ended by itself: %s", output)
					case <-time.After(time.Millisecond):
					}
				}
				time.Sleep(rand.N(50 * time.Millisecond))
				_ = child.Process.Kill() // it may have ended
				<-ended
			}
			child, ended, output := start(t, append(args, "--failed", failed, "--unknown", unknown)...)
			<-ended
			there := onServer(store)
			named := identifiersOf(readFile(t, failed), readFile(t, unknown))
			for i := range n {
				for _, name := range []string{fmt.Sprint("e", i), fmt.Sprint("p", i)} {
					if there[name] > 1 || there[name]+named[name] == 0 {
						t.Errorf("%s is there %d times, and named %d times", name, there[name], named[name])
					}
				}
			}
			if status := child.ProcessState.ExitCode(); (status == exitOK) != (len(named) == 0) {
				t.Errorf("status %d: %s", status, output)
			}
			joins(t, store)
			t.Logf("%d on the server, %d named: %s", len(store.Resources()), len(named), output)
			if kind == "posted" || len(named) == 0 {
				return
			}
			settle := []string{"upload", "--to", server.URL, "--unwrap", "--method", "create", "--identifier", "urn:a", failed, unknown}
			child, ended, output = start(t, settle...)
			<-ended
			there = onServer(store)
			for i := range n {
				if there[fmt.Sprint("e", i)] != 1 || there[fmt.Sprint("p", i)] != 1 {
					t.Errorf("%d: %d patients and %d encounters after settling", i, there[fmt.Sprint("p", i)], there[fmt.Sprint("e", i)])
				}
			}
			joins(t, store)
			if child.ProcessState.ExitCode() != exitOK {
				t.Errorf("settling: %s", output)
			}
		})
	}
}

// TestUploadLostTogether names entries that refer to each other in one Bundle, which goes back in when the cause is mended.
func TestUploadLostTogether(t *testing.T) {
	dir := t.TempDir()
	input, failed := writeFile(t, dir, "b.json", visit), filepath.Join(dir, "failed")
	store := faultserver.NewStore()
	have := uploadTo(t, faultserver.New(t, refusing(store, "Patient")), "--unwrap", "--failed", failed, input)
	if have.Status != exitPartial || !strings.Contains(have.Stderr, "2 resources read, 2 failed") || len(store.Resources()) != 0 {
		t.Errorf("got %+v", have)
	}
	var lost struct {
		Entry []json.RawMessage `json:"entry"`
	}
	if err := json.Unmarshal([]byte(readFile(t, failed)), &lost); err != nil || len(lost.Entry) != 2 {
		t.Errorf("%v: %s", err, readFile(t, failed))
	}
	again := writeFile(t, dir, "again.ndjson", readFile(t, failed))
	have = uploadTo(t, faultserver.New(t, store), "--unwrap", again)
	if n := joins(t, store); have.Status != exitOK || n != 3 {
		t.Errorf("%d references, %+v", n, have)
	}
}

// TestUploadCheckReport names what is missing in the report, and leaves the files of resources alone.
func TestUploadCheckReport(t *testing.T) {
	dir := t.TempDir()
	input := writeFile(t, dir, "in.ndjson", `{"resourceType":"Group","id":"g","managingEntity":{"reference":"Organization/o"}}`+"\n"+strings.TrimSuffix(visits(1), "\n"))
	report, failed := filepath.Join(dir, "report"), writeFile(t, dir, "failed", "of an upload before\n")
	server := faultserver.New(t, faultserver.NewStore())
	have := uploadTo(t, server, "--check-references", "--report", report, "--failed", failed, input)
	want := fmt.Sprintf(`{"position":"%s:1","resourceType":"Group","attempts":0,"reason":"the target of a reference is missing: of type Organization"}`+"\n", input)
	if got := readFile(t, report); have.Status != exitFailed || got != want || readFile(t, failed) != "of an upload before\n" {
		t.Errorf("got %+v, the report is %s", have, got)
	}
	if !strings.Contains(have.Stderr, "2 references, 1 in the input, 1 missing\n") || server.Count("POST")+server.Count("PUT") != 0 {
		t.Errorf("got %+v", have)
	}
}
