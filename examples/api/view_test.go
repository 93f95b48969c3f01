package api

import (
	"errors"
	"fmt"
	"os"

	"github.com/fhirview/fhirview/viewdef"
)

const (
	patientsView = "../../testdata/views/patients.view.json"
	brokenView   = "../../testdata/faults/view-three-mistakes.json"
	patients     = "../../testdata/synthetic/Patient.ndjson"
	bundle       = "../../testdata/synthetic/Bundle.json"
	brokenLine   = "../../testdata/faults/data-truncated-line.ndjson"
)

func Example_view() {
	plan, err := compile(patientsView)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("a view of", plan.Resource())

	_, err = compile(brokenView)
	if wrong, ok := errors.AsType[*viewdef.CompileError](err); ok {
		fmt.Println(wrong.View, "has", len(wrong.Problems), "mistakes")
	}

	text, err := os.ReadFile(brokenView)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, problem := range viewdef.Validate(text, nil) { // mistakes and warnings
		fmt.Println(problem.Severity, problem.Path)
	}
	// Output:
	// a view of Patient
	// faulty has 3 mistakes
	// error where[0].path
	// error select[0].column[1].name
	// error select[0].column[2].path
}

// compile makes a plan of a view's file. What is only doubtful about the view is a mistake here, too.
func compile(file string) (*viewdef.Plan, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return viewdef.Compile(text, &viewdef.Options{Strict: true})
}
