package fhirclient_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/upload"
	"github.com/google/go-cmp/cmp"
)

// perType is how many resources of each type are uploaded to a real server.
const perType = 150

const medplumFolder = "../internal/faultserver/medplum"

// TestMedplum talks to an independent FHIR server, which `.ci/run` installs.
func TestMedplum(t *testing.T) { exercise(t, startMedplum(t)) }

// TestServer does the same with a server of the user's choice, such as HAPI. It writes to it.
func TestServer(t *testing.T) {
	base := os.Getenv("FHIRVIEW_TEST_SERVER")
	if base == "" {
		t.Skip("FHIRVIEW_TEST_SERVER does not name the base URL of a FHIR R4 server")
	}
	exercise(t, base)
}

// startMedplum starts the server and returns its base URL. It ends with the test.
func startMedplum(t *testing.T) string {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		missing(t, "there is no node")
	}
	version, err := exec.CommandContext(t.Context(), node, "--version").Output()
	if major, _, _ := strings.Cut(strings.TrimPrefix(string(version), "v"), "."); err != nil || number(major) < 20 {
		missing(t, "node is older than version 20: "+strings.TrimSpace(string(version)))
	}
	if _, err := os.Stat(filepath.Join(medplumFolder, "node_modules")); err != nil {
		missing(t, "run npm ci in internal/faultserver/medplum first")
	}
	server := exec.Command(node, "server.mjs")
	server.Dir = medplumFolder
	server.Stderr = os.Stderr
	input, err := server.StdinPipe() // the server ends when this does
	wantNil(t, err)
	output, err := server.StdoutPipe()
	wantNil(t, err)
	wantNil(t, server.Start())
	t.Cleanup(func() {
		input.Close()
		server.Wait()
	})
	line, err := bufio.NewReader(output).ReadString('\n')
	base, ok := strings.CutPrefix(strings.TrimSpace(line), "listening ")
	if !ok {
		t.Fatalf("the server said %q (%v)", line, err)
	}
	return base
}

func number(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}

// missing skips the test, or fails it where the server is known to have been installed.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("FHIRVIEW_MEDPLUM") == "required" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// exercise is what any FHIR R4 server should go through. What it creates has ids and identifiers of its own.
func exercise(t *testing.T, base string) {
	t.Helper()
	client, err := fhirclient.New(base, nil)
	wantNil(t, err)
	t.Cleanup(client.CloseIdleConnections)
	tag := fmt.Sprintf("t%x", time.Now().UnixNano())
	for _, step := range []struct {
		name string
		run  func(*testing.T, *fhirclient.Client, string)
	}{
		{"capabilities", liveCapabilities},
		{"create, read, update, delete", liveResource},
		{"conditional create", liveConditional},
		{"search and page", livePages},
		{"batch", liveBatch},
		{"transaction", liveTransaction},
		{"upload", liveUpload},
	} {
		t.Run(step.name, func(t *testing.T) { step.run(t, client, tag) })
	}
}

func liveCapabilities(t *testing.T, c *fhirclient.Client, _ string) {
	t.Helper()
	got, err := c.Capabilities(t.Context())
	wantNil(t, err)
	if !strings.HasPrefix(got.FHIRVersion, "4.") {
		t.Errorf("FHIR version is %q, want 4", got.FHIRVersion)
	}
}

// namedPatient has a family name, and an id unless that is empty.
func namedPatient(id, family string) []byte {
	patient := map[string]any{"resourceType": "Patient", "name": []any{map[string]any{"family": family}}}
	if id != "" {
		patient["id"] = id
	}
	text, _ := json.Marshal(patient)
	return text
}

func liveResource(t *testing.T, c *fhirclient.Client, tag string) {
	t.Helper()
	ctx := t.Context()
	created, err := c.Create(ctx, namedPatient("", "Ærø "+tag), nil)
	wantNil(t, err)
	if !created.Created || created.ID == "" || created.VersionID == "" {
		t.Fatalf("created: %+v", created)
	}
	wantSame(t, read1(t, c, "Patient", created.ID), namedPatient(created.ID, "Ærø "+tag))

	updated, err := c.Update(ctx, namedPatient(created.ID, "Two "+tag), &fhirclient.UpdateOptions{IfMatch: created.ETag})
	wantNil(t, err)
	if updated.Created || updated.VersionID == created.VersionID {
		t.Errorf("updated: %+v", updated)
	}
	wantSame(t, read1(t, c, "Patient", created.ID), namedPatient(created.ID, "Two "+tag))
	_, err = c.Update(ctx, namedPatient(created.ID, "Three "+tag), &fhirclient.UpdateOptions{IfMatch: created.ETag})
	if !errors.Is(err, fhirclient.ErrVersionConflict) {
		t.Errorf("update of an old version: error is %v, want ErrVersionConflict", err)
	}
	old, err := c.VRead(ctx, "Patient", created.ID, created.VersionID)
	wantNil(t, err)
	wantSame(t, old.Resource, namedPatient(created.ID, "Ærø "+tag))

	wantNil(t, c.Delete(ctx, "Patient", created.ID))
	var status *fhirclient.StatusError
	if _, err := c.Read(ctx, "Patient", created.ID); !errors.As(err, &status) || status.Status != http.StatusNotFound && status.Status != http.StatusGone {
		t.Errorf("after its deletion: error is %v, want 404 or 410", err)
	}
	_, err = c.Create(ctx, []byte(`{"resourceType":"Patient","id":`), nil)
	if err == nil {
		t.Error("half a resource was created")
	}
}

