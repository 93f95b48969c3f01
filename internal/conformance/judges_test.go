package conformance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/internal/judges"
	"github.com/fhirview/fhirview/internal/typed"
	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/sink/arrow"
	"github.com/fhirview/fhirview/runner/sink/parquet"
	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/row"
)

// judgesPython returns a Python that has the readers which judge our files. Without it the test is skipped.
func judgesPython(t *testing.T) string {
	t.Helper()
	python, err := judges.Python()
	if err != nil {
		t.Skip(err)
	}
	return python
}

// judgedFiles are the files that are judged, and which sinks write them.
var judgedFiles = map[string]func(io.Writer) sink.Sink{
	"rows.ndjson":  sink.NDJSON,
	"rows.parquet": func(w io.Writer) sink.Sink { return parquet.New(w, nil) },
	"rows.arrow":   func(w io.Writer) sink.Sink { return arrow.IPC(w, nil) },
	"rows.arrows":  func(w io.Writer) sink.Sink { return arrow.IPC(w, &arrow.IPCOptions{Stream: true}) },
}

// judgedModes are the ways in which the columns of a view get types.
var judgedModes = map[string]*viewdef.Types{
	"untyped": nil,
	"spec":    {},
	"native":  {Native: true, Precision: 38, Scale: 12},
	"spans":   {Native: true, Precision: 38, Scale: 12, Spans: true},
}

// judgedColumn is what a judge has to know of a column beside its rows.
type judgedColumn struct {
	Name string `json:"name"`
	Type string `json:"type"`
	List bool   `json:"list"`
	JSON bool   `json:"json"`
}

func judgedColumns(s *row.Schema) []judgedColumn {
	columns := make([]judgedColumn, len(s.Columns))
	for i := range s.Columns {
		c := &s.Columns[i]
		columns[i] = judgedColumn{c.Name, typed.Of(c).String(), c.Collection, c.Type == row.JSON}
	}
	return columns
}

// writeJudged writes the files of a case, and returns how many rows they have.
func writeJudged(t *testing.T, folder string, plan *viewdef.Plan, text []byte) int64 {
	t.Helper()
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	columns, err := json.Marshal(judgedColumns(plan.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "columns.json"), columns, 0o644); err != nil {
		t.Fatal(err)
	}
	rows := int64(-1)
	for name, newSink := range judgedFiles {
		f, err := os.Create(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		stats, err := runner.Run(t.Context(), goldenLines(text), []runner.Job{{Plan: plan, Sink: newSink(f)}}, &runner.Options{Parallel: 2, Now: goldenNow})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		if rows >= 0 && stats.Jobs[0].Rows != rows {
			t.Errorf("%s/%s: %d rows, and another format has %d", folder, name, stats.Jobs[0].Rows, rows)
		}
		rows = stats.Jobs[0].Rows
	}
	return rows
}

// TestJudges has other readers read our files, of all views of the repository and all ways to have types, and compares each
// cell and each type with what our NDJSON says.
func TestJudges(t *testing.T) {
	python, folder := judgesPython(t), t.TempDir()
	text := bytes.Join(goldenResources(t, 20, false), []byte("\n"))
	cases := 0
	for mode, types := range judgedModes {
		for name, view := range goldenTexts(t) {
			plan, err := viewdef.Compile(view, &viewdef.Options{Types: types})
			if mode == "spans" && name == "testdata/views/procedures" && err != nil {
				continue // it has columns with the names of spans
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			rows := writeJudged(t, filepath.Join(folder, mode+"-"+strings.ReplaceAll(name, "/", "-")), plan, text)
			if rows == 0 {
				t.Errorf("%s, %s: no rows", name, mode)
			}
			cases++
		}
	}
	// Once with more rows than a record batch has.
	plan, err := viewdef.Compile(goldenTexts(t)["internal/bench/views/patient_identifiers"], &viewdef.Options{Types: judgedModes["native"]})
	if err != nil {
		t.Fatal(err)
	}
	patients, n := bytes.Repeat(append(onlyType(text, "Patient"), '\n'), 500), int64(40_000)
	if rows := writeJudged(t, filepath.Join(folder, "large"), plan, patients); rows < n {
		t.Errorf("%d rows, want %d", rows, n)
	}
	judge(t, python, folder, cases+1)
}

// onlyType returns the lines with resources of a type.
func onlyType(text []byte, typ string) []byte {
	var lines [][]byte
	for line := range bytes.Lines(text) {
		if bytes.Contains(line, []byte(`"resourceType":"`+typ+`"`)) {
			lines = append(lines, bytes.TrimSpace(line))
		}
	}
	return bytes.Join(lines, []byte("\n"))
}

// judgeReaders are who reads which file.
var judgeReaders = []string{
	"rows.parquet by pyarrow", "rows.parquet by duckdb", "rows.parquet by polars",
	"rows.arrow by pyarrow", "rows.arrow by polars", "rows.arrows by pyarrow",
}

// judge runs the judges over the cases of a folder.
func judge(t *testing.T, python, folder string, cases int) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), python, "../judges/compare.py", folder).CombinedOutput()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if err != nil {
		t.Fatalf("%v\n%s", err, strings.Join(lines[:min(len(lines), 40)], "\n"))
	}
	want := map[string]int{}
	for _, reader := range judgeReaders {
		want[reader] = cases
	}
	var have map[string]int
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &have); err != nil || fmt.Sprint(have) != fmt.Sprint(want) {
		t.Errorf("read %v (%v), want %v", have, err, want)
	}
}

