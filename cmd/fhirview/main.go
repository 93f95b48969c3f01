// Command fhirview flattens FHIR resources into tables, by SQL on FHIR ViewDefinitions.
package main

import (
	"context"
	"io"
	"log"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"

	"github.com/fhirview/fhirview/internal/cli"
)

func main() {
	collectLater()
	os.Exit(run())
}

// collectLater has the garbage collector begin at 8 MB of heap rather than at 4, and then go on as usual. A run allocates
// about 4 MB when it starts, for views and blocks, and little afterwards: whether it comes to a collection in the midst of
// its work, which costs as much as the start does, would otherwise depend on a few kilobytes more or less. GOGC goes first.
func collectLater() {
	if os.Getenv("GOGC") != "" {
		return
	}
	usual := debug.SetGCPercent(200)
	first := new([64]byte) // what is gone after the first collection
	runtime.AddCleanup(first, func(percent int) { debug.SetGCPercent(percent) }, usual)
}

// run ends early and cleanly at the first signal; the second kills.
func run() int {
	// net/http tells the standard logger what it cannot make sense of, which may be part of a resource. The client sees to
	// most of that; nothing else here uses that logger.
	log.SetOutput(io.Discard)
	signal.Ignore(syscall.SIGPIPE) // a reader that has had enough is an error of the write, which cli knows
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	return cli.Main(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
}
