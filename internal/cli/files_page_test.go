package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/internal/judges"
)

// fenced finds the blocks of a page with what stands behind their first fence.
var fenced = regexp.MustCompile("(?ms)^```([a-z ]+)\n(.*?)^```$")

// readBlocks runs Python and SQL, each block by itself.
const readBlocks = `
import sys, duckdb
for name in sys.argv[1:]:
    with open(name) as f:
        block = f.read()
    if name.endswith(".sql"):
        assert len(duckdb.sql(block).fetchall()) > 0, name
    else:
        exec(compile(block, name, "exec"), {"__name__": name})
`

// TestFilesPage runs what docs/files.md tells people to type: its commands, and then the blocks of each tool that is here.
// $FHIRVIEW_SPARK names a Python with pyspark; make test-spark has one.
func TestFilesPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/files.md")
	if err != nil {
		t.Fatal(err)
	}
	python, noPython := judges.Python()
	files := map[string][]byte{"patient_demographics.view.json": nil, "Patient.ndjson": nil}
	for name, from := range map[string]string{"patient_demographics.view.json": "../bench/views", "Patient.ndjson": "../../testdata/synthetic"} {
		if files[name], err = os.ReadFile(filepath.Join(from, name)); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(t.TempDir())
	write := func(name string, text []byte) {
		if err := os.WriteFile(name, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range files {
		write(name, text)
	}
	write("blocks.py", []byte(readBlocks))
	blocks := map[string][]string{}
	for i, m := range fenced.FindAllStringSubmatch(string(page), -1) {
		tool, text := m[1], m[2]
		if tool == "sh" {
			typeCommands(t, text)
			continue
		}
		name := fmt.Sprintf("block%02d.%s", i, strings.ReplaceAll(tool, " ", "."))
		write(name, []byte(text))
		blocks[tool] = append(blocks[tool], name)
	}
	for _, tool := range []struct {
		name, program string
		missing       error
		args          []string
	}{
		{"sql", python, noPython, []string{"blocks.py"}},
		{"python", python, noPython, []string{"blocks.py"}},
		{"python spark", os.Getenv("FHIRVIEW_SPARK"), errors.New("$FHIRVIEW_SPARK names no Python with pyspark; see make test-spark"), []string{"blocks.py"}},
		{"r", lookPath("Rscript"), errors.New("R is not here"), nil},
	} {
		t.Run(tool.name, func(t *testing.T) {
			if len(blocks[tool.name]) == 0 {
				t.Fatal("the page has no such block")
			}
			if tool.program == "" {
				t.Skip(tool.missing)
			}
			for _, args := range commandLines(tool.args, blocks[tool.name]) {
				if out, err := exec.CommandContext(t.Context(), tool.program, args...).CombinedOutput(); err != nil {
					t.Errorf("%v\n%s", err, out)
				}
			}
		})
	}
}

// commandLines returns one command line for all blocks where a script takes them, or else one for each.
func commandLines(script, blocks []string) [][]string {
	if script != nil {
		return [][]string{append(script, blocks...)}
	}
	var all [][]string
	for _, b := range blocks {
		all = append(all, []string{b})
	}
	return all
}

// typeCommands runs commands of ours as a shell does, with their output into files.
func typeCommands(t *testing.T, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		command, file, _ := strings.Cut(strings.TrimSpace(line), " > ")
		args := strings.Fields(command)
		if len(args) < 2 || args[0] != "fhirview" {
			t.Fatalf("%q is no command of ours", line)
		}
		var stdout, stderr bytes.Buffer
		if status := Main(t.Context(), args[1:], nil, &stdout, &stderr); status != 0 {
			t.Fatalf("%s: status %d\n%s", line, status, &stderr)
		}
		if file != "" {
			if err := os.WriteFile(file, stdout.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// lookPath returns where a program is, or "".
func lookPath(name string) string {
	path, err := exec.LookPath(name)
	if err != nil {
		return ""
	}
	return filepath.Clean(path)
}
