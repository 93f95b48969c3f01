package viewdef_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/viewdef"
)

// problemCases are views with everything that is wrong or doubtful about them.
var problemCases = []struct {
	name, view string
	want       []string
}{
	{
		name: "empty object",
		view: `{}`,
		want: []string{
			`resource is missing`,
			`select is missing`,
			`warning: status is missing`,
		},
	},
	{
		name: "no object",
		view: `[1]`,
		want: []string{
			`line 1, column 1: a view has to be a JSON object`,
		},
	},
	{
		name: "cut off",
		view: "{\"resource\": \"Patient\",\n \"select\": [",
		want: []string{
			`line 2, column 13: the JSON text ends early`,
		},
	},
	{
		name: "byte order mark",
		view: "\ufeff{\"resource\": \"Patient\", \"status\": \"active\", \"select\": [{\"column\": [{\"name\": \"a\", \"path\": \"id\"}]}]}",
		want: []string{},
	},
	{
		name: "a key twice",
		view: `{"resource": "Patient", "resource": "Group", "select": []}`,
		want: []string{
			`line 1, column 25: duplicate key`,
		},
	},
	{
		name: "text after the view",
		view: `{"resource": "Patient"} x`,
		want: []string{
			`line 1, column 25: there is more after the end of the view`,
		},
	},
	{
		name: "a list for the resource",
		view: `{"resource": ["Patient"], "status": "active", "select": [{"column": [{"name": "a", "path": "id"}]}]}`,
		want: []string{
			`resource: has to be a string, not an array`,
		},
	},
	{
		name: "an unknown resource, and a mistake elsewhere",
		view: `{"resource": "Patiant", "status": "active", "select": [{"column": [{"name": "a", "path": "id.foo()"}]}]}`,
		want: []string{
			`resource: "Patiant" is no resource type of FHIR R4; did you mean Patient?`,
			"select[0].column[0].path: unknown function foo()\n    id.foo()\n       ^~~",
		},
	},
	{
		name: "an abstract resource",
		view: `{"resource": "DomainResource", "status": "active", "select": [{"column": [{"name": "a", "path": "id"}]}]}`,
		want: []string{
			`resource: DomainResource is abstract: no resource is of this type`,
		},
	},
	{
		name: "another resourceType",
		view: `{"resourceType": "Patient", "resource": "Patient", "status": "active", "select": [{"column": [{"name": "a", "path": "id"}]}]}`,
		want: []string{
			`resourceType: "Patient" is no ViewDefinition`,
		},
	},
	{
		name: "names",
		view: `{"resource": "Patient", "status": "active", "name": "my-view", "constant": [{"name": "_c", "valueCode": "x"}], "select": [{"column": [{"name": "1a", "path": "id"}, {"name": "é", "path": "id"}, {"name": "A_1", "path": "id"}]}]}`,
		want: []string{
			`name: "my-view" is no SQL name: letters, digits and underscores, a letter first`,
			`constant[0].name: "_c" is no SQL name: letters, digits and underscores, a letter first`,
			`select[0].column[0].name: "1a" is no SQL name: letters, digits and underscores, a letter first`,
			`select[0].column[1].name: "é" is no SQL name: letters, digits and underscores, a letter first`,
		},
	},
	{
		name: "metadata",
		view: `{"resource": "Patient", "url": "http://example.org/a b#c", "fhirVersion": ["5.0", "4.3"], "titel": "x", "selct": [], "select": [{"column": [{"name": "a", "path": "id"}]}]}`,
		want: []string{
			`selct: is no element of a view; did you mean select?`,
			`warning: status is missing`,
			`titel: warning: is no element of a view`,
			`url: warning: a canonical URL contains no |, # or space`,
		},
	},
	{
		name: "misspelt keys",
		view: `{"resource": "Patient", "status": "active", "constant": [{"name": "c", "valueCode": "x", "type": "code"}], "where": [{"path": "true", "name": "w"}], "select": [{"foreach": "name", "column": [{"name": "a", "path": "id", "colection": true, "tag": [{"name": "ansi/type", "val": "x"}]}]}]}`,
		want: []string{
			`constant[0].type: is no element here`,
			`where[0].name: is no element here`,
			`select[0].foreach: is no element here; did you mean forEach?`,
			`select[0].column[0].colection: is no element here; did you mean collection?`,
			`select[0].column[0].tag[0]: value is missing`,
			`select[0].column[0].tag[0].val: is no element here`,
		},
	},
	{
		name: "columns in the place of selects",
		view: `{"resource": "Patient", "status": "active", "select": [{"path": "id", "alias": "id"}, {"name": "given", "expr": "name.first().given.first()", "collection": false}, {"column": [{"name": "ok", "path": "nope()"}]}, {"path": "a<b", "name": "x"}, {"path": "gender"}]}`,
		want: []string{
			`select[0]: columns belong into "column": write {"column": [{"name": "id", "path": "id"}, {"name": "given", "path": "name.first().given.first()"}, {"name": "x", "path": "a<b"}, …]}`,
			"select[2].column[0].path: unknown function nope()\n    nope()\n    ^~~~",
		},
	},
	{
		name: "columns in the place of selects, deeper",
		view: `{"resource": "Patient", "status": "active", "select": [{"forEach": "name", "select": [{"path": "family", "name": "family"}, {"path": "use", "name": "use"}]}, {"unionAll": [{"column": [{"name": "a", "path": "id"}]}, {"path": "id", "alias": "a"}, {"path": "id", "alias": "b"}]}]}`,
		want: []string{
			`select[0].select[0]: columns belong into "column": write {"column": [{"name": "family", "path": "family"}, {"name": "use", "path": "use"}]}`,
			`select[1].unionAll[1]: columns belong into "column": write {"column": [{"name": "a", "path": "id"}]}`,
			`select[1].unionAll[2]: columns belong into "column": write {"column": [{"name": "b", "path": "id"}]}`,
		},
	},
	{
		name: "a select that is one column",
		view: `{"resource": "Patient", "status": "active", "select": {"name": "id"}}`,
		want: []string{
			`select[0]: columns belong into "column": write {"column": [{"name": "id", "path": …}]}`,
			`select: warning: has to be an array: taken as an array of one`,
		},
	},
	{
		name: "names of drafts",
		view: `{"resource": "Patient", "status": "active", "vars": [], "filters": [], "constant": [{"name": "c", "value": "x"}], "where": [{"expr": "active = tru()"}], "select": [{"from": "name", "column": [{"alias": "a", "path": "id"}, {"name": "b", "expr": "id"}]}, {"union": [], "column": [{"name": "c", "path": "id"}]}, {"columns": []}, {"path": "contact", "column": [{"name": "d", "path": "id"}]}]}`,
		want: []string{
			`filters: is called where: "where": [{"path": …}]`,
			`vars: is called constant: "constant": [{"name": …, "valueString": …}]`,
			`constant[0].value: has its type in its name: valueString, valueCode, valueInteger, …`,
			`where[0].expr: is called path`,
			"where[0].path: unknown function tru()\n    active = tru()\n             ^~~",
			`select[0].from: is called forEach, which makes a row of each element; for a single element, write the path in the columns`,
			`select[0].column[0].alias: is called name`,
			`select[0].column[1].expr: is called path`,
			`select[1].union: is called unionAll`,
			`select[2].columns: is called column`,
			`select[3].path: is called forEach`,
		},
	},
	{
		name: "elements in the wrong place",
		view: `{"resource": "Patient", "status": "active", "forEach": "name", "column": [], "select": [{"constant": [], "column": [{"name": "a", "path": "id", "forEach": "name", "where": []}]}]}`,
		want: []string{
			`forEach: belongs into a select: "select": [{"column": [{"name": …, "path": …}]}]`,
			`column: belongs into a select: "select": [{"column": [{"name": …, "path": …}]}]`,
			`select[0].constant: constants belong into the view, beside select: "constant": [{"name": …, "valueString": …}]`,
			`select[0].column[0].forEach: belongs into a select, beside its column`,
			`select[0].column[0].where: conditions belong into the path, such as "path": "telecom.where(system = 'phone').value"`,
		},
	},
	{
		name: "conditions of a select",
		view: `{"resource": "Patient", "status": "active", "select": [{"forEachOrNull": "name", "where": [{"path": "use = 'official'"}], "column": [{"name": "a", "path": "family"}]}, {"where": "active", "column": [{"name": "b", "path": "id"}]}, {"repeat": ["contact"], "filter": [1, 2], "column": [{"name": "c", "path": "gender"}]}]}`,
		want: []string{
			`select[0].where: a select has no conditions: those on elements belong into the path, such as "forEachOrNull": "name.where(use = 'official')"; those on resources into the view's where`,
			`select[1].where: a select has no conditions: those on elements belong into the path, such as "forEach": "telecom.where(system = 'phone')"; those on resources into the view's where`,
			`select[2].filter: a select has no conditions: those on elements belong into the path, such as "forEach": "telecom.where(system = 'phone')"; those on resources into the view's where`,
		},
	},
	{
		name: "wrong kinds",
		view: `{"resource": "Patient", "status": 1, "fhirVersion": [4], "constant": "c", "where": [1], "select": [{"column": null, "repeat": [1, "@@", ""]}, 5, {"forEach": null, "column": [7, {"name": "a", "path": ["id"], "collection": "yes"}]}]}`,
		want: []string{
			`fhirVersion[0]: has to be a string, not a number`,
			`status: has to be a string, not a number`,
			`constant: has to be an array, not a string`,
			`where[0]: has to be an object, not a number`,
			`select[0].repeat[0]: has to be a string, not a number`,
			"select[0].repeat[1]: \"@@\" is not a date, dateTime or time\n    @@\n    ^~",
			`select[0].repeat[2]: is empty`,
			`select[0].column: has to be an array, not null`,
			`select[1]: has to be an object, not a number`,
			`select[2].forEach: has to be a string, not null`,
			`select[2].column[0]: has to be an object, not a number`,
			`select[2].column[1].collection: has to be true or false, not a string`,
			`select[2].column[1].path: has to be a string, not an array`,
		},
	},
	{
		name: "nulls",
		view: `{"resource": "Patient", "status": "active", "name": null, "constant": null, "where": null, "select": null}`,
		want: []string{
			`name: has to be a string, not null`,
			`constant: has to be an array, not null`,
			`where: has to be an array, not null`,
			`select: has to be an array, not null`,
		},
	},
	{
		name: "empty lists",
		view: `{"resource": "Patient", "status": "active", "constant": [], "where": [], "select": [{"column": [], "select": [], "unionAll": [], "repeat": []}]}`,
		want: []string{
			`constant: is empty`,
			`where: is empty`,
			`select[0].repeat: is empty`,
			`select[0].column: is empty`,
			`select[0].select: is empty`,
			`select[0].unionAll: is empty`,
		},
	},
	{
		name: "empty strings",
		view: `{"resource": "Patient", "status": "active", "where": [{"path": ""}], "select": [{"forEach": " ", "column": [{"name": "", "path": ""}]}]}`,
		want: []string{
			`where[0].path: is empty`,
			`select[0].forEach: is empty`,
			`select[0].column[0].name: is empty`,
			`select[0].column[0].path: is empty`,
		},
	},
	{
		name: "no columns",
		view: `{"resource": "Patient", "status": "active", "select": [{"forEach": "name"}]}`,
		want: []string{
			`select[0]: warning: the select has no column: give it column, select or unionAll`,
		},
	},
	{
		name: "directives",
		view: `{"resource": "Patient", "status": "active", "select": [{"forEach": "name", "forEachOrNull": "name", "repeat": ["name"], "column": [{"name": "a", "path": "family"}]}]}`,
		want: []string{
			`select[0].forEachOrNull: a select has one of forEach, forEachOrNull and repeat, and forEach is there already`,
			`select[0].repeat: a select has one of forEach, forEachOrNull and repeat, and forEach is there already`,
		},
	},
	{
		name: "a mistake in a directive has no others follow",
		view: `{"resource": "Patient", "status": "active", "select": [{"forEach": "naem(", "column": [{"name": "a", "path": "$this"}, {"name": "b", "path": "family"}]}, {"repeat": ["x", "y("], "column": [{"name": "c", "path": "$this"}]}]}`,
		want: []string{
			"select[0].forEach: \"(\" is not closed\n    naem(\n        ^",
			"select[1].repeat[1]: \"(\" is not closed\n    y(\n     ^",
		},
	},
	{
		name: "expressions",
		view: `{"resource": "Patient", "status": "active", "where": [{"path": "active and"}], "select": [{"column": [{"name": "a", "path": "name.familly()"}, {"name": "b", "path": "%nme + foo(1) + bar()"}]}, {"forEach": "name.where(use = 'official'", "column": [{"name": "c", "path": "given"}]}, {"repeat": ["contact", "link..other"], "column": [{"name": "d", "path": "iif()"}]}]}`,
		want: []string{
			"where[0].path: expected an expression after \"and\"\n    active and\n           ^~~",
			"select[0].column[0].path: unknown function familly()\n    name.familly()\n         ^~~~~~~",
			"select[0].column[1].path: unknown variable %nme\n    %nme + foo(1) + bar()\n    ^~~~",
			"select[0].column[1].path: unknown function foo()\n    %nme + foo(1) + bar()\n           ^~~",
			"select[0].column[1].path: unknown function bar()\n    %nme + foo(1) + bar()\n                    ^~~",
			"select[1].forEach: \"(\" is not closed\n    name.where(use = 'official'\n              ^",
			"select[2].repeat[1]: expected a name after \".\"\n    link..other\n        ^",
			"select[2].column[0].path: iif() takes 2 to 3 arguments, not 0\n    iif()\n    ^~~~~",
		},
	},
	{
		name: "where that is no Boolean",
		view: `{"resource": "Patient", "status": "active", "where": [{"path": "name"}, {"path": "active"}, {"path": "1"}], "select": [{"column": [{"name": "a", "path": "id"}]}]}`,
		want: []string{
			"where[0].path: a condition has to be a Boolean, not HumanName\n    name\n    ^~~~",
			"where[2].path: a condition has to be a Boolean, not Integer\n    1\n    ^",
		},
	},
	{
		name: "constants without a valid value are defined",
		view: `{"resource": "Patient", "status": "active", "constant": [{"name": "a"}, {"name": "b", "valueDate": "1970-13"}, {"name": "c", "valueCode": "x", "valueString": "y"}, {"name": "d", "valueQuantity": {}}, {"name": "e", "valuestring": "x"}, {"valueCode": "x"}], "select": [{"column": [{"name": "x", "path": "%a | %b | %c | %d | %e"}, {"name": "y", "path": "%f"}]}]}`,
		want: []string{
			`constant[0]: the constant has no value; give it one of valueString, valueCode, valueInteger, …`,
			`constant[1].valueDate: is no valid date`,
			`constant[2]: a constant has one value, not valueCode and valueString`,
			`constant[3].valueQuantity: a constant cannot be of this type`,
			`constant[4].valuestring: a constant cannot be of this type`,
			`constant[5]: name is missing`,
			"select[0].column[1].path: unknown variable %f\n    %f\n    ^~",
		},
	},
	{
		name: "constant names",
		view: `{"resource": "Patient", "status": "active", "constant": [{"name": "a", "valueCode": "x"}, {"name": "a", "valueCode": "y"}, {"name": "rowIndex", "valueInteger": 1}, {"name": "sct", "valueUri": "x"}], "select": [{"column": [{"name": "x", "path": "%a + %rowIndex"}]}]}`,
		want: []string{
			`constant[1].name: constant "a" is defined already`,
			`constant[2].name: %rowIndex has a meaning of its own; choose another name`,
			`constant[3].name: warning: hides FHIR's own %sct`,
			"select[0].column[0].path: warning: + is not defined for String and Integer\n    %a + %rowIndex\n    ^~~~~~~~~~~~~~",
		},
	},
	{
		name: "a column twice",
		view: `{"resource": "Patient", "status": "active", "select": [{"column": [{"name": "a", "path": "id"}, {"name": "a", "path": "gender"}]}, {"forEach": "name", "unionAll": [{"column": [{"name": "b", "path": "family"}]}, {"column": [{"name": "b", "path": "text"}]}], "select": [{"column": [{"name": "b", "path": "text"}]}]}, {"select": [{"column": [{"name": "b", "path": "id"}]}]}]}`,
		want: []string{
			`select[0].column[1].name: column "a" is defined already`,
			`select[1].unionAll[0].column[0].name: column "b" is defined already`,
			`select[1].unionAll[1].column[0].name: column "b" is defined already`,
			`select[2].select[0].column[0].name: column "b" is defined already`,
		},
	},
	{
		name: "branches",
		view: `{"resource": "Patient", "status": "active", "select": [{"unionAll": [{"column": [{"name": "a", "path": "id"}, {"name": "b", "path": "id"}]}, {"column": [{"name": "a", "path": "id"}]}, {"column": [{"name": "b", "path": "id"}, {"name": "a", "path": "id"}]}, {"column": [{"name": "a", "path": "id", "collection": true}, {"name": "b", "path": "active"}]}]}]}`,
		want: []string{
			`select[0].unionAll[1]: the branches of a unionAll have the same columns in the same order: (a) here, (a, b) in the first`,
			`select[0].unionAll[2]: the branches of a unionAll have the same columns in the same order: (b, a) here, (a, b) in the first`,
			`select[0].unionAll[3]: column "a" is a collection in one branch of the unionAll and not in the other`,
			`select[0].unionAll[3]: column "b" is of type boolean here and id in the first branch of the unionAll`,
		},
	},
	{
		name: "a mistake in a branch has no others follow",
		view: `{"resource": "Patient", "status": "active", "select": [{"unionAll": [{"column": [{"name": "a", "path": "id"}]}, {"column": [{"path": "id"}]}, {"column": 1}, {"column": [{"name": "a", "path": "@@"}]}]}]}`,
		want: []string{
			`select[0].unionAll[1].column[0]: name is missing`,
			`select[0].unionAll[2].column: has to be an array, not a number`,
			"select[0].unionAll[3].column[0].path: \"@@\" is not a date, dateTime or time\n    @@\n    ^~",
		},
	},
	{
		name: "types",
		view: `{"resource": "Patient", "status": "active", "select": [{"column": [{"name": "a", "path": "id", "type": "strin"}, {"name": "b", "path": "active", "type": "integer"}, {"name": "c", "path": "name", "collection": true}, {"name": "d", "path": "birthDate", "type": "string"}, {"name": "e", "path": "contact"}, {"name": "f", "path": "name.count()", "type": "decimal"}]}]}`,
		want: []string{
			`select[0].column[1].type: the path yields boolean, which does not fit a column of type integer: declare type boolean, or write toInteger()`,
			`select[0].column[2].path: column "c" is of the complex type HumanName: name an element of it, or declare the type`,
			`select[0].column[4].path: column "e" is of the complex type Patient.contact: name an element of it, or declare the type`,
			`select[0].column[0].type: warning: "strin" is no type of FHIR R4: values are taken as they are`,
		},
	},
	{
		name: "tags",
		view: `{"resource": "Patient", "status": "active", "select": [{"column": [{"name": "a", "path": "id", "tags": [{"name": "ansi/type", "value": "INT"}], "tag": [{"name": "x"}, 1]}]}]}`,
		want: []string{
			`select[0].column[0].tag[0]: value is missing`,
			`select[0].column[0].tag[1]: has to be an object, not a number`,
			`select[0].column[0].tags: warning: the element is called tag`,
		},
	},
}

