package api

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/source"
)

func Example_flatten() {
	if err := flatten(context.Background()); err != nil {
		fmt.Println(err)
	}
	// Output:
	// id,family,given,birth_date,gender,city,phone
	// pat-j90a5fa2,Quispe,Grace Ольга,1991-03-15,female,Brattleboro,555-347-0405
	// pat-wtd8c72k,Silva-Santos,Chloé Dorothy,1977-06-02,female,Duluth,555-721-5751
	//
	// rows: 2 failed: 0
	// {"id":"pat-j90a5fa2","family":"Quispe","given":"Grace Ольга","birth_date":"1991-03-15","gender":"female","city":"Brattleboro","phone":"555-347-0405"}
	// {"id":"pat-wtd8c72k","family":"Silva-Santos","given":"Chloé Dorothy","birth_date":"1977-06-02","gender":"female","city":"Duluth","phone":"555-721-5751"}
	//
	// rows: 2 failed: 0
	// id            family        given          birth_date  gender  city         phone
	// ------------  ------------  -------------  ----------  ------  -----------  ------------
	// pat-j90a5fa2  Quispe        Grace Ольга    1991-03-15  female  Brattleboro  555-347-0405
	// pat-wtd8c72k  Silva-Santos  Chloé Dorothy  1977-06-02  female  Duluth       555-721-5751
	//
	// rows: 2 failed: 0
	// [
	// {"id":"p1","family":"Quill","given":null,"birth_date":"1990-03-01","gender":null,"city":null,"phone":null}
	// ]
	//
	// rows: 1 failed: 0
	// id,family,given,birth_date,gender,city,phone
	// p1,,,1970-01-01,female,,
	// line 2 is broken
}

// flatten writes a view's rows of any source in any format.
func flatten(ctx context.Context) error {
	plan, err := compile(patientsView)
	if err != nil {
		return err
	}
	lines, err := os.Open(patients) // or os.Stdin
	if err != nil {
		return err
	}
	defer lines.Close()
	document, err := os.Open(bundle)
	if err != nil {
		return err
	}
	defer document.Close()
	text := []byte(`{"resourceType":"Patient","id":"p1","name":[{"use":"official","family":"Quill"}],"birthDate":"1990-03-01"}`)

	two := &runner.Options{Limit: 2}
	for _, run := range []func() (runner.Stats, error){
		func() (runner.Stats, error) { // files, folders and globs
			return runner.Run(ctx, source.Open([]string{patients}, nil), []runner.Job{{Plan: plan, Sink: sink.CSV(os.Stdout, nil)}}, two)
		},
		func() (runner.Stats, error) { // a resource a line
			return runner.Run(ctx, source.NDJSON(lines, nil), []runner.Job{{Plan: plan, Sink: sink.NDJSON(os.Stdout)}}, two)
		},
		func() (runner.Stats, error) { // a Bundle, a list or a resource
			return runner.Run(ctx, source.JSON(document, nil), []runner.Job{{Plan: plan, Sink: sink.Table(os.Stdout, nil)}}, two)
		},
		func() (runner.Stats, error) { // texts in memory
			return runner.Run(ctx, source.Bytes(text), []runner.Job{{Plan: plan, Sink: sink.JSON(os.Stdout)}}, two)
		},
	} {
		stats, err := run()
		if err != nil {
			return err
		}
		fmt.Println("\nrows:", stats.Jobs[0].Rows, "failed:", stats.Failed) // what is broken is left out, and the run goes on
	}

	// Or the first broken resource ends the run.
	job := runner.Job{Plan: plan, Sink: sink.CSV(os.Stdout, nil)}
	_, err = runner.Run(ctx, source.Open([]string{brokenLine}, nil), []runner.Job{job}, &runner.Options{OnError: runner.Fail})
	if broken, ok := errors.AsType[*runner.ResourceError](err); ok {
		fmt.Println("line", broken.Line, "is broken")
	}
	return nil
}
