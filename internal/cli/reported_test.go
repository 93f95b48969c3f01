package cli

import (
	"bytes"
	"cmp"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// reportedElsewhere are cases that other tests than TestReported see to, or that do not hold, each with the reason.
var reportedElsewhere = map[string]string{
	"w6-speed":      "spellings that are slow: a measurement, not a test",
	"headers.json":  "a view that others use",
	"patients.json": "a view that others use",
	"README.md":     "says what the others are",
}

// reportedExpressions are expressions of the cases that have a list of commands, in a form that a test can run: the words
// after "fhirview fhirpath", and what it prints.
var reportedExpressions = []struct {
	folder string
	args   []string
	stdin  string
	want   string // the values alone, a line each
	stderr string // what standard error has, or ""
}{
	{folder: "B05-fhirpath-on-a-bundle-file", args: []string{"Bundle.entry.resource.ofType(Patient).name.family", "--in", "resource.json"}, want: "Aa"},
	{folder: "B05-fhirpath-on-a-bundle-file", args: []string{"entry.count()", "--in", "resource.json"}, want: "2"},
	{folder: "B08-choice-json-keys", args: []string{"valueQuantity.value", "--in", "resource.json"}, want: "1.50"},
	{folder: "B08-choice-json-keys", args: []string{"component.valueQuantity.value", "--in", "resource.json"}, want: "7"},
	{folder: "B08-choice-json-keys", args: []string{"component.exists(valueString = 's')", "--in", "resource.json"}, want: "true"},
	{folder: "B08-choice-json-keys", args: []string{"extension('u').valueString", "--in", "resource.json"}, want: "e"},
	{folder: "B11-tostring-of-exponents", args: []string{"value.value.toString()", "--in", "resource.json"}, want: "120"},
	{folder: "B11-tostring-of-exponents", args: []string{"value.value.toString().toDecimal() = value.value", "--in", "resource.json"}, want: "true"},
	{folder: "B11-tostring-of-exponents", args: []string{"value.toString()", "--in", "resource.json"}, want: "120 'mm[Hg]'"},
	{folder: "B12-criteria-that-are-no-booleans", args: []string{"name.all(family)", "--in", "resource.json"}, want: "true"},
	{folder: "B12-criteria-that-are-no-booleans", args: []string{"name.exists(family)", "--in", "resource.json"}, want: "true"},
	{folder: "B12-criteria-that-are-no-booleans", args: []string{"name.iif(family, 'y', 'n')", "--in", "resource.json"}, want: "y"},
	{folder: "B12-criteria-that-are-no-booleans", args: []string{"name.family and true", "--in", "resource.json"}, want: "true"},
	{folder: "B14-expression-with-a-leading-minus", args: []string{"-7 div 2"}, stdin: `{"resourceType":"Patient","id":"p"}`, want: "-3"},
	{folder: "B15-types-of-reflection", args: []string{"type().name is String", "--in", "../B12-criteria-that-are-no-booleans/resource.json"}, want: "true"},
	{folder: "B15-types-of-reflection", args: []string{"1.type() is SimpleTypeInfo", "--in", "../B12-criteria-that-are-no-booleans/resource.json"}, want: "true"},
	{
		folder: "B16-regex-lookaround",
		args:   []string{"id.matches('^(?!test-).+')", "--in", "../B12-criteria-that-are-no-booleans/resource.json"},
		stderr: "look-ahead",
	},
}

// reportedMessages are views and what a command has to say about them.
var reportedMessages = []struct {
	folder string
	args   []string
	status int
	stderr string // what the command's output has, on whichever stream
}{
	{folder: "B09-column-types-of-dates", args: []string{"run", "view.json", "--in", "resource.ndjson"}, status: 3, stderr: "type"},
	{folder: "B09-column-types-of-dates", args: []string{"validate", "view.json"}, status: 0, stderr: "warning"},
	{folder: "B10-quantity-without-value", args: []string{"run", "view.json", "--in", "resource.ndjson", "--on-error", "fail"}, status: 0},
	{folder: "w5-messages", args: []string{"validate", "old-form.json"}, status: 1, stderr: `"column"`},
	{folder: "w5-messages", args: []string{"validate", "where-in-select.json"}, status: 1, stderr: "telecom.where("},
	{folder: "w5-messages", args: []string{"validate", "dotted-choice.json"}, status: 0, stderr: "onset.ofType(dateTime)"},
	{folder: "w5-messages", args: []string{"run", "two-elements.json", "--in", "stu3.ndjson"}, status: 3, stderr: "STU3"},
}

// TestReported runs what people reported as wrong, each with what is right. Every entry of the folder is run, or listed
// with the reason why not.
func TestReported(t *testing.T) {
	from := filepath.Join(cmp.Or(os.Getenv("FHIRVIEW_SHARED"), "../../../shared"), "reported")
	if _, err := os.Stat(from); err != nil {
		t.Skipf("no reported inputs: set FHIRVIEW_SHARED to the folder that has them (%v)", err)
	}
	program, err := exec.LookPath("fhirview")
	if err != nil {
		t.Fatal(err)
	}
	r := &reported{dir: t.TempDir(), program: program, seen: map[string]bool{}}
	if err := copyFolder(from, r.dir); err != nil {
		t.Fatal(err)
	}
	t.Run("tables", r.tables)
	t.Run("tests", r.tests)
	t.Run("scripts", r.scripts)
	t.Run("expressions", r.expressions)
	t.Run("messages", r.messages)
	t.Run("record limit", r.recordLimit)
	entries, err := os.ReadDir(from)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		_, listed := reportedElsewhere[e.Name()]
		if listed == r.seen[e.Name()] {
			t.Errorf("%s: run %v, and listed as not run %v", e.Name(), r.seen[e.Name()], listed)
		}
	}
}