// read1 returns a resource's text.
func read1(t *testing.T, c *fhirclient.Client, typ, id string) []byte {
	t.Helper()
	got, err := c.Read(t.Context(), typ, id)
	wantNil(t, err)
	return got.Resource
}

func liveConditional(t *testing.T, c *fhirclient.Client, tag string) {
	t.Helper()
	patient := fmt.Appendf(nil, `{"resourceType":"Patient","identifier":[{"system":"http://example.org/%s","value":"1"}]}`, tag)
	condition := query("identifier", "http://example.org/"+tag+"|1")
	first, err := c.Create(t.Context(), patient, &fhirclient.CreateOptions{IfNoneExist: condition})
	wantNil(t, err)
	second, err := c.Create(t.Context(), patient, &fhirclient.CreateOptions{IfNoneExist: condition})
	wantNil(t, err)
	if !first.Created || second.Created {
		t.Errorf("created: %v, then %v, want true and false", first.Created, second.Created)
	}
	_, err = c.Create(t.Context(), patient, nil)
	wantNil(t, err)
	if _, err = c.Create(t.Context(), patient, &fhirclient.CreateOptions{IfNoneExist: condition}); !errors.Is(err, fhirclient.ErrAmbiguousKey) {
		t.Errorf("two match: error is %v, want ErrAmbiguousKey", err)
	}
}

func livePages(t *testing.T, c *fhirclient.Client, tag string) {
	t.Helper()
	want := []string{}
	for i := range 25 {
		id := fmt.Sprintf("%s-%02d", tag, i)
		_, err := c.Update(t.Context(), namedPatient(id, "Page"+tag), nil)
		wantNil(t, err)
		want = append(want, id)
	}
	for _, post := range []bool{false, true} {
		s := c.Search(t.Context(), "Patient", query("family", "Page"+tag), &fhirclient.SearchOptions{Count: 7, Post: post})
		var got []string
		for entry, err := range s.Entries() {
			wantNil(t, err)
			got = append(got, idOf(entry))
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("by POST %v: %s", post, diff)
		}
		if s.Info().Truncated || s.Info().Pages != 4 {
			t.Errorf("by POST %v: truncated %v, %d pages, want false and 4", post, s.Info().Truncated, s.Info().Pages)
		}
	}
}

func liveBatch(t *testing.T, c *fhirclient.Client, tag string) {
	t.Helper()
	results, err := c.Batch(t.Context(), []fhirclient.BatchEntry{
		{Method: http.MethodPut, URL: "Patient/" + tag + "-b", Resource: namedPatient(tag+"-b", "Batch")},
		{Method: http.MethodGet, URL: "Patient/" + tag + "-absent"},
	})
	wantNil(t, err)
	if results[0].Err != nil {
		t.Errorf("first entry: %v", results[0].Err)
	}
	var status *fhirclient.StatusError
	if !errors.As(results[1].Err, &status) || status.Status != http.StatusNotFound {
		t.Errorf("second entry: error is %v, want 404", results[1].Err)
	}
	wantSame(t, read1(t, c, "Patient", tag+"-b"), namedPatient(tag+"-b", "Batch"))
}

