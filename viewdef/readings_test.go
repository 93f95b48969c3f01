package viewdef_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/runner/viewtest"
)

var (
	testName = regexp.MustCompile("`([a-z]+)\\.(Test[A-Za-z]+)(?:/([a-z_]+): ([^`]+))?`")
	testFunc = regexp.MustCompile(`(?m)^package (\w+)|^func (Test[A-Za-z]\w*)\(`)
)

// TestReadings asks for every test that docs/spec-readings.md names, and for one in every row.
func TestReadings(t *testing.T) {
	text, err := os.ReadFile("../docs/spec-readings.md")
	if err != nil {
		t.Fatal(err)
	}
	have := tests(t)
	rows := 0
	for line := range strings.SplitSeq(string(text), "\n") {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| where ") || strings.HasPrefix(line, "| --- ") {
			continue
		}
		rows++
		cells := strings.Split(line, " | ")
		named := testName.FindAllStringSubmatch(cells[len(cells)-1], -1)
		if len(cells) != 3 || len(named) == 0 || len(named) != strings.Count(cells[len(cells)-1], ".Test") {
			t.Errorf("the row names no tests, or not all of them in the right form: %s", line)
		}
		for _, n := range named {
			if !have[n[1]+"."+n[2]] || n[3] != "" && !have[n[3]+": "+n[4]] {
				t.Errorf("there is no test %s", n[0])
			}
		}
	}
	if rows < 40 {
		t.Errorf("%d rows", rows)
	}
}

// tests returns the names of all tests of the module, as package.Test, and of all cases in testdata, as file: title.
func tests(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		pkg := ""
		for _, m := range testFunc.FindAllStringSubmatch(string(source), -1) {
			if m[1] != "" {
				pkg = strings.TrimSuffix(m[1], "_test")
			}
			found[pkg+"."+m[2]] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob("testdata/*.json")
	for _, file := range files {
		suite, err := viewtest.Load(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range suite.Tests {
			found[suite.Title+": "+c.Title] = true
		}
	}
	return found
}
