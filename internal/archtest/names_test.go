package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mostNames is how many names the public packages have together. It only ever falls: whoever adds a name takes one away.
const mostNames = 500

// TestPublicNames counts the names that a program can write: types, functions, methods, constants and variables of all
// packages that other modules can import, and the methods of what an alias stands for. Not counted are fields, methods of
// interfaces, packages for tests, and modules of their own.
func TestPublicNames(t *testing.T) {
	packages := readPackages(t)
	total := 0
	for _, pkg := range slices.Sorted(maps.Keys(packages)) {
		if !isPublic(pkg) {
			continue
		}
		n := len(packages[pkg].names(packages))
		t.Logf("%4d %s", n, pkg)
		total += n
	}
	if total > mostNames {
		t.Errorf("%d public names, and %d is the most: take others away, or make the new ones internal", total, mostNames)
	} else if total < mostNames {
		t.Logf("%d public names: lower mostNames from %d", total, mostNames)
	}
}

// TestOptionsAreLast has one rule for all constructors and calls: what configures them is the last parameter, a pointer of
// which nil means the defaults. It is called Config where it makes something that lives on, and Options everywhere else.
func TestOptionsAreLast(t *testing.T) {
	seen := 0
	for pkg, p := range readPackages(t) {
		if !isPublic(pkg) {
			continue
		}
		for _, f := range p.funcs {
			for i, param := range f.Type.Params.List {
				typ, pointer := param.Type, false
				if star, ok := typ.(*ast.StarExpr); ok {
					typ, pointer = star.X, true
				}
				name := lastName(typ)
				if !strings.HasSuffix(name, "Options") && name != "Config" {
					continue
				}
				seen++
				if !pointer || i != len(f.Type.Params.List)-1 {
					t.Errorf("%s.%s: %s has to be the last parameter, and a pointer", pkg, f.Name.Name, name)
				}
				if name == "Config" && !strings.HasPrefix(f.Name.Name, "New") {
					t.Errorf("%s.%s: call it Options, since nothing lives on", pkg, f.Name.Name)
				}
			}
		}
	}
	if seen < 20 {
		t.Errorf("found only %d", seen)
	}
}

// declarations are the exported ones of a package. Functions are those without receivers and those of exported types.
type declarations struct {
	values  []string
	types   map[string]*ast.TypeSpec
	funcs   []*ast.FuncDecl
	methods map[string][]string // by type, also of types that are not exported
	imports map[string]string   // paths in this module, by name
}

// names returns all names, methods with their types.
func (d *declarations) names(all map[string]*declarations) []string {
	names := slices.Clone(d.values)
	for name, spec := range d.types {
		names = append(names, name)
		methods := d.methods[name]
		if spec.Assign != 0 {
			methods = d.behind(spec.Type, all)
		}
		for _, m := range methods {
			names = append(names, name+"."+m)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// behind returns the methods of a type that an alias stands for.
func (d *declarations) behind(typ ast.Expr, all map[string]*declarations) []string {
	switch x := typ.(type) {
	case *ast.Ident:
		return d.methods[x.Name]
	case *ast.IndexExpr:
		return d.behind(x.X, all)
	case *ast.SelectorExpr:
		other := all[d.imports[lastName(x.X)]]
		if other == nil {
			return nil
		}
		if spec := other.types[x.Sel.Name]; spec != nil && spec.Assign != 0 {
			return other.behind(spec.Type, all)
		}
		return other.methods[x.Sel.Name]
	}
	return nil
}

func lastName(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	}
	return ""
}

// isPublic is true for packages that other modules import for what they do.
func isPublic(pkg string) bool {
	parts := strings.Split(pkg, "/")
	switch parts[0] {
	case "cmd", "examples", "internal", ".":
		return false
	}
	return !slices.Contains(parts, "internal") && pkg != "fhirpath/fhirproto" && pkg != "runner/sink/sinktest"
}

// readPackages returns what the packages of the tree declare outside their tests, whatever the build tags say.
func readPackages(t *testing.T) map[string]*declarations {
	t.Helper()
	found := map[string]*declarations{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && file != root && holdsNoPackage(d.Name()):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go"):
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, filepath.Dir(file))
		pkg := path.Clean(filepath.ToSlash(rel))
		if found[pkg] == nil {
			found[pkg] = &declarations{types: map[string]*ast.TypeSpec{}, methods: map[string][]string{}, imports: map[string]string{}}
		}
		found[pkg].add(f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func (d *declarations) add(f *ast.File) {
	for _, spec := range f.Imports {
		imp, _ := strconv.Unquote(spec.Path.Value)
		if own, ok := inModule(imp); ok {
			name := path.Base(own)
			if spec.Name != nil {
				name = spec.Name.Name
			}
			d.imports[name] = own
		}
	}
	for _, decl := range f.Decls {
		switch x := decl.(type) {
		case *ast.FuncDecl:
			d.addFunc(x)
		case *ast.GenDecl:
			for _, spec := range x.Specs {
				d.addSpec(spec)
			}
		}
	}
}

func (d *declarations) addFunc(f *ast.FuncDecl) {
	if !f.Name.IsExported() {
		return
	}
	if f.Recv == nil {
		d.values, d.funcs = append(d.values, f.Name.Name), append(d.funcs, f)
		return
	}
	typ := f.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	if index, ok := typ.(*ast.IndexExpr); ok {
		typ = index.X
	}
	name := lastName(typ)
	d.methods[name] = append(d.methods[name], f.Name.Name)
	if ast.IsExported(name) {
		d.funcs = append(d.funcs, f)
	}
}

func (d *declarations) addSpec(spec ast.Spec) {
	switch x := spec.(type) {
	case *ast.TypeSpec:
		if x.Name.IsExported() {
			d.types[x.Name.Name] = x
		}
	case *ast.ValueSpec:
		for _, name := range x.Names {
			if name.IsExported() {
				d.values = append(d.values, name.Name)
			}
		}
	}
}