// liveTransaction uploads a transaction in both ways, and finds the encounter by its patient.
func liveTransaction(t *testing.T, c *fhirclient.Client, tag string) {
	t.Helper()
	for _, unwrap := range []bool{false, true} {
		name := fmt.Sprintf("%s-%v", tag, unwrap)
		text := fmt.Sprintf(`{"resourceType":"Bundle","type":"transaction","entry":[
			{"fullUrl":"urn:uuid:0a000000-0000-4000-8000-000000000002","resource":{"resourceType":"Observation","status":"final","code":{"text":"a"},
			 "subject":{"reference":"urn:uuid:0a000000-0000-4000-8000-000000000001"}},"request":{"method":"POST","url":"Observation"}},
			{"fullUrl":"urn:uuid:0a000000-0000-4000-8000-000000000001","resource":{"resourceType":"Patient","identifier":[{"system":"urn:t","value":%q}]},
			 "request":{"method":"POST","url":"Patient","ifNoneExist":%q}}]}`, name, "identifier=urn:t|"+name)
		alone := fmt.Sprintf(`{"resourceType":"Observation","status":"final","code":{"text":"b"},"subject":{"reference":%q}}`, "Patient?identifier=urn:t|"+name)
		report, err := upload.Run(t.Context(), c, records(text, alone), &upload.Options{Create: true, Unwrap: unwrap})
		wantNil(t, err)
		if report.Created != 3 || report.Failed != 0 {
			t.Errorf("report is %+v", report)
		}
		var patient string
		for text, err := range c.Search(t.Context(), "Patient", url.Values{"identifier": {"urn:t|" + name}}, nil).Entries() {
			wantNil(t, err)
			patient, _ = plain(t, text)["id"].(string)
		}
		n := 0
		for _, err := range c.Search(t.Context(), "Observation", url.Values{"subject": {"Patient/" + patient}}, nil).Entries() {
			wantNil(t, err)
			n++
		}
		if patient == "" || n != 2 {
			t.Errorf("unwrap %v: %d observations of the patient", unwrap, n)
		}
	}
}

// liveUpload puts samples of every type, once one by one and once in batches, and reads all of them back by searches.
func liveUpload(t *testing.T, c *fhirclient.Client, _ string) {
	t.Helper()
	samples := readSamples(t)
	for _, batch := range []int{1, 25} {
		began := time.Now()
		report, err := upload.Run(t.Context(), c, all(samples), &upload.Options{Batch: batch})
		wantNil(t, err)
		if report.State != upload.Complete {
			t.Fatalf("%+v", report)
		}
		t.Logf("batches of %d: %d resources in %v", batch, report.Sent, time.Since(began).Round(time.Millisecond))
	}
	for typ, want := range samples {
		got := map[string][]byte{}
		s := c.Search(t.Context(), typ, nil, &fhirclient.SearchOptions{Count: 40})
		for entry, err := range s.Entries() {
			wantNil(t, err)
			got[idOf(entry)] = slices.Clone(entry)
		}
		if s.Info().Truncated {
			t.Errorf("%s: the search is truncated", typ)
		}
		for _, resource := range want {
			wantSame(t, got[idOf(resource)], resource)
		}
	}
}

// readSamples reads the first resources of each type of the sample data.
func readSamples(t *testing.T) map[string][][]byte {
	t.Helper()
	shared := os.Getenv("FHIRVIEW_SHARED")
	if shared == "" {
		shared = "../../shared"
	}
	files, _ := filepath.Glob(filepath.Join(shared, "data", "*.ndjson.gz"))
	if len(files) == 0 {
		t.Skip("there is no sample data: FHIRVIEW_SHARED does not name its folder")
	}
	samples := map[string][][]byte{}
	for _, name := range files {
		file, err := os.Open(name)
		wantNil(t, err)
		lines, err := gzip.NewReader(bufio.NewReader(file))
		wantNil(t, err)
		scanner := bufio.NewScanner(lines)
		scanner.Buffer(nil, 16<<20)
		typ := strings.TrimSuffix(filepath.Base(name), ".ndjson.gz")
		for len(samples[typ]) < perType && scanner.Scan() {
			samples[typ] = append(samples[typ], slices.Clone(scanner.Bytes()))
		}
		wantNil(t, errors.Join(scanner.Err(), file.Close()))
	}
	return samples
}

// all are the records of all types.
func all(samples map[string][][]byte) iter.Seq2[upload.Record, error] {
	return func(yield func(upload.Record, error) bool) {
		for _, typ := range slices.Sorted(maps.Keys(samples)) {
			for i, text := range samples[typ] {
				if !yield(upload.Record{Data: text, Position: fmt.Sprintf("%s:%d", typ, i+1)}, nil) {
					return
				}
			}
		}
	}
}

// wantSame compares resources as JSON, without what a server adds.
func wantSame(t *testing.T, got, want []byte) {
	t.Helper()
	a, b := plain(t, want), plain(t, got)
	if !reflect.DeepEqual(a, b) { // much faster than to look for the difference
		t.Errorf("the server has another resource: %s", cmp.Diff(a, b))
	}
}

// plain is a resource without the elements that servers add: versionId, lastUpdated and source of its meta, and a
// narrative of their own making.
func plain(t *testing.T, text []byte) map[string]any {
	t.Helper()
	var resource map[string]any
	if err := json.Unmarshal(text, &resource); err != nil {
		t.Errorf("not a resource: %v", err)
		return nil
	}
	if meta, ok := resource["meta"].(map[string]any); ok {
		for _, name := range []string{"versionId", "lastUpdated", "source"} {
			delete(meta, name)
		}
		if len(meta) == 0 {
			delete(resource, "meta")
		}
	}
	return resource
}
