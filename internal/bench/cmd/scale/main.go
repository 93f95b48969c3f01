// Command scale makes large FHIR data out of small: it repeats sample files, each copy with ids of its own, until they
// have the size that a measurement needs. Equal samples give equal bytes.
//
//	go run ./internal/bench/cmd/scale --out bench-data --mb 300
//
// It reads TYPE.ndjson.gz of the folder data in $FHIRVIEW_SHARED (by default ../shared) and writes TYPE.ndjson. A file
// that is there in the right size is left alone.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// types are what the views of internal/bench read.
var types = []string{"Patient", "Observation", "Condition", "Encounter", "ExplanationOfBenefit", "QuestionnaireResponse"}

func main() {
	err := run(os.Args[1:], os.Stderr)
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
	default:
		fmt.Fprintln(os.Stderr, "scale:", err)
		os.Exit(1)
	}
}

func run(args []string, stderr io.Writer) error {
	shared := os.Getenv("FHIRVIEW_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "shared")
	}
	flags := flag.NewFlagSet("scale", flag.ContinueOnError)
	flags.SetOutput(stderr)
	data := flags.String("data", filepath.Join(shared, "data"), "the `folder` of the sample files")
	out := flags.String("out", "bench-data", "the `folder` to write to")
	megabytes := flags.Int64("mb", 300, "how many `megabytes` (of 1,000,000 bytes) each file has at least")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 || *megabytes < 0 {
		return errors.New("wrong usage, see --help")
	}
	samples, err := readSamples(*data, types)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(*out, 0o750); err != nil {
		return err
	}
	for _, s := range samples {
		name := filepath.Join(*out, s.typ+".ndjson")
		copies := s.copiesFor(*megabytes * 1_000_000)
		fresh, err := s.writeFile(name, copies)
		if err != nil {
			return err
		}
		done := "written"
		if !fresh {
			done = "is there"
		}
		_, _ = fmt.Fprintf(stderr, "%s: %d copies, %d resources, %.1f MB, %s\n",
			name, copies, copies*s.resources, float64(copies*len(s.text))/1e6, done)
	}
	return nil
}
