package conformance

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/runner/viewtest"
	"github.com/fhirview/fhirview/viewdef"
)

const strictDir = "../../testdata/strict"

// doubt is a view of testdata/strict and what has to be found in it.
type doubt struct {
	File, About, Place, Message string
	Severity                    viewdef.Severity
}

// TestStrictViews finds what is wrong with each view of testdata/strict: in strict mode always an error, by default
// mostly a warning, with which the view is compiled.
func TestStrictViews(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(strictDir, "strict.json"))
	if err != nil {
		t.Fatal(err)
	}
	var doubts []doubt
	if err := json.Unmarshal(data, &doubts); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(strictDir, "*.view.json"))
	if len(files) != len(doubts) {
		t.Errorf("%d views, and %d in the list", len(files), len(doubts))
	}
	for _, d := range doubts {
		t.Run(d.File, func(t *testing.T) {
			view, err := os.ReadFile(filepath.Join(strictDir, d.File))
			if err != nil {
				t.Fatal(err)
			}
			d.check(t, view, d.Severity, false)
			d.check(t, view, viewdef.SeverityError, true)
		})
	}
}

func (d doubt) check(t *testing.T, view []byte, severity viewdef.Severity, strict bool) {
	t.Helper()
	opts := &viewdef.Options{Strict: strict}
	problems := viewdef.Validate(view, opts)
	if len(problems) != 1 {
		t.Fatalf("strict %t: %d problems: %v", strict, len(problems), problems)
	}
	p := problems[0]
	if p.Severity != severity || p.Path != d.Place || !strings.Contains(p.Msg, d.Message) {
		t.Errorf("strict %t: %s\n%s", strict, p.Severity, p)
	}
	if strings.HasSuffix(p.Path, "path") != strings.Contains(p.Msg, "^") && !strings.Contains(p.Path, "[0].") {
		t.Errorf("no caret: %s", p)
	}
	if _, err := viewdef.Compile(view, opts); (err == nil) != (severity == viewdef.SeverityWarning) {
		t.Errorf("strict %t: compiling gives %v", strict, err)
	}
}

// doubtfulOfficial are the warnings that views of the official tests of SQL on FHIR deserve, by the file: a part of
// the message.
var doubtfulOfficial = map[string][]string{
	"repeat.json":            {"QuestionnaireResponse has no element jurisdiction"},
	"basic.json":             {"there can be several items here, as name repeats, and = is then false"},
	"constant.json":          {"there can be several values, as name repeats"},
	"fhirpath.json":          {"there can be several values, as name repeats"},
	"fn_reference_keys.json": {"there can be several items here, as link repeats, and = is then false"},
	"foreach.json":           {"there can be several values, as telecom repeats"},
	"union.json":             {"there can be several values, as given repeats"},
}

// TestNoFalseAlarm looks for doubts in views that are right: the repository's own and those of the official tests.
func TestNoFalseAlarm(t *testing.T) {
	own, _ := filepath.Glob("../../testdata/views/*.json")
	if len(own) == 0 {
		t.Error("there are no views in testdata/views")
	}
	for _, file := range own {
		view, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range viewdef.Validate(view, &viewdef.Options{Strict: true}) {
			t.Errorf("%s: %s", filepath.Base(file), p)
		}
	}
	official, _ := filepath.Glob(filepath.Join(officialMaterial(t), "conformance", "sql-on-fhir", "*.json"))
	for _, file := range official {
		if !strings.HasSuffix(file, ".schema.json") {
			checkOfficialDoubts(t, file)
		}
	}
}

func checkOfficialDoubts(t *testing.T, file string) {
	t.Helper()
	suite, err := viewtest.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Base(file)
	for _, test := range suite.Tests {
		for _, p := range viewdef.Validate(test.View, nil) {
			deserved := slices.ContainsFunc(doubtfulOfficial[name], func(part string) bool { return strings.Contains(p.Msg, part) })
			if p.Severity == viewdef.SeverityWarning && p.Err != nil && !deserved && !test.ExpectError {
				t.Errorf("%s: %s: %s", name, test.Title, p)
			}
		}
	}
}
