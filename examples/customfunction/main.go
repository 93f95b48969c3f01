// Command customfunction runs a view that calls a function of the program's own, with a constant of the view's as its
// argument.
//
//	go run ./examples/customfunction
package main

import (
	"context"
	_ "embed"
	"errors"
	"io"
	"log"
	"os"
	"strings"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
)

//go:embed record_numbers.view.json
var view []byte

//go:embed Patient.ndjson
var patients string

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, w io.Writer) error {
	plan, err := viewdef.Compile(view, &viewdef.Options{
		Functions: map[string]fhirpath.Function{
			"mask": {MinArgs: 1, MaxArgs: 1, Type: model.SystemString, Eval: mask},
		},
	})
	if err != nil {
		return err
	}
	in := source.NDJSON(strings.NewReader(patients), nil)
	_, err = runner.Run(ctx, in, []runner.Job{{Plan: plan, Sink: sink.CSV(w, nil)}}, &runner.Options{OnError: runner.Fail})
	return err
}

// mask hides all but the last characters of a string: '12345'.mask(2) is '***45'. Like most functions of FHIRPath it
// makes nothing of nothing, and refuses several values. Its errors tell nothing of the data.
func mask(in fhirpath.Collection, args []fhirpath.Collection) (fhirpath.Collection, error) {
	if len(in) == 0 || len(args[0]) == 0 {
		return nil, nil
	}
	if len(in) > 1 || len(args[0]) > 1 {
		return nil, errors.New("mask() wants one string and one number")
	}
	text, ok := in[0].ToString()
	keep, isNumber, err := args[0][0].System()
	if !ok || err != nil || !isNumber || keep.Kind() != value.KindInteger || keep.Integer() < 0 {
		return nil, errors.New("mask() wants a string, and how many characters to keep")
	}
	letters := []rune(text)
	for i := range max(0, len(letters)-int(keep.Integer())) {
		letters[i] = '*'
	}
	return fhirpath.Collection{value.Str(string(letters))}, nil
}
