package source

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// openedAll is opened, with what was passed over last.
func openedAll(o Options, paths ...string) []string {
	var passed []string
	o.PassedOver = func(path, why string) { passed = append(passed, "passed over "+filepath.ToSlash(path)+": "+why) }
	return append(opened(Open(paths, &o)), passed...)
}

// TestOpenFolderWithOtherFiles has what lies beside resources: it is passed over, unless it is broken or named.
func TestOpenFolderWithOtherFiles(t *testing.T) {
	big := `{"entry":[` + strings.Repeat(`{"resource":{"resourceType":"A"}},`, 3000) + `{}],"x":1}`
	t.Chdir(writeFiles(t, map[string]string{
		"in/a/Patient.ndjson": "1\n",
		"in/bundle.json":      `{"type":"collection","entry":[{"resource":{"resourceType":"A"}}],"resourceType":"Bundle"}`,
		"in/late.json":        `{"id":"1","meta":{"tag":[{}]},"resourceType":"A"}`,
		"in/list.json":        `[1,{"resourceType":"A"}]`,
		"in/number.json":      `{"resourceType":5}`,
		"in/void.json":        `[]`,
		"manifest.json":       `{"transactionTime":"2026-01-01","output":[{"type":"Patient","url":"Patient.ndjson"}]}`,
		"in/manifest.json":    `{"transactionTime":"2026-01-01","output":[{"type":"Patient","url":"Patient.ndjson"}]}`,
		"in/package.json":     " {\n \"name\": \"x\", \"version\": \"1.0.0\"\n}\n",
		"in/packed.json.gz":   string(gzipped([]byte(`{"a":1}`))),
		"in/numbers.json":     `[1, 2]`,
		"in/text.json":        `"text"`,
		"in/cases.test.json":  `{"title":"t","resources":[{"resourceType":"A"}],"tests":[]}`,
		"in/a.view.json":      `{"resourceType":"ViewDefinition","resource":"Patient","select":[]}`,
		"in/b.view.json":      `{"resourceType": "https://sql-on-fhir.org/ig/StructureDefinition/ViewDefinition"}`,
		"in/no-type.json":     big,
		"in/readme.md":        "# Read me",
		"in/out.csv":          "id\n1\n",
		"broken/1.json":       `{"transactionTime":"2026",`,
		"broken/2.json":       `{"name":"x"}}`,
		"broken/3.json":       "",
		"broken/4.json":       "// settings\n{}",
		"broken/5.json":       "{\"a\":1}\n{\"b\":1}\n",
		"broken/7.json":       "{\"resourceTyp\xff\":\"A\"}",
		"broken/8.json":       "[{\"resource\xffype\":\"A\"}]",
		"broken/6.json.gz":    string(gzipped([]byte(`{"a":1}`)))[:20],
	}))
	want := []string{
		"in/a/Patient.ndjson 1",
		`in/bundle.json {"resourceType":"A"}`,
		`in/late.json {"id":"1","meta":{"tag":[{}]},"resourceType":"A"}`,
		"in/list.json failed: expected a resource, not a number", `in/list.json {"resourceType":"A"}`,
		`in/number.json {"resourceType":5}`,
		"passed over in/a.view.json: ",
		"passed over in/b.view.json: ",
		"passed over in/cases.test.json: ",
		"passed over in/manifest.json: ",
		"passed over in/no-type.json: ",
		"passed over in/numbers.json: ",
		"passed over in/out.csv: another ending",
		"passed over in/package.json: ",
		"passed over in/packed.json.gz: ",
		"passed over in/readme.md: another ending",
		"passed over in/text.json: ",
	}
	if diff := cmp.Diff(want, openedAll(Options{}, "in")); diff != "" {
		t.Errorf("folder (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, openedAll(Options{}, "in/**")); diff != "" {
		t.Errorf("glob (-want +got):\n%s", diff)
	}
	broken := []string{
		"broken/1.json failed: JSON ends early at byte 26", `broken/2.json {"name":"x"}`,
		"broken/2.json failed: more data follows the JSON value at byte 12; one resource a line is NDJSON",
		"broken/4.json failed: expected a JSON object or array at byte 0", `broken/5.json {"a":1}`, `broken/5.json {"b":1}`,
		"broken/6.json.gz failed: gzip data ends early at byte 0",
		"broken/7.json failed: JSON is not valid at byte 1",
		"broken/8.json {\"resource\xffype\":\"A\"}",
		"passed over broken/3.json: empty",
	}
	if diff := cmp.Diff(broken, openedAll(Options{}, "broken")); diff != "" {
		t.Errorf("broken (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"in/text.json failed: expected a JSON object or array at byte 0"}, openedAll(Options{}, "in/text.json")); diff != "" {
		t.Errorf("named (-want +got):\n%s", diff)
	}
}

// TestOpenNothingButOtherFiles is an error: somebody wanted resources.
func TestOpenNothingButOtherFiles(t *testing.T) {
	t.Chdir(writeFiles(t, map[string]string{"in/manifest.json": "{}", "in/a.json": "{}", "in/b.txt": "", "in/c.json": "1", "d.ndjson": "1\n"}))
	want := []string{
		"d.ndjson 1",
		"error: in: no file holds resources; those that do end in .ndjson, .jsonl or .json, alone or with .gz or .zst: " +
			"passed over in/a.json (no resource in it), in/b.txt (another ending), in/c.json (no resource in it), and 1 more",
	}
	if diff := cmp.Diff(want, opened(Open([]string{"d.ndjson", "in"}, nil))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestPassedOverBytes counts what was passed over: progress has to come to its end.
func TestPassedOverBytes(t *testing.T) {
	t.Chdir(writeFiles(t, map[string]string{"in/a.ndjson": "1\n", "in/b.json": "{}" + strings.Repeat(" ", 100_000), "in/c.ndjson": "2\n"}))
	size, _ := sizeOf("in")
	if got := drain(Open([]string{"in"}, nil)); got.Bytes != size || len(got.Records) != 2 {
		t.Errorf("%d of %d bytes, records %v", got.Bytes, size, got.Records)
	}
}

// TestOpenFolderWithBrokenFiles goes on behind each kind of file that cannot be read, and tells of it.
func TestOpenFolderWithBrokenFiles(t *testing.T) {
	good := `{"resourceType":"A"}`
	packed := gzipped([]byte(numbered(2000)))
	corrupt := bytes.Clone(packed)
	corrupt[len(corrupt)/2] ^= 0xff
	t.Chdir(writeFiles(t, map[string]string{
		"in/0.json":      good,
		"in/1.json":      `{"resourceType":"Bundle","entry":[{"resource":` + good + `},{"resource":{"resourceType":"B","id":`,
		"in/2.json":      good + good,
		"in/3.json":      "",
		"in/4.ndjson.gz": string(packed[:len(packed)/2]),
		"in/5.ndjson.gz": string(corrupt),
		"in/6.json.zst":  string(zstded([]byte(good)))[:9],
		"in/8.json":      `{"resourceType":"Bundle","entry":[{"resource":` + good + `}}`,
		"in/9.ndjson":    "9\n",
	}))
	if err := os.Symlink("vanished.json", "in/7.json"); err != nil { // as if it had gone after it was found
		t.Skip(err)
	}
	got := slices.DeleteFunc(opened(Open([]string{"in"}, nil)), func(line string) bool {
		return !strings.Contains(line, "failed") && !strings.HasSuffix(line, good) && !strings.HasSuffix(line, " 9")
	})
	for i, line := range got {
		at, rest, cut := strings.Cut(line, " (after line ")
		if cut && !strings.HasPrefix(rest, "0)") {
			got[i] = at[:strings.LastIndex(at, " at byte")] + " after some lines"
		}
		got[i], _, _ = strings.Cut(got[i], ": flate")
	}
	want := []string{
		"in/0.json " + good,
		"in/1.json " + good, "in/1.json failed: JSON ends early at byte 105 (in entry 1)",
		"in/2.json " + good, "in/2.json failed: more data follows the JSON value at byte 20; one resource a line is NDJSON",
		"in/4.ndjson.gz failed: gzip data ends early after some lines",
		"in/5.ndjson.gz failed: gzip data is corrupt after some lines",
		"in/6.json.zst failed: zstd data ends early at byte 0",
		"in/7.json failed: cannot be opened: no such file or directory",
		"in/8.json " + good, "in/8.json failed: expected ',' or ']' at byte 67 (in entry 0)",
		"in/9.ndjson 9",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestTooLongError(t *testing.T) {
	for limit, want := range map[int]string{1: "1 bytes", 1 << 10: "1 KiB", 1536: "1536 bytes", 64 << 20: "64 MiB", 1 << 30: "1 GiB"} {
		err := &tooLongError{limit}
		if err.Error() != fmt.Sprintf("resource is longer than the limit of %s (raise MaxRecord to read it)", want) {
			t.Errorf("%d: %v", limit, err)
		}
	}
}
