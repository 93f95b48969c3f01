package funcs_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/internal/expr/funcs"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

var update = flag.Bool("update", false, "write the tables of docs/fhirpath.md as they are now")

const (
	docFile  = "../../../docs/fhirpath.md"
	docBegin = "<!-- functions: begin -->\n"
	docEnd   = "<!-- functions: end -->\n"
	// docPrimitive stands for the functions that are named as primitive types.
	docPrimitive = "%factory.TYPE"
	docHeader    = "| function | section | status | what to know |\n| --- | --- | --- | --- |\n"
)

// docNotes is what is special about a function, where its definition does not tell.
var docNotes = map[string]string{
	"repeat":                    "equal items once; at most 4 of them within each other",
	"repeatAll":                 "ends by the limit of steps where its path never does",
	"sort":                      "keys end in `asc` or `desc`; keys that cannot be compared are an error",
	"coalesce":                  "evaluates no more arguments than it needs",
	"combine":                   "`preserveOrder` is for trial use",
	"union":                     "the same as the operator for unions",
	"iif":                       "the third is for what is not true; only the branch that is taken is evaluated",
	"toDate":                    "`format` is for trial use; names of months are English",
	"toDateTime":                "as `toDate`",
	"convertsToDate":            "as `toDate`",
	"convertsToDateTime":        "as `toDate`",
	"matches":                   "`flags` are for trial use; Go's regular expressions (RE2): no look-around, no back references",
	"matchesFull":               "as `matches`",
	"replaceMatches":            "as `matches`",
	"encode":                    "`hex`, `base64`, `urlbase64`, `ascii`",
	"decode":                    "as `encode`",
	"escape":                    "`html`, `json`",
	"unescape":                  "as `escape`",
	"children":                  "reads the whole element",
	"descendants":               "reads the whole element",
	"trace":                     "tells `Options.Trace`; in the command standard error",
	"now":                       "the same throughout an evaluation; `Options.Now` sets it",
	"timeOfDay":                 "as `now`",
	"today":                     "as `now`",
	"defineVariable":            "visible in what follows in the same chain of steps",
	"lowBoundary":               "of a Period that of its start",
	"highBoundary":              "of a Period that of its end",
	"is":                        "also an operator",
	"as":                        "also an operator",
	"resolve":                   "contained resources and entries of the same Bundle, also where the Bundle was unwrapped; others by `Options.Resolver`",
	"conformsTo":                "FHIR's own types; others by `Options.Profiles`",
	"checkModifiers":            "one list with commas, or several arguments",
	"htmlChecks":                "in every release also of strings",
	"getReferenceKey":           "relative references, and absolute ones by http or https; in a Bundle, all that are the fullUrl of an entry",
	"%factory.create":           "types that are not abstract",
	docPrimitive:                "one for each primitive type: `%factory.string('x')`",
	"%terminologies.translate":  "parameters named as the release has them",
	"%terminologies.validateCS": "the code system by its URL or as a resource",
	"%terminologies.validateVS": "the value set by its URL or as a resource",
	"%terminologies.subsumes":   "yields the code of the outcome",
	"%terminologies.expand":     "`params` are URL-encoded: `'count=10&activeOnly=true'`",
	"%terminologies.lookup":     "of a CodeableConcept the first Coding",
}

// docMissing are the functions of the specifications that are unknown here. They come last in the table.
var docMissing = []struct{ call, section, note string }{
	{"weight()", "Structured Data Capture", "of another guide, as `ordinal()` is"},
	{"%terminologies.at(url)", "Terminology Service API", "`Options.Terminology` is the one service"},
	{"%server.read(type, id)", "General Service API", "nor any other function of `%server`"},
	{"hasTemplateIdOf(template)", "CDA", "CDA is not read"},
}