// TestJudgesSee changes what our NDJSON says in small ways, each of which every reader has to be reported for.
func TestJudgesSee(t *testing.T) {
	python := judgesPython(t)
	const view = `{"resource": "Patient", "status": "active", "select": [{"column": [
		{"name": "id", "path": "id"}, {"name": "active", "path": "active"}, {"name": "born", "path": "birthDate"},
		{"name": "births", "path": "multipleBirthInteger", "type": "integer"}, {"name": "given", "path": "name.given", "collection": true},
		{"name": "name", "path": "name.first()", "type": "HumanName"}, {"name": "seen", "path": "meta.lastUpdated"},
		{"name": "exact", "path": "extension.first().valueDecimal", "type": "decimal"}]}]}`
	const resource = `{"resourceType": "Patient", "id": "a", "active": true, "birthDate": "2024-02-29", "multipleBirthInteger": 2, "name": [
		{"family": "O'Hara", "given": ["", "é"], "period": {}}], "meta": {"lastUpdated": "2024-02-29T10:00:00.123456+02:00"}, "extension": [{"url": "x", "valueDecimal": 1.10}]}`
	plan, err := viewdef.Compile([]byte(view), &viewdef.Options{Types: &viewdef.Types{Native: true, Precision: 10, Scale: 2}})
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(resource, "\n", " ") + "\n" + `{"resourceType": "Patient", "id": "b"}` + "\n"
	folder, cases := t.TempDir(), 0
	for change, to := range map[string]string{
		`"id":"a"`: `"id":""`, `true`: `false`, `2024-02-29"`: `2024-02-28"`, `"births":2`: `"births":3`, `["",`: `[null,`, `"given":[]`: `"given":null`,
		`{"family"`: `{"Family"`, `.123456`: `.123457`, `+02:00`: `+02:01`, `1.10`: `1.11`, `"births":null`: `"births":0`, `"id":"b"`: `"id":"c"`,
	} {
		cases++
		name := fmt.Sprintf("%02d", cases)
		if rows := writeJudged(t, filepath.Join(folder, name), plan, []byte(text)); rows != 2 {
			t.Fatalf("%d rows", rows)
		}
		file := filepath.Join(folder, name, "rows.ndjson")
		lines, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		changed := strings.Replace(string(lines), change, to, 1)
		if changed == string(lines) {
			t.Fatalf("%s is not in %s", change, lines)
		}
		if err := os.WriteFile(file, []byte(changed), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.CommandContext(t.Context(), python, "../judges/compare.py", folder).CombinedOutput()
	if n := strings.Count(string(out), "1 rows differ"); err == nil || n != len(judgeReaders)*cases {
		t.Errorf("%v, %d differences of %d readers in %d cases\n%s", err, n, len(judgeReaders), cases, out)
	}
}
