package cli

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func (e *env) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version",
		Example: "  fhirview version",
		Args:    cobra.NoArgs,
		RunE: e.command(func(context.Context, []string) error {
			e.printf("fhirview %s\n", fullVersion())
			return nil
		}),
	}
}

// fullVersion is the version with what it was built by and for.
func fullVersion() string {
	return fmt.Sprintf("%s (%s, %s/%s)", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// version returns what the go command has recorded of the build: a release, or the state of the repository.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(unknown)"
	}
	return info.Main.Version
}
