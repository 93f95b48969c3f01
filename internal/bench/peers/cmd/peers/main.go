// Command peers measures fhirview against other programs that make the same rows from the same files: DuckDB with SQL
// written by hand, and Medplum's SQL on FHIR. It is what `make bench-peers` runs, from the top folder of the repository:
//
//	go run ./internal/bench/peers/cmd/peers --data bench-data --views patient_demographics,claim_items
//
// With --parquet, which is `make bench-sinks`, what is measured writes Parquet.
//
// Before it measures a view it holds the sides to the same rows and values, and fails where they differ. Each side is a
// program that is started, reads a file and writes CSV to another. What counts is processor time, user and system, of
// that program, less the time it takes for a file of one line; the clock's time stands beside it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
)

// Folders, from the top of the repository.
const (
	peersFolder = "internal/bench/peers"
	viewsFolder = "internal/bench/views"
)

// medplumBytes is how much of each file Medplum gets, which takes it about as long as the others take for all of it.
const medplumBytes = 20_000_000

type options struct {
	data     string
	views    string
	rounds   int
	targets  bool
	purego   bool
	medplum  bool
	allCores bool
	parquet  bool
	core     int
	binary   string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
	default:
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

func parseFlags(args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("peers", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.data, "data", "bench-data", "the `folder` with a TYPE.ndjson for each type (see make bench-data)")
	flags.StringVar(&o.views, "views", "", "`names` of the views to run, separated by commas (default all)")
	flags.IntVar(&o.rounds, "rounds", 3, "how `many` times to measure; the median counts")
	flags.BoolVar(&o.targets, "targets", false, "fail when fhirview is less than its target times as fast as DuckDB")
	flags.BoolVar(&o.purego, "purego", false, "also measure fhirview built with the tag purego")
	flags.BoolVar(&o.medplum, "medplum", true, "also measure Medplum, on the first 20 MB of each file")
	flags.BoolVar(&o.allCores, "all-cores", false, "print a second table, by the clock, with all processors")
	flags.BoolVar(&o.parquet, "parquet", false, "have both sides write Parquet compressed by zstd, and fhirview CSV and Arrow beside it, without Medplum")
	flags.IntVar(&o.core, "core", -1, "the `number` of the processor that every program is bound to, by taskset (default none)")
	flags.StringVar(&o.binary, "binary", "", "a fhirview `file` to measure, say of another version (default what this tree builds)")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 || o.rounds < 1 {
		return o, errors.New("wrong usage, see --help")
	}
	if o.parquet {
		o.medplum, o.purego = false, false
	}
	return o, nil
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parseFlags(args, stderr)
	if err != nil {
		return err
	}
	contests, err := selectContests(o.views)
	if err != nil {
		return err
	}
	if o.parquet {
		contests = parquetTargets(contests)
	}
	work, err := os.MkdirTemp("", "fhirview-peers-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }()

	b := bench{options: o, work: work, progress: stderr}
	if b.sides, err = buildSides(ctx, o, work); err != nil {
		return err
	}
	var oneCore, allCores []outcome
	for _, c := range contests {
		result, err := b.contest(ctx, c)
		if err != nil {
			return fmt.Errorf("%s: %w", c.view, err)
		}
		oneCore = append(oneCore, result.oneCore)
		allCores = append(allCores, result.allCores)
	}
	if _, err := io.WriteString(stdout, report(oneCore, allCores, o)); err != nil {
		return err
	}
	return missedTargets(oneCore, o)
}

// missedTargets is an error that names the views which are slower than they should be, where that is asked for.
func missedTargets(outcomes []outcome, o options) error {
	var missed []string
	for _, out := range outcomes {
		if out.ratio(duckdb) < out.target {
			missed = append(missed, out.view)
		}
	}
	if !o.targets || len(missed) == 0 {
		return nil
	}
	return fmt.Errorf("%d views miss their targets: %s", len(missed), strings.Join(missed, ", "))
}

func viewFile(view string) string {
	return filepath.Join(viewsFolder, view+".view.json")
}
