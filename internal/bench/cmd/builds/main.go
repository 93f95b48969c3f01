// Command builds measures two builds of the command side by side: the processor time that each takes for the views of
// internal/bench, the views that the library brings, Bundles, lists and pages of a server, several views in one pass, and two
// spellings of one view; and what a second processor brings by the clock. It is what `make bench-builds` runs, from the top folder of the repository:
//
//	go run ./internal/bench/cmd/builds --old ./before --new ./fhirview
//
// Each case is run by both builds in turn, some rounds of it, on one processor; what counts is the least time. Cases that are
// compared with each other are run in the same rounds. The inputs
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
	"slices"
)

func main() {
	if pages := os.Getenv(receivePages); pages != "" && len(os.Args) == 2 {
		if err := receive(os.Args[1], pages); err != nil {
			fmt.Fprintln(os.Stderr, "builds:", err)
			os.Exit(1)
		}
		return
	}
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
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	scratch, err := os.MkdirTemp("", "fhirview-builds-")
	if err != nil {
		return fmt.Errorf("make a folder for outputs: %w", err)
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	r := report{out: stdout}
	m := meter{ctx: ctx, o: &o, in: inputs{folder: o.data, size: o.bytes}, scratch: scratch, self: self}
	for len(cases) > 0 {
		n := 1
		for n < len(cases) && cases[n].set() == cases[0].set() {
			n++
		}
		set := slices.DeleteFunc(slices.Clone(cases[:n]), func(c benchCase) bool { return !o.only.MatchString(c.group + "/" + c.name) })
		cases = cases[n:]
		results, err := m.measure(set)
		if err != nil {
			return err
		}
		for i := range results {
			r.add(results[i])
		}
	}
	r.end()
	return nil
}
