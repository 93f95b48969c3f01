// Command synth writes synthetic FHIR R4 data: resources of one type to standard output, or a set of all types whose
// references resolve to a folder, or a transaction Bundle for each patient, as
// Synthea writes them.
//
//	go run ./internal/synth/cmd/synth --type Observation --count 100000 --seed 1 > Observation.ndjson
//	go run ./internal/synth/cmd/synth --out DIR --patients 1000
//	go run ./internal/synth/cmd/synth --bundles DIR --patients 1000
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/fhirview/fhirview/internal/synth"
)

func main() {
	err := run(os.Args[1:], os.Stdout, os.Stderr)
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
	case errors.Is(err, errUsage):
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	default:
		fmt.Fprintln(os.Stderr, "synth:", err)
		os.Exit(1)
	}
}

var errUsage = errors.New("synth: wrong usage, see --help")

func run(args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("synth", flag.ContinueOnError)
	flags.SetOutput(stderr)
	typ := flags.String("type", "", "write resources of this `type` to standard output: "+strings.Join(synth.Types(), ", "))
	count := flags.Int("count", 100, "how many resources of --type to write")
	out := flags.String("out", "", "write a set of all types to this `folder`")
	bundles := flags.String("bundles", "", "write a transaction Bundle for each patient, as Synthea does, to this `folder`")
	noIDs := flags.Bool("no-ids", false, "leave out the ids of the resources of --bundles")
	uuids := flags.Bool("uuids", false, "have ids be UUIDs, as they always are in --bundles")
	patients := flags.Int("patients", 100, "how many patients --out and --bundles have")
	seed := flags.Uint64("seed", 1, "equal seeds give equal bytes")
	pad := flags.Int("pad", 0, "`bytes` of narrative to add to each resource")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return errUsage
	}
	given := 0
	for _, what := range []string{*typ, *out, *bundles} {
		if what != "" {
			given++
		}
	}
	if given != 1 || *noIDs && *bundles == "" || flags.NArg() > 0 || *count < 0 || *patients < 0 {
		return fmt.Errorf("%w: give one of --type, --out and --bundles", errUsage)
	}
	g := synth.New(synth.Config{Seed: *seed, Pad: *pad, UUIDs: *uuids, NoIDs: *noIDs})
	if *bundles != "" {
		return g.WriteTransactions(*bundles, *patients)
	}
	if *out != "" {
		return g.WriteSet(*out, *patients)
	}
	return g.WriteNDJSON(stdout, *typ, *count)
}
