package viewdef_test

import (
	"fmt"

	"github.com/fhirview/fhirview/viewdef"
)

func ExampleCompile() {
	plan, err := viewdef.Compile([]byte(`{
		"name": "phones", "resource": "Patient", "status": "active",
		"select": [
			{"column": [{"name": "id", "path": "id"}]},
			{"forEach": "telecom", "column": [{"name": "phone", "path": "value"}]}
		]}`), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(plan)
	// Output:
	// view phones of Patient
	//   id: id = id
	//   forEach telecom
	//     phone: string = value
	//   fast way: yes
	//   reads
	//     id
	//     telecom.value
}

func ExampleFlattener() {
	plan, err := viewdef.Compile([]byte(`{
		"name": "phones", "resource": "Patient", "status": "active",
		"select": [
			{"column": [{"name": "id", "path": "id"}]},
			{"forEach": "telecom", "column": [{"name": "phone", "path": "value"}]}
		]}`), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	f := viewdef.NewSet(plan).Flattener(nil)
	for _, text := range []string{
		`{"resourceType": "Patient", "id": "a", "telecom": [{"value": "1"}, {"value": "2"}]}`,
		`{"resourceType": "Patient", "id": "b", "telecom": [{"value": "3"}`,
		`{"resourceType": "Patient", "id": "c", "telecom": [{"value": "4"}]}`,
	} {
		_, failures := f.Flatten([]byte(text))
		for _, failure := range failures {
			fmt.Println(failure.Type, failure.Err)
		}
	}
	rows := f.Rows(0)
	for i := range rows.Rows() {
		cells := rows.Row(i)
		fmt.Println(cells[0].Text, cells[1].Text)
	}
	// Output:
	// Patient byte 65: the JSON text ends early
	// a 1
	// a 2
	// c 4
}

func ExampleValidate() {
	for _, p := range viewdef.Validate([]byte(`{
		"resource": "Patient",
		"select": [{"forEach": "name.where(use = %use)", "column": [{"name": "1st", "path": "given.frist()"}]}]
	}`), nil) {
		fmt.Println(p)
	}
	// Output:
	// select[0].forEach: unknown variable %use
	//     name.where(use = %use)
	//                      ^~~~
	// select[0].column[0].name: "1st" is no SQL name: letters, digits and underscores, a letter first
	// select[0].column[0].path: unknown function frist(); did you mean first()?
	//     given.frist()
	//           ^~~~~
	// warning: status is missing
}