// TestDocumented asks for every function in the table of docs/fhirpath.md.
func TestDocumented(t *testing.T) {
	have, err := os.ReadFile(docFile)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(have), docBegin)
	_, after, okEnd := strings.Cut(rest, docEnd)
	if !ok || !okEnd {
		t.Fatalf("docs/fhirpath.md lacks the line %s or %s", strings.TrimSpace(docBegin), strings.TrimSpace(docEnd))
	}
	want := before + docBegin + "\n" + docTable(t) + "\n" + docEnd + after
	if *update {
		if err := os.WriteFile(docFile, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(have), want); diff != "" {
		t.Errorf("docs/fhirpath.md is not what the table of functions says: run the test with -update (-have +want)\n%s", diff)
	}
}

// TestDocumentedLimit asks docs/fhirpath.md for the limit of steps.
func TestDocumentedLimit(t *testing.T) {
	text, err := os.ReadFile(docFile)
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("| %d,%03d,%03d steps", plan.MaxSteps/1_000_000, plan.MaxSteps/1000%1000, plan.MaxSteps%1000)
	if !strings.Contains(string(text), want) {
		t.Errorf("docs/fhirpath.md does not say %q", want)
	}
}

func docTable(t *testing.T) string {
	t.Helper()
	notes := map[string]bool{}
	var b strings.Builder
	b.WriteString(docHeader)
	row := func(name string, d *funcs.Def) {
		status := string(d.Status)
		if !isBuilt(name, d) {
			status = "not built"
		}
		notes[name] = true
		fmt.Fprintf(&b, "| `%s(%s)` | %s | %s | %s |\n", name, docParams(d), d.Section, status, docNote(name, d))
	}
	for d := range funcs.All {
		row(d.Name, d)
	}
	for _, object := range []string{"terminologies", "factory"} {
		for name := range funcs.Methods(object) {
			d, _ := funcs.Method(r4.Model(), object, name)
			row("%"+object+"."+name, d)
		}
	}
	d, _ := funcs.Method(r4.Model(), "factory", "string")
	notes[docPrimitive] = true
	fmt.Fprintf(&b, "| `%s(%s)` | %s | %s | %s |\n", docPrimitive, docParams(d), d.Section, d.Status, docNote(docPrimitive, d))
	for _, m := range docMissing {
		if compiles(m.call) {
			t.Errorf("%s is listed as not built, and compiles", m.call)
		}
		fmt.Fprintf(&b, "| `%s` | %s | not built | %s |\n", m.call, m.section, m.note)
	}
	for name := range docNotes {
		if !notes[name] {
			t.Errorf("docNotes has %s, which is no function", name)
		}
	}
	return b.String()
}

// docParams writes parameters as the specification does, optional ones in brackets.
func docParams(d *funcs.Def) string {
	var b strings.Builder
	for i, p := range d.Params {
		name := p.Name
		if d.Variadic && i == len(d.Params)-1 {
			name += ", …"
		}
		switch {
		case !p.Optional && i > 0:
			b.WriteString(", " + name)
		case !p.Optional:
			b.WriteString(name)
		case i > 0:
			b.WriteString(" [, " + name + "]")
		default:
			b.WriteString("[" + name + "]")
		}
	}
	return b.String()
}

func docNote(name string, d *funcs.Def) string {
	var notes []string
	switch d.Needs {
	case funcs.Terminology:
		notes = append(notes, "needs `Options.Terminology`")
	case funcs.Profiles:
		notes = append(notes, "needs `Options.Profiles`")
	case funcs.Nobody:
	}
	if note := docNotes[name]; note != "" {
		notes = append(notes, note)
	}
	return strings.Join(notes, "; ")
}

// isBuilt is false for a function of which the compiler says that it is not there yet.
func isBuilt(name string, d *funcs.Def) bool {
	args := make([]string, d.Required())
	for i := range args {
		args[i] = "{}"
		if d.Params[i].Kind == funcs.TypeName {
			args[i] = "Patient"
		}
	}
	_, err := fhirpath.Compile(name+"("+strings.Join(args, ", ")+")", nil)
	var mistakes *fhirpath.CompileError
	return !errors.As(err, &mistakes) || !slices.ContainsFunc(mistakes.Mistakes, func(m fhirpath.Mistake) bool {
		return m.Unsupported || strings.Contains(m.Msg, "function ")
	})
}

func compiles(source string) bool {
	_, err := fhirpath.Compile(source, nil)
	return err == nil
}
