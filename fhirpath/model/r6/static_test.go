package r6_test

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

// TestTablesAreLiterals keeps code out of the generated file: it is one literal of literals.
func TestTablesAreLiterals(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "tables_gen.go", nil, parser.SkipObjectResolution|parser.ParseComments)
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
}

// TestStaticData looks at the compiled package: nothing of it may run at start, and it is to stay small.
func TestStaticData(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the package")
	}
	archive := filepath.Join(t.TempDir(), "r6.a")
	if out, err := exec.Command("go", "build", "-o", archive, ".").CombinedOutput(); err != nil {
		t.Skipf("no go command to build with: %v\n%s", err, out)
	}
	out, err := exec.Command("go", "tool", "nm", "-size", archive).Output()
	if err != nil {
		t.Skipf("no go tool nm: %v", err)
	}
	data := 0
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line) // address, size, code, name
		if len(f) != 4 {
			continue
		}
		size, err := strconv.Atoi(f[1])
		if err != nil {
			continue
		}
		// An inittask is a header of 8 bytes and a pointer for each function to run.
		if strings.HasSuffix(f[3], "/r6..inittask") && size > 8 {
			t.Errorf("the package runs code at program start: %s", line)
		}
		if strings.ContainsAny(f[2], "dDrRbB") {
			data += size
		}
	}
	t.Logf("%d KB of data", (data+512)/1024)
	if data < 60<<10 || data > 180<<10 {
		t.Errorf("%d bytes of data, want 60 to 180 KB", data)
	}
}
