package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	if err := run(os.Args[1:], os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "genmodel:", err)
		os.Exit(1)
	}
}

func run(args []string, stderr io.Writer) error {
	flags := flag.NewFlagSet("genmodel", flag.ContinueOnError)
	flags.SetOutput(stderr)
	release := flags.String("release", "", "FHIR `release` to generate: r4, r4b, r5, r6")
	definitions := flags.String("definitions", "", "`path` of the StructureDefinitions "+
		"(default $FHIRVIEW_SHARED/definitions, then ../shared/definitions beside the repository)")
	pkg := flags.String("package", "", "`name` of the package to write (default the release)")
	out := flags.String("out", "tables_gen.go", "`file` to write")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *release == "" || flags.NArg() > 0 {
		return errors.New("want -release and no arguments: say for example -release r4")
	}
	if *pkg == "" {
		*pkg = strings.ToLower(*release)
	}
	source, err := generate(*definitions, *release, *pkg)
	if err != nil {
		return err
	}
	return os.WriteFile(*out, source, 0o644)
}

// generate returns the source of the tables of one release.
func generate(definitions, release, pkg string) ([]byte, error) {
	path, err := locate(definitions, release)
	if err != nil {
		return nil, err
	}
	set, err := read(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	tables, err := set.tables(release)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return source(tables, pkg)
}