// reported is a copy of the folder, and which of its entries were run.
type reported struct {
	dir, program string
	seen         map[string]bool
}

// run runs the command in a folder and returns what it wrote, and its exit status.
func (r *reported) run(t *testing.T, folder, stdin string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	return r.exec(t, folder, stdin, r.program, args...)
}

func (r *reported) exec(t *testing.T, folder, stdin, name string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	top, _, _ := strings.Cut(folder, "/")
	r.seen[top] = true
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = filepath.Join(r.dir, folder)
	cmd.Env = append(os.Environ(), "FHIRVIEW="+r.program)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &out, &errs
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		status = exit.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	return out.String(), errs.String(), status
}

// tables runs the views that stand beside their input and their table.
func (r *reported) tables(t *testing.T) {
	folders, _ := filepath.Glob(filepath.Join(r.dir, "*", "expected.csv"))
	for _, path := range folders {
		folder := filepath.Base(filepath.Dir(path))
		if _, listed := reportedElsewhere[folder]; listed {
			continue
		}
		t.Run(folder, func(t *testing.T) {
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(path), "check.sh")); err == nil {
				t.Skip("its script checks it")
			}
			inputs, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "resource.*"))
			out, errs, status := r.run(t, folder, "", "run", "view.json", "--in", filepath.Base(inputs[0]), "--format", "csv")
			if strings.TrimSpace(out) != strings.TrimSpace(string(want)) || status != 0 {
				t.Errorf("status %d, standard output:\n%s\nwant:\n%s\nstandard error:\n%s", status, out, want, errs)
			}
		})
	}
}

// tests runs the files of test cases.
func (r *reported) tests(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(r.dir, "f*.json"))
	for _, path := range files {
		name := filepath.Base(path)
		if _, listed := reportedElsewhere[name]; listed {
			continue
		}
		t.Run(name, func(t *testing.T) {
			r.seen[name] = true
			out, _, status := r.run(t, ".", "", "test", name)
			if status != 0 || !strings.HasSuffix(out, " passed, 0 failed\n") {
				t.Errorf("status %d:\n%s", status, out)
			}
		})
	}
}

