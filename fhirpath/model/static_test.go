package model_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// releases are the packages with tables, and between how many KB their data is to stay.
var releases = []struct {
	name        string
	least, most int
}{
	{"r4", 50, 120},
	{"r4b", 50, 130},
	{"r5", 60, 170},
	{"r6", 60, 180},
}

// TestTablesAreLiterals keeps code out of the generated files: each is one literal of literals.
func TestTablesAreLiterals(t *testing.T) {
	for _, release := range releases {
		t.Run(release.name, func(t *testing.T) {
			path := filepath.Join(release.name, "tables_gen.go")
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution|parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			if !ast.IsGenerated(file) || len(file.Decls) != 2 { // the import and the variable
				t.Fatalf("%d declarations", len(file.Decls))
			}
			ast.Inspect(file, func(n ast.Node) bool {
				switch n.(type) {
				case *ast.FuncDecl, *ast.FuncLit, *ast.CallExpr, *ast.MapType:
					t.Errorf("a %T among the tables", n)
				}
				return true
			})
		})
	}
}

// TestStaticData looks at the compiled packages: nothing of them may run at start but their registration, and they are
// to stay small.
func TestStaticData(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the packages")
	}
	for _, release := range releases {
		t.Run(release.name, func(t *testing.T) {
			data := 0
			for _, s := range symbols(t, release.name) {
				// An inittask is a header of 8 bytes and a pointer for each function to run: init is the only one.
				if strings.HasSuffix(s.name, "/"+release.name+"..inittask") && s.size > 16 {
					t.Errorf("the package runs more at program start than its registration: %+v", s)
				}
				if strings.ContainsAny(s.code, "dDrRbB") {
					data += s.size
				}
			}
			t.Logf("%d KB of data", (data+512)/1024)
			if data < release.least<<10 || data > release.most<<10 {
				t.Errorf("%d bytes of data, want %d to %d KB", data, release.least, release.most)
			}
		})
	}
}

// symbol is a line of what go tool nm prints.
type symbol struct {
	size       int
	code, name string
}

// symbols builds the package of a release and returns what is in it.
func symbols(t *testing.T, release string) []symbol {
	t.Helper()
	archive := filepath.Join(t.TempDir(), release+".a")
	if out, err := exec.Command("go", "build", "-o", archive, "./"+release).CombinedOutput(); err != nil {
		t.Skipf("no go command to build with: %v\n%s", err, out)
	}
	out, err := exec.Command("go", "tool", "nm", "-size", archive).Output()
	if err != nil {
		t.Skipf("no go tool nm: %v", err)
	}
	var found []symbol
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line) // address, size, code, name
		if len(f) != 4 {
			continue
		}
		if size, err := strconv.Atoi(f[1]); err == nil {
			found = append(found, symbol{size, f[2], f[3]})
		}
	}
	return found
}
