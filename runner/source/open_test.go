package source

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/internal/intake"
)

// writeFiles makes a folder of files; a name may contain folders.
func writeFiles(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// opened is one line a record, with the block's name, and the error last.
func opened(src Source) []string {
	var lines []string
	for b, err := range src {
		if err != nil {
			lines = append(lines, "error: "+err.Error())
			continue
		}
		for _, r := range b.Records {
			if r.Err != nil {
				lines = append(lines, filepath.ToSlash(b.Name)+" failed: "+r.Err.Error())
				continue
			}
			lines = append(lines, filepath.ToSlash(b.Name)+" "+string(r.Data))
		}
		b.Release()
	}
	return lines
}

func TestOpen(t *testing.T) {
	t.Chdir(writeFiles(t, map[string]string{
		"in/b.ndjson":       "1\n2\n",
		"in/a.ndjson.gz":    string(gzipped([]byte("3\n"))),
		"in/c.ndjson.zst":   string(zstded([]byte("4\n"))),
		"in/d.jsonl":        "5\n",
		"in/e.JSON":         `[{"resourceType":"E"}]`,
		"in/f.json.gz":      string(gzipped([]byte(`{"resourceType":"Bundle","entry":[{"resource":{"f":1}}]}`))),
		"in/notes.txt":      "not read",
		"in/.hidden.ndjson": "not read",
		"in/deeper/x.json":  `{"resourceType":"X"}`,
		"in/empty.ndjson":   "",
		"plain.ndjson.gz":   "6\n",
		"packed.ndjson":     string(gzipped([]byte("7\n"))),
		"[1].ndjson":        "8\n",
		"1.ndjson":          "9\n",
		"none/readme.md":    "",
		"empty.ndjson.gz":   "",
		"empty.json":        "",
		"document.ndjson":   "{\n \"a\": 1\n}\n",
		"list.jsonl.gz":     string(gzipped([]byte("[{\"a\":1},\n{\"b\":1}]"))),
		"lines.json":        "{\"a\":1}\n{\"b\":1}\n",
		"cut.ndjson.gz":     string(gzipped([]byte("1\n2\n")))[:30],
	}))
	if err := os.Mkdir("bare", 0o755); err != nil {
		t.Fatal(err)
	}
	const ends = "end in .ndjson, .jsonl or .json, alone or with .gz or .zst"
	for _, c := range []struct {
		name  string
		paths []string
		want  []string
	}{
		{"folder", []string{"in"}, []string{"in/a.ndjson.gz 3", "in/b.ndjson 1", "in/b.ndjson 2", "in/c.ndjson.zst 4", "in/d.jsonl 5", `in/deeper/x.json {"resourceType":"X"}`, `in/e.JSON {"resourceType":"E"}`, `in/f.json.gz {"f":1}`}},
		{"folder and file", []string{"in/deeper/", "in/b.ndjson"}, []string{`in/deeper/x.json {"resourceType":"X"}`, "in/b.ndjson 1", "in/b.ndjson 2"}},
		{"file twice", []string{"in/d.jsonl", "in/d.jsonl"}, []string{"in/d.jsonl 5", "in/d.jsonl 5"}},
		{"glob", []string{"in/*.json*"}, []string{"in/d.jsonl 5", `in/f.json.gz {"f":1}`}},
		{"glob of folders", []string{"in/d*"}, []string{"in/d.jsonl 5", `in/deeper/x.json {"resourceType":"X"}`}},
		{"a file before a glob", []string{"[1].ndjson"}, []string{"[1].ndjson 8"}},
		{"no compression inside", []string{"plain.ndjson.gz"}, []string{"plain.ndjson.gz 6"}},
		{"compression inside", []string{"packed.ndjson"}, []string{"packed.ndjson 7"}},
		{"empty", []string{"in/empty.ndjson"}, nil},
		{"lines called json", []string{"lines.json"}, []string{`lines.json {"a":1}`, `lines.json {"b":1}`}},
		{"empty JSON", []string{"empty.json"}, nil},
		{"a document called lines", []string{"document.ndjson", "list.jsonl.gz"}, []string{"document.ndjson {\n \"a\": 1\n}", `list.jsonl.gz {"a":1}`, `list.jsonl.gz {"b":1}`}},
		{"empty gzip", []string{"empty.ndjson.gz"}, []string{"empty.ndjson.gz failed: gzip data ends early at byte 0"}},
		{"a broken file between others", []string{"in/d.jsonl", "cut.ndjson.gz", "in/b.ndjson"}, []string{"in/d.jsonl 5", "cut.ndjson.gz failed: gzip data ends early at byte 0", "in/b.ndjson 1", "in/b.ndjson 2"}},
		{"no path", nil, []string{"error: no input: give at least one file, folder or glob, or - for standard input"}},
		{"no file", []string{"in/d.jsonl", "missing.ndjson"}, []string{"error: stat missing.ndjson: no such file or directory"}},
		{"no match", []string{"*.parquet"}, []string{"error: *.parquet: no file or folder matches"}},
		{"bad glob", []string{"[a"}, []string{`error: [a: syntax error in pattern (in a glob, write \[ for a bracket of the name)`}},
		{"nothing in the folder", []string{"none"}, []string{"error: none: no file holds resources; those that do " + ends + ": passed over none/readme.md (another ending)"}},
		{"nothing in the glob's folder", []string{"no*"}, []string{"error: no*: no file holds resources; those that do " + ends + ": passed over none/readme.md (another ending)"}},
		{"an empty folder", []string{"bare"}, []string{"error: bare: there is no file; those that hold resources " + ends}},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := Open(c.paths, &Options{Name: "not used"})
			for _, again := range []string{"", " again"} {
				if diff := cmp.Diff(c.want, opened(src)); diff != "" {
					t.Errorf("opened%s, differs (-want +got):\n%s", again, diff)
				}
			}
		})
	}
}

