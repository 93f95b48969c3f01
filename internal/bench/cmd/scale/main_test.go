package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	patient1 = "11111111-aaaa-4aaa-8aaa-000000000001"
	patient2 = "22222222-aaaa-4aaa-8aaa-000000000002"
	stranger = "33333333-aaaa-4aaa-8aaa-000000000003" // nobody's id
	result   = "44444444-bbbb-4bbb-8bbb-000000000004"
)

// files is a set of samples in which the types refer to each other.
var files = map[string]string{
	"Patient": `{"resourceType":"Patient", "id":"` + patient1 + `","identifier":[{"value":"` + patient1 + `"}],"x":1.0}` + "\n" +
		`{"id":"` + patient2 + `","resourceType":"Patient"}` + "\n",
	"Observation": `{"resourceType":"Observation","id":"` + result + `","subject":{"reference":"Patient/` + patient2 +
		`"},"performer":[{"reference":"Practitioner/` + stranger + `"}]}`,
}

// store writes files, and one resource of each other type.
func store(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for i, typ := range types {
		text, ok := files[typ]
		if !ok {
			text = `{"id":"` + strings.Repeat(string('0'+rune(i)), 8) + `-cccc-4ccc-8ccc-000000000005"}`
		}
		var out bytes.Buffer
		z := gzip.NewWriter(&out)
		if _, err := io.WriteString(z, text); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, typ+".ndjson.gz"), out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func TestCopies(t *testing.T) {
	samples, err := readSamples(store(t, files), types)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, s := range samples[:2] {
		var out strings.Builder
		if err := s.write(&out, 2); err != nil {
			t.Fatal(err)
		}
		got[s.typ] = out.String()
	}
	// 0x9e3779b1 over the first digits of each known id, and nothing else.
	second := strings.NewReplacer(patient1, "8f2668a0"+patient1[8:], patient2, "bc155b93"+patient2[8:], result, "da733df5"+result[8:])
	want := map[string]string{
		"Patient":     files["Patient"] + second.Replace(files["Patient"]),
		"Observation": files["Observation"] + "\n" + second.Replace(files["Observation"]) + "\n",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestIDsAreDistinct(t *testing.T) {
	const copies = 5000
	samples, err := readSamples(store(t, files), types)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := samples[0].write(&out, copies); err != nil {
		t.Fatal(err)
	}
	distinct := map[string]bool{}
	for _, m := range regexp.MustCompile(`"id":"([0-9a-f]{8}-[^"]{27})"`).FindAllSubmatch(out.Bytes(), -1) {
		distinct[string(m[1])] = true
	}
	if want := 2 * copies; len(distinct) != want {
		t.Errorf("%d distinct ids, want %d", len(distinct), want)
	}
}

// TestRun also asks that a file of the right size is left alone, and any other written again.
func TestRun(t *testing.T) {
	args := []string{"--data", store(t, files), "--out", filepath.Join(t.TempDir(), "new"), "--mb", "1"}
	if err := run(args, io.Discard); err != nil {
		t.Fatal(err)
	}
	kept, broken := filepath.Join(args[3], "Patient.ndjson"), filepath.Join(args[3], "Observation.ndjson")
	text, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(files["Patient"]); len(text) < 1_000_000 || len(text) >= 1_000_000+n || len(text)%n != 0 {
		t.Errorf("%d bytes; want whole copies of %d, and no more than it takes for a megabyte", len(text), n)
	}
	if err := os.WriteFile(kept, make([]byte, len(text)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(broken, 5); err != nil {
		t.Fatal(err)
	}
	var report strings.Builder
	if err := run(args, &report); err != nil {
		t.Fatal(err)
	}
	if text, err = os.ReadFile(kept); err != nil || text[0] != 0 {
		t.Errorf("a file of the right size was written again (%v)", err)
	}
	if n := strings.Count(report.String(), "written"); n != 1 {
		t.Errorf("%d files written, want the one that was broken:\n%s", n, report.String())
	}
}

func TestErrors(t *testing.T) {
	const near = "99999999" // and the rest of another id
	cases := map[string]struct{ patients, want string }{
		"not JSON":   {"{\n", "line 1: not a resource"},
		"no UUID":    {`{"id":"` + patient1 + `"}` + "\n" + `{"id":"p1"}`, "line 2: the id is no UUID"},
		"upper case": {`{"id":"` + strings.ToUpper(patient1) + `"}`, "line 1: the id is no UUID"},
		"alike":      {`{"id":"` + patient1 + `"}` + "\n" + `{"id":"` + near + patient1[8:] + `"}`, "line 2: the id is too like"},
		"empty":      {"", "no resource"},
	}
	for name, c := range cases {
		_, err := readSamples(store(t, map[string]string{"Patient": c.patients}), types)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, c.want)
		}
	}
	if _, err := readSamples(t.TempDir(), types); err == nil || !strings.Contains(err.Error(), "FHIRVIEW_SHARED") {
		t.Errorf("missing files: error %v", err)
	}
	if err := run([]string{"--mb", "-1"}, io.Discard); err == nil {
		t.Error("no error for a negative size")
	}
}
