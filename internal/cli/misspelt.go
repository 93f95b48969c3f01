package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/fhirview/fhirview/internal/spelling"
)

// checkCommand is wrong usage where the first word, or that after help, names no command. It comes before flags are looked
// at, which would be those of no command.
func checkCommand(root *cobra.Command, args []string) error {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd(args...)
	if len(args) > 1 && args[0] == "help" {
		args = args[1:]
	}
	found, rest, err := root.Find(args)
	if err != nil || found != root || len(rest) == 0 {
		return nil //nolint:nilerr // it is said when the command is run
	}
	word := rest[0]
	if strings.HasPrefix(word, "-") || strings.HasPrefix(word, "__") { // the shell asks for completions by the latter
		return nil
	}
	msg := fmt.Sprintf("unknown command %q for %q", word, root.Name())
	if meant := spelling.Closest(word, commandNames(root)); meant != "" {
		return usagef("%s; did you mean %s?", msg, meant)
	}
	if _, err := os.Stat(word); err == nil {
		return usagef("%s, which is a file; to flatten with it as a view, write: %s run %s", msg, root.Name(), word)
	}
	return usagef("%s", msg)
}

func commandNames(root *cobra.Command) func(func(string) bool) {
	return func(yield func(string) bool) {
		for _, cmd := range root.Commands() {
			if cmd.IsAvailableCommand() && !yield(cmd.Name()) {
				return
			}
		}
	}
}

// flagError adds to the error about a flag that there is not which one was meant.
func flagError(cmd *cobra.Command, err error) error {
	unknown, ok := errors.AsType[*pflag.NotExistError](err)
	if !ok {
		return err
	}
	word := unknown.GetSpecifiedName()
	if shorts := unknown.GetSpecifiedShortnames(); shorts != "" { // -in for --in
		word = shorts
	}
	if meant := spelling.Closest(word, flagNames(cmd.Flags())); meant != "" {
		return usagef("%s; did you mean --%s?", err, meant)
	}
	return err
}

func flagNames(flags *pflag.FlagSet) func(func(string) bool) {
	return func(yield func(string) bool) {
		more := true
		flags.VisitAll(func(f *pflag.Flag) { more = more && (f.Hidden || yield(f.Name)) })
	}
}
