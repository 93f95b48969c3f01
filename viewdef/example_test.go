package viewdef_test

import (
	"fmt"
	"time"

	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/row"
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

	r := new(resource.Resource)
	data := []byte(`{"resourceType": "Patient", "id": "a", "telecom": [{"value": "1"}, {"value": "2"}]}`)
	if err := resource.NewDecoder(plan.Projection()).Decode(data, r); err != nil {
		fmt.Println(err)
		return
	}
	batch := row.NewBatch(plan.Schema())
	if _, err := plan.Evaluator(nil, time.Time{}).Append(batch, r); err != nil {
		fmt.Println(err)
		return
	}
	for i := range batch.Rows() {
		cells := batch.Row(i)
		fmt.Println(cells[0].Text, cells[1].Text)
	}
	// Output:
	// view phones of Patient
	//   id: id = id
	//   forEach telecom
	//     phone: string = value
	//   fast way: yes
	//   reads
	//     id
	//     telecom.value
	// a 1
	// a 2
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
