// Command flatten writes the rows of a view over files of resources as CSV.
//
//	go run ./examples/flatten examples/flatten/patients.view.json examples/flatten/Patient.ndjson
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
)

func main() {
	if len(os.Args) < 3 {
		log.Fatal("usage: flatten VIEW FILE…")
	}
	if err := flatten(context.Background(), os.Stdout, os.Args[1], os.Args[2:]...); err != nil {
		log.Fatal(err)
	}
}

func flatten(ctx context.Context, w io.Writer, viewFile string, files ...string) error {
	view, err := os.ReadFile(viewFile)
	if err != nil {
		return err
	}
	plan, err := viewdef.Compile(view, nil) // every mistake at once, each with its place
	if err != nil {
		return fmt.Errorf("%s: %w", viewFile, err)
	}
	stats, err := runner.Run(ctx, source.Open(files, nil), []runner.Job{{Plan: plan, Sink: sink.CSV(w, nil)}}, nil)
	if err == nil && stats.Failed > 0 {
		err = fmt.Errorf("%d of %d resources failed, first %w", stats.Failed, stats.Resources, stats.Failures[0])
	}
	return err
}
