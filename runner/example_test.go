package runner_test

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
)

func ExampleRun() {
	plan, err := viewdef.Compile([]byte(`{
		"resourceType": "ViewDefinition", "name": "patients", "status": "active", "resource": "Patient",
		"select": [{"column": [
			{"name": "id", "path": "getResourceKey()"},
			{"name": "family", "path": "name.where(use = 'official').first().family"},
			{"name": "birth_date", "path": "birthDate"}
		]}]
	}`), nil)
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