// scripts runs the checks that are scripts.
func (r *reported) scripts(t *testing.T) {
	checks, _ := filepath.Glob(filepath.Join(r.dir, "*", "check.sh"))
	for _, path := range append(checks, filepath.Join(r.dir, "f11-several-views-share-decoding-errors.sh"), filepath.Join(r.dir, "f12-literals.sh")) {
		rel, _ := filepath.Rel(r.dir, path)
		folder, _, _ := strings.Cut(rel, "/")
		if _, listed := reportedElsewhere[folder]; listed {
			continue
		}
		t.Run(folder, func(t *testing.T) {
			r.seen[folder] = true
			servers, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*.py"))
			if _, err := exec.LookPath("python3"); err != nil && len(servers) > 0 {
				t.Skip("its server needs python3")
			}
			out, errs, status := r.exec(t, ".", "", "bash", path, r.program)
			if status != 0 {
				t.Errorf("status %d:\n%s%s", status, out, errs)
			}
		})
	}
	delete(r.seen, ".")
}

// expressions runs reportedExpressions.
func (r *reported) expressions(t *testing.T) {
	for _, c := range reportedExpressions {
		t.Run(c.args[0], func(t *testing.T) {
			out, errs, status := r.run(t, c.folder, c.stdin, append([]string{"fhirpath"}, c.args...)...)
			var values []string
			for line := range strings.Lines(out) {
				value, _, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
				values = append(values, value)
			}
			switch {
			case strings.Join(values, "\n") != c.want:
				t.Errorf("prints %q, want %q (status %d, standard error %q)", out, c.want, status, errs)
			case (status == 0) != (c.stderr == "") || !strings.Contains(errs, c.stderr):
				t.Errorf("status %d, standard error %q, which should have %q", status, errs, c.stderr)
			}
		})
	}
}

// messages runs reportedMessages.
func (r *reported) messages(t *testing.T) {
	for _, c := range reportedMessages {
		t.Run(strings.Join(c.args[:2], " "), func(t *testing.T) {
			out, errs, status := r.run(t, c.folder, "", c.args...)
			if status != c.status || !strings.Contains(out+errs, c.stderr) {
				t.Errorf("status %d, want %d; it should say %q and says:\n%s%s", status, c.status, c.stderr, out, errs)
			}
		})
	}
}

// recordLimit reads a record beyond the usual limit.
func (r *reported) recordLimit(t *testing.T) {
	const folder = "B13-record-limit"
	f, err := os.Create(filepath.Join(r.dir, folder, "huge.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	a := bytes.Repeat([]byte("A"), 1<<20)
	_, err = f.WriteString(`{"resourceType":"Patient","id":"a","photo":[{"data":"`)
	for range 65 {
		_, more := f.Write(a)
		err = errors.Join(err, more)
	}
	_, last := f.WriteString(`"}],"name":[{"family":"H"}]}` + "\n")
	if err := errors.Join(err, last, f.Close()); err != nil {
		t.Fatal(err)
	}
	args := []string{"run", "../B04-bundles-in-ndjson/view.json", "--in", "huge.ndjson"}
	if out, errs, status := r.run(t, folder, "", args...); status != 3 || !strings.Contains(errs, "--max-record") {
		t.Errorf("status %d, %q, %q; want status 3 and a word of --max-record", status, out, errs)
	}
	if out, errs, status := r.run(t, folder, "", append(args, "--max-record", "128M")...); status != 0 || out != "id\na\n" {
		t.Errorf("with --max-record: status %d, %q, %q", status, out, errs)
	}
}

// copyFolder copies what is below a folder, so that its scripts can write beside themselves.
func copyFolder(from, to string) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil || d.IsDir() {
			return errors.Join(err, os.MkdirAll(filepath.Join(to, rel), 0o755))
		}
		data, err := os.ReadFile(path)
		return errors.Join(err, os.WriteFile(filepath.Join(to, rel), data, 0o644))
	})
}
