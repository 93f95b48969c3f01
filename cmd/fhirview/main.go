// Command fhirview flattens FHIR resources into tables, by SQL on FHIR ViewDefinitions.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/fhirview/fhirview/internal/cli"
)

func main() { os.Exit(run()) }

// run ends early and cleanly at the first signal; the second kills.
func run() int {
	signal.Ignore(syscall.SIGPIPE) // a reader that has had enough is an error of the write, which cli knows
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	return cli.Main(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
}