// TestProblems compares everything that Validate finds; the errors are also those of Compile.
func TestProblems(t *testing.T) {
	for _, test := range problemCases {
		t.Run(test.name, func(t *testing.T) {
			have, failures := []string{}, []string(nil)
			for _, p := range viewdef.Validate([]byte(test.view), nil) {
				have = append(have, p.String())
				if p.Severity == viewdef.SeverityError {
					failures = append(failures, p.String())
				}
			}
			if diff := cmp.Diff(test.want, have); diff != "" {
				t.Errorf("problems (-want +have):\n%s", diff)
			}
			_, err := viewdef.Compile([]byte(test.view), nil)
			if message := fmt.Sprint(err); err != nil && message != strings.Join(failures, "\n") || (err != nil) != (len(failures) > 0) {
				t.Errorf("Compile says %v", err)
			}
		})
	}
}

// TestMistakesAreTyped asks for the cause of a mistake in an expression, with its place.
func TestMistakesAreTyped(t *testing.T) {
	_, err := viewdef.Compile([]byte(`{"name": "v", "resource": "Patient", "status": "active",
		"select": [{"column": [{"name": "a", "path": "name.where(x"}, {"name": "b", "path": "foo() + bar()"}]}]}`), nil)
	var view *viewdef.CompileError
	if !errors.As(err, &view) || view.View != "v" || len(view.Problems) != 3 {
		t.Fatalf("the error is %#v", err)
	}
	var mistake *fhirpath.CompileError
	if !errors.As(view.Problems[2].Err, &mistake) {
		t.Fatalf("the cause is %#v", view.Problems[2].Err)
	}
	want := &fhirpath.CompileError{
		Source: "foo() + bar()", Mistakes: []fhirpath.Mistake{{Start: 8, End: 11, Msg: "unknown function bar()"}},
	}
	if diff := cmp.Diff(want, mistake); diff != "" {
		t.Errorf("cause (-want +have):\n%s", diff)
	}
}

