package fhirclient_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// faults are the numbers of the faults that the client is for.
func faults() []int {
	var all []int
	for _, span := range [][2]int{{1, 16}, {29, 33}, {35, 49}, {54, 60}, {71, 77}} {
		for n := span[0]; n <= span[1]; n++ {
			all = append(all, n)
		}
	}
	return all
}

// TestDocumentedFaults compares the table of docs/fhirclient.md with the list of faults and with the tests that exist.
func TestDocumentedFaults(t *testing.T) {
	text, err := os.ReadFile("../docs/fhirclient.md")
	wantNil(t, err)
	var numbers []int
	var documented []string
	testName := regexp.MustCompile(`TestFault(\d\d)\w+`)
	for _, row := range regexp.MustCompile(`(?m)^\| (\d+): .*$`).FindAllStringSubmatch(string(text), -1) {
		numbers = append(numbers, number(row[1]))
		tests := testName.FindAllStringSubmatch(row[0], -1)
		if len(tests) == 0 {
			t.Errorf("fault %s has no test", row[1])
		}
		for _, test := range tests {
			if n, err := strconv.Atoi(test[1]); err != nil || n != number(row[1]) {
				t.Errorf("fault %s names a test of another: %s", row[1], test[0])
			}
			documented = append(documented, test[0])
		}
	}
	if diff := cmp.Diff(faults(), numbers); diff != "" {
		t.Errorf("the faults of the table: %s", diff)
	}
	slices.Sort(documented)
	if diff := cmp.Diff(existing(t), documented); diff != "" {
		t.Errorf("the tests of the table: %s", diff)
	}
}

// existing are the tests of faults in this folder and of uploads, but those of later parts of the client.
func existing(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*_test.go")
	wantNil(t, err)
	below, err := filepath.Glob("upload/*_test.go")
	wantNil(t, err)
	var names []string
	for _, file := range append(files, below...) {
		text, err := os.ReadFile(file)
		wantNil(t, err)
		for _, found := range regexp.MustCompile(`(?m)^func (TestFault(\d\d)\w+)\(t \*testing\.T\)`).FindAllStringSubmatch(string(text), -1) {
			if slices.Contains(faults(), number(found[2])) {
				names = append(names, found[1])
			}
		}
	}
	slices.Sort(names)
	return names
}
