package viewdef_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/runner/viewtest"
)

// reasons are what the cases of testdata that expect an error have to fail with, by file and title.
var reasons = map[string]string{
	"collections: several values for a column that takes one":      "select[0].column[0] (column given): several values for a single-valued column",
	"collections: several values also where the others are absent": "several values for a single-valued column",
	"columns: a name twice": `select[0].select[0].unionAll[0].column[0].name: column "a" is defined already`,
	"cross_join: what is wrong in one sibling is found also where another is empty":                "select[1].column[0] (column given): several values",
	"expressions: a quantity with a comparator is a range, and has no order":                       "values of these types have no order: a Quantity with a comparator",
	"keys: several keys in a column that takes one":                                                "several values for a single-valued column",
	"limits: a product of seven selects with twelve rows each is an error":                         "select: the resource gives more than two million cells",
	"limits: an id that is a list":                                                                 "want a single id, have several",
	"limits: an id that is a number":                                                               "a JSON number is no valid id",
	"limits: a string where an object belongs is told also after one that exists":                  "a JSON string is no valid HumanName",
	"limits: a string where an object belongs is not filtered out":                                 "a JSON string is no valid HumanName",
	"limits: a date that is none is not compared":                                                  "a value is no valid date or time",
	"repeat: a path that never ends is an error":                                                   "select[0].repeat: repeat goes more than 100 levels deep",
	"repeat: a path that ends late and one that never ends are an error soon":                      "repeat goes more than 100 levels deep",
	"types: a string in a column of integers":                                                      "select[0].column[0] (column n): the value is not of the column's type",
	"types: a number in a column of text":                                                          "the path yields decimal, which does not fit a column of type string",
	"types: a number in a column of text, where only the data shows it":                            "select[0].column[0] (column n): the value is not of the column's type",
	"types: a complex element in a column of a primitive type":                                     "the path yields CodeableConcept, which does not fit a column of type string",
	"types: a complex element in a column of a primitive type, where only the data shows it":       "select[0].column[0] (column n): the value is a complex element, which is not of the column's type",
	"types: a primitive in a column of a complex type":                                             "the path yields string, which does not fit a column of type CodeableConcept",
	"types: a primitive in a column of a complex type, where only the data shows it":               "select[0].column[0] (column n): the value is not of the column's type",
	"types: an element of another complex type, where only the data shows it":                      "select[0].column[0] (column n): the value is not of the column's type",
	"types: a dateTime with its time in a column of dates":                                         "select[0].column[0] (column n): the value is not of the column's type",
	"union: strings beside a branch that declares dates":                                           `select[0].unionAll[1]: column "a" is of type code here and date in the first branch`,
	"types: a complex element without a declared type":                                             `column "n" is of the complex type CodeableConcept`,
	"types: an element that turns out to be complex":                                               "the value is a complex element",
	"union: what one branch declares is asked of a branch of which nothing is known":               "select[0].unionAll[0].column[0] (column n): the value is not of the column's type",
	"union: declared types differ":                                                                 `select[0].unionAll[1]: column "a" is of type code here and id in the first branch`,
	"union: declared types differ between a nested select and the second branch of a nested union": `column "a" is of type code here and string in the first branch`,
	"union: undeclared types differ in what their cells hold":                                      `column "a" is of type code here and boolean in the first branch`,
	"where: a value of unknown type that is no Boolean":                                            "entry 5: Basic: where[0].path: ",
	"where: several values":                                                                        "where[0].path: want a single value, have 2",
	"where: a string is no condition":                                                              "where[0].path: a condition has to be a Boolean, not string",
}

// TestCases runs the cases in testdata, which have the form of the official tests: one file for each clause.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in testdata: %v", err)
	}
	used := 0
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		suite, err := viewtest.Load(file)
		if err != nil {
			t.Fatal(err)
		}
		if suite.Title != name {
			t.Errorf("%s has the title %s", file, suite.Title)
		}
		for i, r := range suite.Run(t.Context(), nil) {
			t.Run(name+"/"+r.Title, func(t *testing.T) {
				if !r.Passed {
					t.Fatal(r.Reason)
				}
				want := reasons[name+": "+r.Title]
				if suite.Tests[i].ExpectError && (want == "" || !strings.Contains(r.Reason, want)) {
					t.Errorf("the error is %q, want it to say %q", r.Reason, want)
				}
				if suite.Tests[i].ExpectError {
					used++
				}
			})
		}
	}
	if used != len(reasons) {
		t.Errorf("%d reasons for %d cases that expect an error", len(reasons), used)
	}
}