// TestParseRefuses asks Parse for mistakes of form only.
func TestParseRefuses(t *testing.T) {
	if v, err := viewdef.Parse([]byte(`{"resource": "Patient"}`)); v != nil || err == nil || err.Error() != "select is missing" {
		t.Errorf("Parse returns %v and %v", v, err)
	}
	v, err := viewdef.Parse([]byte(`{"resource": "Patient", "select": [{"column": [{"name": "a", "path": "@@"}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Compile(nil); err == nil || !strings.HasPrefix(err.Error(), "select[0].column[0].path: ") {
		t.Errorf("Compile says %v", err)
	}
}

// TestViewsMadeInGo compiles views that lack what Parse would have found.
func TestViewsMadeInGo(t *testing.T) {
	id := []viewdef.Column{{Name: "id", Path: "id"}}
	tests := []struct {
		view viewdef.View
		want string
	}{
		{viewdef.View{Select: []viewdef.Select{{Columns: id}}}, "resource is missing"},
		{viewdef.View{Resource: "Patient", Select: []viewdef.Select{{Columns: []viewdef.Column{{Name: "a"}}}}}, "select[0].column[0].path: is missing"},
		{viewdef.View{Resource: "Patient", Select: []viewdef.Select{{Columns: id, Iteration: viewdef.ForEach}}}, "select[0].forEach: is missing"},
		{viewdef.View{Resource: "Patient", Select: []viewdef.Select{{Columns: id, Iteration: viewdef.Repeat}}}, "select[0].repeat: is missing"},
		{viewdef.View{Resource: "Patient", Where: []viewdef.Where{{}}, Select: []viewdef.Select{{Columns: id}}}, "where[0].path: is missing"},
		{viewdef.View{Resource: "Patient", Constants: []viewdef.Constant{{Name: "c", Type: "code"}}, Select: []viewdef.Select{{Columns: id}}}, "constant[0].valueCode: is no valid code"},
	}
	for _, test := range tests {
		if _, err := test.view.Compile(nil); err == nil || err.Error() != test.want {
			t.Errorf("the error is %v, want %s", err, test.want)
		}
	}
	v := viewdef.View{Resource: "Patient", Select: []viewdef.Select{{Columns: id}}}
	if _, err := v.Compile(nil); err != nil {
		t.Error(err)
	}
}

// TestDeepNesting asks for one problem, not for an overflow of the stack.
func TestDeepNesting(t *testing.T) {
	nested := func(levels int) []byte {
		const open, end = `{"select": [`, `]}`
		leaf := `{"column": [{"name": "a", "path": "id"}]}`
		return []byte(`{"resource": "Patient", "status": "active", "select": [` +
			strings.Repeat(open, levels-1) + leaf + strings.Repeat(end, levels-1) + `]}`)
	}
	if _, err := viewdef.Compile(nested(100), nil); err != nil {
		t.Errorf("100 levels: %v", err)
	}
	have := viewdef.Validate(nested(101), nil)
	want := "select[0]" + strings.Repeat(".select[0]", 100) + ": selects are nested more than 100 levels deep"
	if len(have) != 1 || have[0].String() != want {
		t.Errorf("101 levels: %v", have)
	}
	for _, levels := range []int{1000, 4000, 10_000} {
		if have := viewdef.Validate(nested(levels), nil); len(have) != 1 || !strings.Contains(have[0].Msg, "deep") {
			t.Errorf("%d levels: %v", levels, have)
		}
	}
}

// badConstants are values that their types do not have.
var badConstants = map[string][]string{
	"Base64Binary": {`"a"`, `"****"`, `1`, `""`},
	"Boolean":      {`"true"`, `1`, `null`},
	"Canonical":    {`"a b"`, `{}`},
	"Code":         {`" a"`, `"a  b"`, `""`, `1`},
	"Date":         {`"1970-13"`, `"1970-01-01T00:00:00Z"`, `1970`, `"x"`},
	"DateTime":     {`"1970-02-30"`, `"12:00:00"`, `true`},
	"Decimal":      {`"1.0"`, `null`, `[1.0]`},
	"Id":           {`"a/b"`, `"a b"`, `""`},
	"Instant":      {`"2020-01-01"`, `"2020-01-01T00:00:00"`, `"2020-01-01T00:00Z"`, `1`},
	"Integer":      {`1.0`, `"1"`, `2147483648`, `1e2`},
	"Integer64":    {`"x"`, `"9223372036854775808"`, `1.5`, `true`},
	"Oid":          {`"1.2.3"`, `"urn:oid:3.1"`},
	"PositiveInt":  {`0`, `-1`, `1.5`},
	"String":       {`1`, `null`, `["a"]`},
	"Time":         {`"25:00:00"`, `"2020-01-01"`, `12`},
	"UnsignedInt":  {`-1`, `"0"`},
	"Uri":          {`"a b"`, `""`},
	"Url":          {`"a b"`},
	"Uuid":         {`"53fefa32-fcbb-4ff8-8a92-55ee120877b7"`, `"urn:uuid:53FEFA32"`},
}

// TestBadConstants asks for one problem for each, at its place, also where an expression uses the constant.
func TestBadConstants(t *testing.T) {
	for suffix, values := range badConstants {
		for _, value := range values {
			view := `{"resource": "Patient", "status": "active", "constant": [{"name": "c", "value` + suffix + `": ` + value + `}],
				"select": [{"column": [{"name": "a", "path": "id = %c"}]}]}`
			want := "constant[0].value" + suffix + ": is no valid " + strings.ToLower(suffix[:1]) + suffix[1:]
			have := viewdef.Validate([]byte(view), nil)
			if len(have) != 1 || have[0].String() != want {
				t.Errorf("%s of %s: have %v, want %s", suffix, value, have, want)
			}
		}
	}
}