func TestOpenStdin(t *testing.T) {
	dir := writeFiles(t, map[string]string{"in": "{\"a\":1}\n{\"b\":1}\n"})
	f, err := os.Open(filepath.Join(dir, "in"))
	if err != nil {
		t.Fatal(err)
	}
	defer func(old *os.File) { os.Stdin = old; _ = f.Close() }(os.Stdin)
	os.Stdin = f
	want := []string{`stdin {"a":1}`, `stdin {"b":1}`}
	if diff := cmp.Diff(want, opened(Open([]string{"-"}, nil))); diff != "" {
		t.Errorf("differs (-want +got):\n%s", diff)
	}
}

func TestOpenCutOffFileDeliversWhatIsWhole(t *testing.T) {
	text := numbered(30_000)
	data := gzipped([]byte(text))
	dir := writeFiles(t, map[string]string{"x.ndjson.gz": string(data[:len(data)/2])})
	got := drain(Open([]string{filepath.Join(dir, "x.ndjson.gz")}, nil))
	whole := drain(NDJSON(strings.NewReader(text), nil)).Records
	if n := len(got.Records); n < 10_000 || n > 20_000 {
		t.Fatalf("%d of 30000 lines out of half the file", n)
	}
	if diff := cmp.Diff(whole[:len(got.Records)], got.Records); diff != "" {
		t.Errorf("differs (-want +got):\n%s", diff)
	}
	if got.Bytes != int64(len(data)/2) {
		t.Errorf("%d bytes, want %d", got.Bytes, len(data)/2)
	}
}

func TestSniff(t *testing.T) {
	long := strings.Repeat("x", 3*sniffStep)
	for _, c := range []struct {
		name  string
		text  string
		lines bool
	}{
		{"nothing", "", true},
		{"blank", "\n \n", true},
		{"one line", `{"a":1}`, false},
		{"one line, ended", `{"a":1}` + "\n\n", false},
		{"two lines", "\n{\"a\":1} \r\n\n {", true},
		{"mark and two lines", "\uFEFF{}\n{}", true},
		{"first line broken", "{,}\n{}", true},
		{"more, not a resource", "{}\nx", false},
		{"more on the line", "{} {}\n", false},
		{"laid out", "{\n \"a\": {}\n}\n", false},
		{"laid out oddly", "{\"a\":{}\n,\"b\":\n{}}", false},
		{"array", "[{}]\n", false},
		{"array a line", "[{},\n{}\n]", false},
		{"not JSON", "id,name\n", false},
		{"long lines", `{"a":"` + long + "\"}\n{}", true},
		{"a long line", `{"a":"` + long + "\"}\n", false},
		{"long blanks", "{}" + strings.Repeat("\n", 2*sniffStep) + "{}", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := newInput("", strings.NewReader(c.text), nil)
			defer in.Close()
			if got := in.looksLikeLines(defaultMaxRecord); got != c.lines {
				t.Errorf("looks like lines: %v, want %v", got, c.lines)
			}
		})
	}
}

// TestSniffDocument has files that are called NDJSON.
func TestSniffDocument(t *testing.T) {
	long := strings.Repeat("x", 3*sniffStep)
	for _, c := range []struct {
		name     string
		text     string
		document bool
	}{
		{"nothing", "", false},
		{"laid out", "\n{\r\n  \"a\": {}\n}\n", true},
		{"laid out after a member", "{\"a\": 1,\n \"b\": 2}", true},
		{"laid out after a bracket", "{\"entry\": [\n\"b\"]}", true},
		{"a list over lines", "[\n{\"a\":1},\n{}\n]", true},
		{"a list, an item a line", "[{\"a\":1},\n{}]", true},
		{"a list on a line", "[{\"a\":1}]\n", true},
		{"a long list on a line", "[{\"a\":\"" + long, true},
		{"lines", "{\"a\":1}\n{\"b\":1}\n", false},
		{"one line", "{\"a\":1}", false},
		{"one long line", "{\"a\":\"" + long + "\"}", false},
		{"the first line cut off", "{\"a\":1,\n{\"b\":1}\n", false},
		{"the first line cut off in a list", "{\"a\":[\n{\"b\":1}\n", false},
		{"a bracket too many", "[{\"a\":1}\n{\"b\":1}\n", false},
		{"not JSON", "id,name\n\"a\"", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := newInput("", strings.NewReader(c.text), nil)
			defer in.Close()
			if got := in.looksLikeDocument(); got != c.document {
				t.Errorf("looks like a document: %v, want %v", got, c.document)
			}
		})
	}
}

