package api

import (
	"errors"
	"fmt"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/value"
)

func Example_expression() {
	if err := expression(); err != nil {
		fmt.Println(err)
	}
	// Output:
	// A.
	// M.
}

// expression evaluates one FHIRPath expression, which calls a function of the program's own.
func expression() error {
	expr, err := fhirpath.Compile("name.given.select(initial())", &fhirpath.Options{
		Resource:  "Patient",
		Functions: map[string]fhirpath.Function{"initial": {Eval: initial}},
	})
	if err != nil {
		return err
	}
	patient, err := expr.Decode([]byte(`{"resourceType":"Patient","name":[{"given":["Ada","Mae"]}]}`))
	if err != nil {
		return err
	}
	found, err := expr.Eval(patient)
	if err != nil {
		return err
	}
	for _, v := range found {
		text, _ := v.ToString()
		fmt.Println(text)
	}
	return nil
}

func initial(in fhirpath.Collection, _ []fhirpath.Collection) (fhirpath.Collection, error) {
	if len(in) == 0 {
		return nil, nil
	}
	text, ok := in[0].ToString()
	if !ok || text == "" || len(in) > 1 {
		return nil, errors.New("initial() wants one string") // which tells nothing of the data
	}
	return fhirpath.Collection{value.Str(string([]rune(text)[:1]) + ".")}, nil
}
