// Command builds measures two builds of the command side by side: the processor time that each takes for the views of
// internal/bench, the views that the library brings, Bundles and lists, several views in one pass, and two spellings of one
// view. It is what `make bench-builds` runs, from the top folder of the repository:
//
//	go run ./internal/bench/cmd/builds --old ./before --new ./fhirview
//
// Each case is run by both builds in turn, some rounds of it, on one processor; what counts is the least time. The inputs
// are the samples of the folder data in $FHIRVIEW_SHARED (by default ../shared) and those beside the library's views,
// repeated; a type without any is generated.
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
	"regexp"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "builds:", err)
		os.Exit(1)
	}
}

// options are the command line.
type options struct {
	old, new string
	rounds   int
	data     string
	bytes    int
	only     *regexp.Regexp
}

func parse(args []string, stderr io.Writer) (o options, err error) {
	flags := flag.NewFlagSet("builds", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.old, "old", "", "the `file` of the build before")
	flags.StringVar(&o.new, "new", "", "the `file` of the build after")
	flags.IntVar(&o.rounds, "rounds", 5, "how often each build runs each case")
	flags.StringVar(&o.data, "data", filepath.Join("bench-data", "builds"), "the `folder` for inputs, which are kept there")
	megabytes := flags.Int("mb", 60, "how many `megabytes` (of 1,000,000 bytes) each input has at least")
	only := flags.String("run", "", "measure the cases whose group/name this `expression` matches alone")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 || o.old == "" || o.new == "" || o.rounds < 1 || *megabytes < 1 {
		return o, errors.New("wrong usage, see --help")
	}
	for _, build := range []*string{&o.old, &o.new} {
		if *build, err = filepath.Abs(*build); err != nil {
			return o, fmt.Errorf("find the build: %w", err)
		}
		if _, err := os.Stat(*build); err != nil {
			return o, fmt.Errorf("there is no build: %w", err)
		}
	}
	o.bytes = *megabytes * 1_000_000
	o.only, err = regexp.Compile(*only)
	return o, err
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	cases, err := allCases(".")
	if err != nil {
		return err
	}
	scratch, err := os.MkdirTemp("", "fhirview-builds-")
	if err != nil {
		return fmt.Errorf("make a folder for outputs: %w", err)
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	r := report{out: stdout}
	in := inputs{folder: o.data, size: o.bytes}
	for _, c := range cases {
		if !o.only.MatchString(c.group + "/" + c.name) {
			continue
		}
		file, size, err := in.file(c.typ, c.form)
		if err != nil {
			return err
		}
		old, now, err := sideBySide(o.rounds, func(build string) (float64, error) {
			return processorTime(ctx, build, c.args(file, scratch))
		}, o.old, o.new)
		if err != nil {
			return fmt.Errorf("%s/%s: %w", c.group, c.name, err)
		}
		r.add(result{c, old, now, float64(size) / 1e6})
	}
	r.end()
	return nil
}
