package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const (
	// mostListed is how many names docs/api.md may have: more are not read.
	mostListed = 65
	// mostModules is how many other modules a program links that compiles views, runs them and asks servers. It only ever
	// falls.
	mostModules = 15
)

// TestListedNames holds docs/api.md and the program in examples/api together: what the page lists is there and is used
// by the program, and the program uses no other name of a package.
func TestListedNames(t *testing.T) {
	page, err := os.ReadFile(root + "/docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	for _, m := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\|").FindAllSubmatch(page, -1) {
		listed = append(listed, string(m[1]))
	}
	if len(listed) < 50 || len(listed) > mostListed {
		t.Errorf("the page has %d names, not 50 to %d", len(listed), mostListed)
	}
	sorted := slices.Sorted(slices.Values(listed))
	if len(slices.Compact(sorted)) < len(listed) {
		t.Error("the page has a name twice")
	}

	imported, used, selected := readProgram(t, root+"/examples/api")
	packages := readPackages(t)
	for _, name := range listed {
		base, rest, _ := strings.Cut(name, ".")
		pkg := packages[imported[base]]
		if pkg == nil {
			t.Errorf("%s: the program does not import the package", name)
			continue
		}
		if !slices.Contains(pkg.names(packages), rest) {
			t.Errorf("%s: there is no such name", name)
		}
		_, method, isMethod := strings.Cut(rest, ".")
		if isMethod && !selected[method] || !isMethod && !used[name] {
			t.Errorf("%s: the program in examples/api does not use it", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(used)) {
		if !slices.Contains(listed, name) {
			t.Errorf("%s: examples/api uses it, and docs/api.md does not list it", name)
		}
	}
}

// readProgram returns the packages of this module that the files of a folder import, by name; the names of these that they
// use, as in runner.Run; and all names that they select from something else, such as methods.
func readProgram(t *testing.T, folder string) (imported map[string]string, used, selected map[string]bool) {
	t.Helper()
	imported, used, selected = map[string]string{}, map[string]bool{}, map[string]bool{}
	files, err := filepath.Glob(folder + "/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("found no program in %s: %v", folder, err)
	}
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		own := map[string]bool{}
		for _, spec := range f.Imports {
			if pkg, ok := inModule(strings.Trim(spec.Path.Value, `"`)); ok {
				own[path.Base(pkg)], imported[path.Base(pkg)] = true, pkg
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if x, ok := n.(*ast.SelectorExpr); ok {
				if base, ok := x.X.(*ast.Ident); ok && own[base.Name] {
					used[base.Name+"."+x.Sel.Name] = true
				} else {
					selected[x.Sel.Name] = true
				}
			}
			return true
		})
	}
	return imported, used, selected
}

// TestLinkedModules counts the other modules that the three packages which most programs import bring with them.
func TestLinkedModules(t *testing.T) {
	args := []string{"list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}"}
	for _, pkg := range []string{"viewdef", "runner", "fhirclient"} {
		args = append(args, module+"/"+pkg)
	}
	out, err := exec.CommandContext(t.Context(), "go", args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	modules := slices.Compact(slices.Sorted(strings.FieldsSeq(string(out))))
	if !slices.Contains(modules, module) {
		t.Fatalf("this module is not among %q", modules)
	}
	if n := len(modules) - 1; n > mostModules {
		t.Errorf("%d modules, and %d is the most: %q", n, mostModules, modules)
	} else if n < mostModules {
		t.Logf("%d modules: lower mostModules from %d", n, mostModules)
	}
}