func TestSniffGivesUpAtTheLimit(t *testing.T) {
	in := newInput("", &pattern{text: []byte(`{`)}, nil)
	defer in.Close()
	if in.looksLikeLines(1<<20) || cap(in.head) > 1<<20 {
		t.Errorf("an endless line looks like lines, or %d bytes were held", cap(in.head))
	}
}

// TestLongBundleLine has the first of several lines be a Bundle that is too long to be read ahead.
func TestLongBundleLine(t *testing.T) {
	first := bundle + `"entry":[{"resource":{"a":"` + strings.Repeat("x", longLine) + `"}},{"resource":{}}]}`
	entries := []got{{first[46 : len(first)-19], 0, 0, 48, ""}, {"{}", 0, 1, int64(len(first) - 3), ""}}
	for _, c := range []struct {
		name, rest string
		want       []got
		err        string
	}{
		{"alone", "\n\n", nil, ""},
		{"lines follow", "\n\n{\"b\":1} \n{}x\n", []got{{`{"b":1}`, 5, -1, int64(len(first) + 4), ""}, {"{}x", 6, -1, int64(len(first) + 13), ""}}, ""},
		{"more on the line", " {}\n", nil, fmt.Sprintf("rest: more data follows the JSON value at byte %d; one resource a line is NDJSON", len(first)+3)},
		{"something else follows", "\n[]", nil, fmt.Sprintf("rest: more data follows the JSON value at byte %d; one resource a line is NDJSON", len(first)+3)},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := "\n\n" + first + c.rest
			paths := []string{filepath.Join(writeFiles(t, map[string]string{"x": text}), "x")}
			for name, src := range map[string]Source{"as it is": Open(paths, nil), "gathered": gather(Open(paths, nil), intake.Needs{References: true}, 10)} {
				want := outcome{Records: append(slices.Clone(entries), c.want...), Bytes: int64(len(text)), Err: c.err}
				if diff := cmp.Diff(want, drain(src)); diff != "" {
					t.Errorf("%s, differs (-want +got):\n%s", name, diff)
				}
			}
			in := newInput("", strings.NewReader(text), nil)
			defer in.Close()
			if in.looksLikeLines(defaultMaxRecord) || cap(in.head) > longLine {
				t.Errorf("%d bytes were read ahead", cap(in.head))
			}
		})
	}
}

// TestLongBundleWithTypeLast is streamed, too: its entries are like those of no other resource. A long resource with entries
// of another kind is read as a whole.
func TestLongBundleWithTypeLast(t *testing.T) {
	entries := func(one string) string {
		return `{"id":"x","entry" : [ ` + strings.Repeat(one+",", 2*longLine/len(one)) + one + "],"
	}
	for _, c := range []struct {
		name, text string
		records    int
		largest    int
	}{
		{"a Bundle", entries(`{"resource":{"resourceType":"A","id":"entry"}}`) + `"resourceType":"Bundle"}`, 2*longLine/46 + 1, 2 * longLine},
		{"a Bundle with addresses", entries(`{ "fullUrl":"u","resource":{"id":"1"}}`) + `"resourceType":"Bundle"}`, 2*longLine/38 + 1, 2 * longLine},
		{"a List", entries(`{"item":{"reference":"A/1"}}`) + `"resourceType":"List"}`, 1, 4 * longLine},
	} {
		t.Run(c.name, func(t *testing.T) {
			records, largest := 0, 0
			for b, err := range Open([]string{filepath.Join(writeFiles(t, map[string]string{"x": c.text}), "x")}, nil) {
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range b.Records {
					if records++; r.Err != nil {
						t.Error(r.Err)
					}
				}
				largest = max(largest, cap(b.buf))
				b.Release()
			}
			if records != c.records || largest > c.largest {
				t.Errorf("%d records, want %d; the largest buffer has %d bytes, want at most %d", records, c.records, largest, c.largest)
			}
		})
	}
}

func TestSize(t *testing.T) {
	t.Chdir(writeFiles(t, map[string]string{"in/a.ndjson": "12345", "in/b.json.gz": "123", "in/c.txt": "1", "d.ndjson": "1"}))
	type size struct {
		Bytes int64
		Known bool
	}
	for _, c := range []struct {
		paths []string
		want  size
	}{
		{[]string{"in"}, size{8, true}},
		{[]string{"in/*", "d.ndjson"}, size{9, true}},
		{[]string{"in", "-"}, size{}},
		{[]string{"missing"}, size{}},
		{[]string{os.DevNull}, size{}},
	} {
		var got size
		got.Bytes, got.Known = sizeOf(c.paths...)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%v differs (-want +got):\n%s", c.paths, diff)
		}
	}
}
