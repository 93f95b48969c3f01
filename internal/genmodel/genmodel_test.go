package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var releases = []string{"r4", "r4b", "r5", "r6"}

// bundle returns the definitions of a release, or skips the test where they are not there.
func bundle(t *testing.T, release string) string {
	t.Helper()
	path, err := locate("", release)
	if err != nil {
		t.Skipf("needs the definitions: %v", err)
	}
	return path
}

// TestCommittedTables generates all tables in the repository anew.
func TestCommittedTables(t *testing.T) {
	for _, release := range releases {
		t.Run(release, func(t *testing.T) {
			committed, err := os.ReadFile(filepath.Join("..", "..", "fhirpath", "model", release, "tables_gen.go"))
			if errors.Is(err, fs.ErrNotExist) {
				t.Skip("the repository has no tables of this release")
			}
			if err != nil {
				t.Fatal(err)
			}
			bundle(t, release)
			out := filepath.Join(t.TempDir(), "tables_gen.go")
			if err := run([]string{"-release", release, "-out", out}, io.Discard); err != nil {
				t.Fatal(err)
			}
			generated, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(committed, generated) {
				t.Error("the tables are out of date: run go generate ./fhirpath/model/...")
			}
		})
	}
}

// TestReleases checks that every release can be generated, whether or not the repository has its tables.
func TestReleases(t *testing.T) {
	for _, release := range releases {
		t.Run(release, func(t *testing.T) {
			path := bundle(t, release)
			first, err := generate(path, release, release)
			if err != nil {
				t.Fatal(err)
			}
			second, err := generate(path, release, release)
			if err != nil || !bytes.Equal(first, second) {
				t.Errorf("two runs differ, error %v", err)
			}
			if _, err := parser.ParseFile(token.NewFileSet(), "", first, 0); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestOfficialPackage rewrites the Bundle of R4 to what differs in an official package: files in a folder, System
// types with the FHIR type in an extension, content references by URL, profiles and logical models among the types.
func TestOfficialPackage(t *testing.T) {
	path := bundle(t, "r4")
	var b struct {
		Entry []struct {
			Resource map[string]any `json:"resource"`
		} `json:"entry"`
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &b); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "r4", "package")
	for _, entry := range b.Entry {
		makeOfficial(entry.Resource)
		writeJSON(t, dir, "StructureDefinition-"+entry.Resource["type"].(string)+".json", entry.Resource)
	}
	writeJSON(t, dir, "StructureDefinition-SimpleQuantity.json", map[string]any{
		"resourceType": "StructureDefinition", "url": "http://hl7.org/fhir/StructureDefinition/SimpleQuantity",
		"type": "Quantity", "kind": "complex-type", "derivation": "constraint",
	})
	writeJSON(t, dir, "StructureDefinition-Event.json", map[string]any{
		"resourceType": "StructureDefinition", "url": "http://hl7.org/fhir/StructureDefinition/Event",
		"type": "Event", "kind": "logical", "derivation": "specialization",
	})
	writeJSON(t, dir, "ValueSet-x.json", map[string]any{"resourceType": "ValueSet"})

	want, err := generate(path, "r4", "r4")
	if err != nil {
		t.Fatal(err)
	}
	got, err := generate(filepath.Dir(filepath.Dir(dir)), "r4", "r4")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got) {
		t.Errorf("the folder gives other tables than the Bundle: %s", cmp.Diff(want, got))
	}
}

func makeOfficial(d map[string]any) {
	d["fhirVersion"] = "4.0.1"
	d["derivation"] = "specialization"
	for _, x := range d["snapshot"].(map[string]any)["element"].([]any) {
		e := x.(map[string]any)
		if ref, ok := e["contentReference"].(string); ok {
			e["contentReference"] = d["url"].(string) + ref
		}
		path := e["path"].(string)
		if path == d["type"] || !strings.HasSuffix(path, ".id") && path != "Extension.url" {
			continue
		}
		for _, x := range e["type"].([]any) {
			typ := x.(map[string]any)
			code := typ["code"]
			if code == "id" {
				code = "string" // what R4 says there, mistakenly
			}
			typ["extension"] = []any{map[string]any{"url": fhirTypeExtension, "valueUrl": code}}
			typ["code"] = "http://hl7.org/fhirpath/System.String"
		}
	}
}

func writeJSON(t *testing.T, dir, name string, v any) {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestRefusals(t *testing.T) {
	const element = `{"resourceType":"StructureDefinition","url":"u/Element","type":"Element","kind":"complex-type",
		"snapshot":{"element":[{"path":"Element","max":"*"}]}}`
	definition := func(typ, more, elements string) string {
		return `{"resourceType":"StructureDefinition","url":"u/` + typ + `","type":"` + typ + `",` + more +
			`"snapshot":{"element":[{"path":"` + typ + `","max":"*"},` + elements + `]}}`
	}
	const complexType = `"kind":"complex-type","baseDefinition":"u/Element",`
	for name, c := range map[string]struct{ version, entry, want string }{
		"no bundle":    {"", ``, `want a Bundle and not a "Patient"`},
		"no types":     {"4.0.1", `{"resourceType":"ValueSet"}`, "no definition of a type"},
		"release":      {"5.0.0", element, "are of R5 (5.0.0) and not of r4"},
		"version":      {"3.0.2", element, `"3.0.2" belongs to no known release`},
		"no snapshot":  {"4.0.1", `{"resourceType":"StructureDefinition","url":"u/X","type":"X"}`, "no type or no snapshot"},
		"unknown type": {"4.0.1", definition("X", complexType, `{"path":"X.a","type":[{"code":"Y"}]}`), `X.a uses the type "Y"`},
		"unknown base": {"4.0.1", definition("X", `"kind":"complex-type","baseDefinition":"u/Z",`,
			`{"path":"X.a","type":[{"code":"Element"}]}`), `X uses the type "u/Z"`},
		"unknown kind": {"4.0.1", definition("X", `"kind":"other",`, `{"path":"X.a","type":[{"code":"X"}]}`), `unknown kind "other"`},
		"primitive": {"4.0.1", definition("x", `"kind":"primitive-type","baseDefinition":"u/Element",`,
			`{"path":"x.value"}`), "System type of the primitive x"},
		"reference": {"4.0.1", definition("X", complexType, `{"path":"X.a","contentReference":"#X.b"}`), `content of "#X.b"`},
		"no parent": {"4.0.1", definition("X", complexType, `{"path":"X.a.b","type":[{"code":"X"}]}`), "X.a.b comes before its parent"},
		"no types of element": {"4.0.1", definition("X", complexType, `{"path":"X.a"}`),
			"type X: element a: it has 0 types"},
		"twice": {"4.0.1", element + `},{"resource":` + element, "Element is defined twice"},
		"json":  {"4.0.1", `{"resourceType":1}`, "cannot unmarshal number"},
	} {
		t.Run(name, func(t *testing.T) {
			entries := `{"resource":` + element + `}`
			if name == "twice" || name == "no types" || name == "release" || name == "version" {
				entries = `{"resource":{"resourceType":"Library"}}`
			}
			data := `{"resourceType":"Bundle","fhirVersion":"` + c.version + `","entry":[` + entries +
				`,{"resource":` + c.entry + `}]}`
			if c.version == "" {
				data = `{"resourceType":"Patient"}`
			}
			path := filepath.Join(t.TempDir(), "r4.json")
			if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
				t.Fatal(err)
			}
			_, err := generate(path, "r4", "r4")
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
}

func TestUsage(t *testing.T) {
	for name, args := range map[string][]string{
		"no release": nil,
		"argument":   {"-release", "r4", "x"},
		"flag":       {"-nonesuch"},
		"no files":   {"-release", "r4", "-definitions", t.TempDir(), "-out", filepath.Join(t.TempDir(), "x.go")},
	} {
		if err := run(args, io.Discard); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
