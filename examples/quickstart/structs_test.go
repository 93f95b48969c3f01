package quickstart

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"time"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
)

func Example_structs() {
	view, err := os.ReadFile("patients.view.json")
	if err != nil {
		fmt.Println(err)
		return
	}
	err = structs(context.Background(), view,
		[]byte(`{"resourceType":"Patient","id":"p1","name":[{"use":"official","family":"Quill"}],"birthDate":"1990-03-01"}`),
		[]byte(`{"resourceType":"Patient","id":"p2","birthDate":"1974-12"}`),
		[]byte(`{"resourceType":"Patient","id":`))
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// p1 1990 <nil>
	//  1 row 1: column birth_date: the text is no full date or time: FHIR allows a year or a month alone, for which a string is the type
	//  1 entry 2: Patient: byte 31: the JSON text ends early
}

// structs: begin

type patient struct {
	ID     string
	Family *string             // nil where there is none
	Born   sql.Null[time.Time] `fhirview:"birth_date"` // or string, for dates such as 1974-12
}

func structs(ctx context.Context, view []byte, texts ...[]byte) error {
	plan, err := viewdef.Compile(view, nil)
	if err != nil {
		return err
	}
	for p, err := range runner.All[patient](ctx, plan, source.Bytes(texts...), nil) {
		fmt.Println(p.ID, p.Born.V.Year(), err) // an error is of one resource or row: the loop may go on
	}
	return nil
}

// structs: end
