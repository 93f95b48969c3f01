package archtest

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// fileName finds the Go and assembly files that a page names, with as much of their path as it gives.
var fileName = regexp.MustCompile("`([a-z0-9_/.*]+\\.(?:go|s))`")

// TestDocsNameFiles has every file that the documentation names exist: code moves, and pages stay.
func TestDocsNameFiles(t *testing.T) {
	root := filepath.Join("..", "..")
	var files []string
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && (d.Name() == ".git" || d.Name() == "node_modules") {
			return fs.SkipDir
		}
		files = append(files, filepath.ToSlash(name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, page := range files {
		if !strings.HasSuffix(page, ".md") || strings.HasSuffix(page, "CHANGELOG.md") {
			continue
		}
		text, err := os.ReadFile(filepath.FromSlash(page))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range fileName.FindAllStringSubmatch(string(text), -1) {
			named++
			pattern := regexp.MustCompile("(^|/)" + strings.ReplaceAll(regexp.QuoteMeta(m[1]), `\*`, "[^/]*") + "$")
			if !slices.ContainsFunc(files, pattern.MatchString) {
				t.Errorf("%s names %s, which is not there", page, m[1])
			}
		}
	}
	if named < 20 {
		t.Errorf("only %d names of files found", named)
	}
}
