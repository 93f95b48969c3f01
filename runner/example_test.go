package runner_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
)

// patientView has the id, the family name and the date of birth of patients.
const patientView = `{
	"resourceType": "ViewDefinition", "name": "patients", "status": "active", "resource": "Patient",
	"select": [{"column": [
		{"name": "id", "path": "getResourceKey()"},
		{"name": "family", "path": "name.where(use = 'official').first().family"},
		{"name": "birth_date", "path": "birthDate"}
	]}]
}`

func ExampleRun() {
	plan, err := viewdef.Compile([]byte(patientView), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	in := strings.NewReader(`{"resourceType":"Patient","id":"1","name":[{"use":"official","family":"Quispe"}],"birthDate":"1991-03"}
{"resourceType":"Patient","id":"2","birthDate":"1964-12-01"
{"resourceType":"Patient","id":"3","name":[{"use":"usual","family":"Okafor"}]}
`)
	stats, err := runner.Run(context.Background(), source.NDJSON(in, nil), []runner.Job{{Plan: plan, Sink: sink.CSV(os.Stdout, nil)}}, nil)
	fmt.Println(stats.Resources, "read,", stats.Failed, "failed,", err)
	for _, failure := range stats.Failures {
		fmt.Println(failure)
	}
	// Output:
	// id,family,birth_date
	// 1,Quispe,1991-03
	// 3,,
	// 3 read, 1 failed, <nil>
	// line 2: Patient: byte 59: the JSON text ends early
}

func ExampleAll() {
	plan, err := viewdef.Compile([]byte(patientView), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	type patient struct {
		ID     string
		Family sql.Null[string]
		Born   time.Time `fhirview:"birth_date"`
	}
	src := source.Bytes(
		[]byte(`{"resourceType":"Patient","id":"1","name":[{"use":"official","family":"Quispe"}],"birthDate":"1991-03-07"}`),
		[]byte(`{"resourceType":"Patient","id":"2","birthDate":"1991-03"}`),
		[]byte(`{"resourceType":"Patient","id":"3","birthDate":"1964-12-01"}`))
	for p, err := range runner.All[patient](context.Background(), plan, src, nil) {
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(p.ID, p.Family.V, p.Born.Year())
	}
	// Output:
	// 1 Quispe 1991
	// row 1: column birth_date: the text is no full date or time: FHIR allows a year or a month alone, for which a string is the type
	// 3  1964
}

func ExampleCollect() {
	plan, err := viewdef.Compile([]byte(patientView), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	in := strings.NewReader(`{"resourceType":"Patient","id":"1","name":[{"use":"official","family":"Quispe"}],"birthDate":"1991-03"}
{"resourceType":"Patient","id":"2","birthDate":"1964-12-01"
`)
	table, err := runner.Collect(context.Background(), plan, source.NDJSON(in, nil), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for row := range table.Maps() {
		fmt.Println(row)
	}
	fmt.Println(table.Info().Failed, "failed:", table.Failures())
	// Output:
	// map[birth_date:1991-03 family:Quispe id:1]
	// 1 failed: [line 2: Patient: byte 59: the JSON text ends early]
}
