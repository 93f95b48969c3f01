package archtest

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	module = "github.com/fhirview/fhirview"
	root   = "../.."
)

// TestImports checks every package of the module against the table.
func TestImports(t *testing.T) {
	imports := readImports(t)
	if len(imports) < 5 {
		t.Fatalf("found only %d packages, so the check would prove nothing", len(imports))
	}
	for pkg, imported := range imports {
		r, ok := ruleFor(pkg)
		if !ok {
			t.Errorf("package %s is not in the table: add it to rules in internal/archtest/rules_test.go, "+
				"at its place in the flow of data, with what it may import", pkg)
			continue
		}
		for _, imp := range imported {
			if err := r.check(imp); err != nil {
				t.Errorf("package %s %v; if the architecture should change, change rules in "+
					"internal/archtest/rules_test.go", pkg, err)
			}
		}
	}
}

// TestCheck shows that the check can fail.
func TestCheck(t *testing.T) {
	for _, c := range []struct {
		pkg, imp string
		allowed  bool
	}{
		{"viewdef/row", "strings", true},
		{"viewdef/row", module + "/fhirpath", false},
		{"viewdef/row", "C", false},
		{"viewdef", module + "/fhirpath", true},
		{"viewdef", module + "/internal/expr/plan", false},
		{"viewdef", module + "/internal/expr", true},
		{"internal/expr/plan", module + "/internal/expr/grammar", false},
		{"internal/expr/parse", module + "/internal/expr/grammar", true},
		{"fhirpath/model/r5", module + "/fhirpath/model", true},
		{"fhirpath/model/r5", module + "/fhirpath/value", false},
		{"fhirpath/value", "github.com/cockroachdb/apd/v3", false},
		{"internal/files", "github.com/bmatcuk/doublestar/v4", true},
		{"internal/files", "github.com/bmatcuk/doublestar/v4x", false},
		{"runner/source", "github.com/klauspost/compress/zstd", true},
		{"runner", "github.com/google/fhir/go/jsonformat", false},
		{"fhirclient", module + "/viewdef", false},
		{"internal/cli", module + "/runner/sink", true},
		{"internal/cli", module + "/internal/expr/ast", false},
		{"examples/quickstart", module + "/runner", true},
		{"examples/quickstart", module, true},
		{"examples/quickstart", module + "/internal/cli", false},
	} {
		r, ok := ruleFor(c.pkg)
		if !ok {
			t.Errorf("no rule for %s", c.pkg)
			continue
		}
		if err := r.check(c.imp); (err == nil) != c.allowed {
			t.Errorf("%s imports %s: got %v, want allowed: %v", c.pkg, c.imp, err, c.allowed)
		}
	}
	if _, ok := ruleFor("some/new/package"); ok {
		t.Error("a package that is not in the table has a rule")
	}
}

func TestRulesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range rules {
		if seen[r.packages] {
			t.Errorf("two rules for %s", r.packages)
		}
		seen[r.packages] = true
	}
}

// ruleFor returns the rule of a package: its own, or the longest pattern that matches.
func ruleFor(pkg string) (rule, bool) {
	var best rule
	found := false
	for _, r := range rules {
		if r.packages == pkg {
			return r, true
		}
		if strings.HasSuffix(r.packages, "/...") && matches(r.packages, pkg) && len(r.packages) > len(best.packages) {
			best, found = r, true
		}
	}
	return best, found
}

// matches reports whether a path is the pattern's or, where that ends in /..., below it.
func matches(pattern, pkg string) bool {
	parent, below := strings.CutSuffix(pattern, "/...")
	return pkg == parent || below && strings.HasPrefix(pkg, parent+"/")
}

// check says why the rule forbids an import.
func (r rule) check(imp string) error {
	own, isOwn := inModule(imp)
	switch {
	case isOwn:
		if !r.allowsOwn(own) {
			return fmt.Errorf("may not import %s: the table allows it %q of this module", own, r.own)
		}
	case imp == "C":
		return fmt.Errorf("may not use cgo: the module builds with CGO_ENABLED=0")
	case isStandard(imp):
	case !slices.ContainsFunc(strings.Fields(r.modules), func(m string) bool { return matches(m+"/...", imp) }):
		return fmt.Errorf("may not import %s: the table allows it %q of other modules", imp, r.modules)
	}
	return nil
}

func (r rule) allowsOwn(pkg string) bool {
	for pattern := range strings.FieldsSeq(r.own) {
		if pattern == "public" && !slices.Contains(strings.Split(pkg, "/"), "internal") || matches(pattern, pkg) {
			return true
		}
	}
	return false
}

// inModule returns the path of an import inside this module.
func inModule(imp string) (string, bool) {
	if imp == module {
		return ".", true
	}
	return strings.CutPrefix(imp, module+"/")
}

// isStandard reports whether an import path is one of the standard library: its first part has no dot.
func isStandard(imp string) bool {
	first, _, _ := strings.Cut(imp, "/")
	return !strings.Contains(first, ".")
}

// readImports returns what each package of the tree imports outside its tests, whatever the build tags say. The packages
// of nested modules are among them.
func readImports(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			if file != root && holdsNoPackage(d.Name()) {
				return filepath.SkipDir
			}
			return nil
		case !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go"):
			return nil
		}
		rel, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		imports, err := fileImports(file)
		pkg := path.Clean(filepath.ToSlash(rel))
		found[pkg] = append(found[pkg], imports...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for pkg, imports := range found {
		slices.Sort(imports)
		found[pkg] = slices.Compact(imports)
	}
	return found
}

// holdsNoPackage reports whether the go tool, too, takes no package from a folder of that name.
func holdsNoPackage(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "testdata"
}

func fileImports(file string) ([]string, error) {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	var imports []string
	for _, spec := range f.Imports {
		imp, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		imports = append(imports, imp)
	}
	return imports, nil
}
